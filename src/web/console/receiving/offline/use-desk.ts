import { useContext, useEffect, useState } from 'react';
import { lineDesk } from '../../../../contract/inspection.ts';
import type { RmaView } from '../../../../contract/returns.ts';
import { useRead } from '../../parts/use-api.ts';
import type { Line } from '../line-work.ts';
import { type Asked, askedOf, type KeptBook } from './kept-desk.ts';
import { keptBook } from './local-store.ts';
import { DeskOwnerContext } from './use-queued-act.ts';

/** What is asked about the goods of a line: by the server, and until it answers or without it by the book on this device. */
export function useDesk(rma: RmaView, line: Line): Asked | undefined {
  const owner = useContext(DeskOwnerContext);
  const [kept, setKept] = useState<KeptBook>();
  useEffect(() => {
    if (owner !== null) keptBook(owner).then(setKept, () => undefined);
  }, [owner]);
  const told = useRead(lineDesk, { params: { rmaId: rma.id, lineId: line.id }, query: {} }).data;
  return told ?? (kept && askedOf(kept, line));
}
