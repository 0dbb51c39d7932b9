import { useTexts } from '../locales/texts.ts';
import type { Content } from './content.ts';
import { listTerms, useEntryTexts } from './use-entry-texts.ts';
import { type PlainTerm, useTermText } from './use-term-text.ts';

const shown = [
  'windowDays',
  'approvalLimit',
  'autoRefundLimit',
  'reviewHours',
  'refundWithoutReturn',
  'resaleBasisPoints',
  'holidays',
  'timeZone',
] as const satisfies readonly PlainTerm[];

/** What a rule set says besides its rows. */
export function Terms({ content }: { content: Content }) {
  const t = useTexts('policy');
  const text = useTermText();
  const entries = useEntryTexts();
  return (
    <>
      <dl className="terms" aria-label={t('difference.terms')}>
        {shown.map((field) => (
          <div key={field}>
            <dt>{text.name(field)}</dt>
            <dd>{text.value(field, content)}</dd>
          </div>
        ))}
      </dl>
      <dl className="terms term-entries">
        {listTerms.map((field) => (
          <div key={field} className={field}>
            <dt>{text.name(field)}</dt>
            <dd>
              <ul>
                {entries(field, content).map((entry, i) => (
                  <li key={i}>{entry}</li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
