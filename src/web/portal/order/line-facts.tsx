import type { MyOrderLine } from '../shapes.ts';
import { useWords } from '../words/words.tsx';

/** A bought item: what it is, what was paid for it, how many can still go back, and what limits that. */
export function LineFacts({ line }: { line: MyOrderLine }) {
  const { words, formats } = useWords();
  const exclusions: Record<string, string> = words.exclusions;
  const exclusion = line.exclusion ? exclusions[line.exclusion] : undefined;
  return (
    <div className="line-facts">
      <strong className="line-title">{line.title}</strong>
      <span className="quiet-text">
        {words.order.each} <span className="amount">{formats.money(line.unitPaid)}</span> ·{' '}
        {words.order.bought(line.quantity)}
      </span>
      <span className={line.returnable > 0 ? 'tag' : 'tag tag-off'}>
        {line.returnable > 0 ? words.order.returnable(line.returnable) : words.order.nothingLeft}
      </span>
      {exclusion ? <span className="quiet-text">{exclusion}</span> : null}
    </div>
  );
}
