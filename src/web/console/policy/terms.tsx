import { useTexts } from '../locales/texts.ts';
import type { Content } from './content.ts';
import type { TermField } from './difference.ts';
import { useTermText } from './use-term-text.ts';

const shown = [
  'windowDays',
  'approvalLimit',
  'autoRefundLimit',
  'reviewHours',
  'refundWithoutReturn',
  'resaleBasisPoints',
  'holidays',
  'timeZone',
] as const satisfies readonly TermField[];

/** What a rule set says besides its rows. */
export function Terms({ content }: { content: Content }) {
  const t = useTexts('policy');
  const text = useTermText();
  return (
    <dl className="terms" aria-label={t('difference.terms')}>
      {shown.map((field) => (
        <div key={field}>
          <dt>{text.name(field)}</dt>
          <dd>{text.value(field, content)}</dd>
        </div>
      ))}
    </dl>
  );
}
