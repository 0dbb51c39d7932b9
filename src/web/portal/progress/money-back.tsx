import { resolutionFacts } from '../../../domain/policy/resolution-facts.ts';
import { now } from '../../ui/clock.ts';
import { Calculation } from '../request/calculation.tsx';
import type { MyReturn } from '../shapes.ts';
import { useWords } from '../words/words.tsx';

/** The amount, and each payment of it with its state. */
export function MoneyBack({ of }: { of: MyReturn }) {
  const { words, formats } = useWords();
  if (of.review === 'rejected' || of.review === 'withdrawn') return null;
  if (resolutionFacts[of.resolution].money === 'never' && of.refunds.length === 0) return null;
  // Until it is paid it may still change: the goods have not been checked.
  const isPaid = of.refunds.some((refund) => refund.state === 'succeeded');
  const states: Record<string, string> = words.refundStates;
  return (
    <section className="money-back">
      <h2>{isPaid ? words.progress.refundAmount : words.progress.expectedAmount}</h2>
      <p className="large-amount">{formats.money(of.amount)}</p>
      {of.refunds.length > 0 ? (
        <ul className="refunds">
          {of.refunds.map((refund, index) => (
            <li key={index}>
              <span>{states[refund.state] ?? words.refundStates.requested}</span>
              <span className="quiet-text">
                {refund.settledAt ? formats.when(refund.settledAt, now(), { time: true }) : ''}
              </span>
              {of.refunds.length > 1 ? <span className="amount">{formats.money(refund.amount)}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {of.explanation ? (
        <details>
          <summary>{words.progress.howItComes}</summary>
          <Calculation amount={of.explanation} />
        </details>
      ) : (
        <p className="quiet-text">{words.preview.method}</p>
      )}
    </section>
  );
}
