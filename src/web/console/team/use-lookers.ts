import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { lookAt } from '../../../contract/live.ts';
import { call } from '../../ui/api.ts';
import type { RmaId } from '../rma/use-rma-act.ts';
import { lookersKey } from '../shell/live.ts';
import { useSession } from '../shell/session.tsx';

/** Whoever only leafs through the list looks at nothing. */
const SETTLED_MS = 800;
const SAY_AGAIN_MS = 20_000;

/** The colleagues who look at a return at this moment; they are told the same of us while its page is open. */
export function useLookers(rmaId: RmaId): readonly { id: string; name: string }[] {
  const { principal } = useSession();
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLED_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!settled) return undefined;
    return () => void call(lookAt, { params: { rmaId }, body: { here: false } }).catch(() => undefined);
  }, [settled, rmaId]);
  // A tab in the background says nothing, and is soon taken for gone.
  const answer = useQuery({
    queryKey: lookersKey(rmaId),
    queryFn: () => call(lookAt, { params: { rmaId }, body: { here: true } }),
    enabled: settled,
    refetchInterval: SAY_AGAIN_MS,
    retry: false,
  });
  return answer.data?.people.filter(({ id }) => id !== principal.id) ?? [];
}
