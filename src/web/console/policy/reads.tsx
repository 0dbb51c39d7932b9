import type { FactRead } from '../../../domain/policy/policy.ts';
import { useWords } from '../locales/texts.ts';
import { useFactValue } from './use-rule-words.ts';

/** The facts that a row read, with their values. */
export function Reads({ reads }: { reads: readonly FactRead[] }) {
  const words = useWords();
  const value = useFactValue();
  return (
    <small className="reads faint">
      {reads.map(({ fact, value: is }) => (
        <span key={fact} className={is === undefined ? 'amber' : ''}>
          {words('fact', fact)} {value(fact, is)}
        </span>
      ))}
    </small>
  );
}
