import { useCallback, useState } from 'react';
import type { RmaRow } from '../../../contract/returns.ts';

/** The returns that were picked for a decision on all of them; kept while the list below them changes. */
export function usePicked() {
  const [picked, setPicked] = useState<ReadonlyMap<string, RmaRow>>(new Map());
  const pick = useCallback(
    (row: RmaRow) =>
      setPicked((before) => {
        const next = new Map(before);
        if (!next.delete(row.id)) next.set(row.id, row);
        return next;
      }),
    [],
  );
  const clear = useCallback(() => setPicked(new Map()), []);
  return { picked, pick, clear };
}
