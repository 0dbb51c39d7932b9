import { CheckOutlined, CloseOutlined, MinusOutlined } from '@ant-design/icons';
import type { CheckView } from '../../../contract/inspection.ts';
import { useCheckName } from '../inspection/use-names.ts';
import { useTexts } from '../locales/texts.ts';
import { PhotoPicker } from '../parts/photo-picker.tsx';
import type { useFindings } from './use-findings.ts';

export const checkKeys = ['q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o'] as const;

type Props = { checks: readonly CheckView[]; findings: ReturnType<typeof useFindings> };

const signs = { passed: <CheckOutlined />, failed: <CloseOutlined />, not_applicable: <MinusOutlined /> } as const;

/** Each check is one big press: passed, failed. What fails and needs a picture asks for its own. */
export function CheckToggles({ checks, findings }: Props) {
  const t = useTexts('inspection');
  const nameOf = useCheckName();
  const { answerTo, flip, say, failed } = findings;
  return (
    <>
      <fieldset className="tests">
        <legend>{t('checks')}</legend>
        <div className="tests-list">
          {checks.map((check, i) => {
            const outcome = answerTo(check)?.outcome;
            return (
              <button
                key={check.code}
                type="button"
                className={`check ${outcome ?? 'open'}`}
                aria-pressed={outcome === 'failed'}
                onClick={() => flip(check)}
              >
                {checkKeys[i] ? <kbd>{checkKeys[i]?.toUpperCase()}</kbd> : null}
                <span>
                  {nameOf(check)}
                  <small>
                    {outcome ? signs[outcome] : null}{' '}
                    {t(`${check.kind === 'legal' ? 'found' : 'outcome'}.${outcome ?? 'open'}`)}
                  </small>
                </span>
              </button>
            );
          })}
        </div>
        <p className="faint">{t('checksHint')}</p>
      </fieldset>
      {failed.map((check) => (
        <div key={check.code} className="check-failed">
          <strong>{nameOf(check)}</strong>
          {check.consequence ? <span className="amber">{t('agreed', { what: check.consequence })}</span> : null}
          <PhotoPicker
            files={answerTo(check)?.photos ?? []}
            onChange={(photos) => say(check, { photos })}
            label={t(check.photoOnFail ? 'photoNeeded' : 'photoOptional')}
          />
        </div>
      ))}
    </>
  );
}
