import { useWords } from '../words/words.tsx';

/** The outline of what is coming. */
export function Skeleton({ rows }: { rows: number }) {
  const { words } = useWords();
  return (
    <div className="skeleton" role="status" aria-label={words.shared.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-row" />
      ))}
    </div>
  );
}
