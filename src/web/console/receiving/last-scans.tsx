import { useTexts } from '../locales/texts.ts';
import { Tag, type Tone } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';

export type ScanRecord = { code: string; outcome: 'found' | 'nothing' | 'failed'; count: number; at: string };

const tones: Record<ScanRecord['outcome'], Tone> = { found: 'green', nothing: 'amber', failed: 'red' };

type Props = { scans: readonly ScanRecord[]; current: string | undefined; onAgain: (code: string) => void };

/** The last ten scans as a strip: what was just in hand can be taken up again. */
export function LastScans({ scans, current, onAgain }: Props) {
  const t = useTexts('receiving');
  return (
    <section className="last-scans" aria-label={t('lastScans')}>
      <span className="last-scans-name">{t('lastScans')}</span>
      {scans.length === 0 ? <span className="faint">{t('noScans')}</span> : null}
      <ol>
        {scans.map((scan) => (
          <li key={scan.code}>
            <button type="button" aria-current={scan.code === current} onClick={() => onAgain(scan.code)}>
              <span className="number">{scan.code}</span>
              <Tag tone={tones[scan.outcome]}>
                {scan.outcome === 'found' ? t('result.found', { count: scan.count }) : t(`result.${scan.outcome}`)}
              </Tag>
              <span className="faint">
                <When at={scan.at} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
