import { useState } from 'react';
import type { Endpoint } from '../../../contract/endpoint.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useAct } from './use-api.ts';
import { useShowProblem } from './use-refusal.ts';

/** What `RevealDialog` asks for, and what has been shown in clear for it. */
export function useReveal<const E extends Endpoint>(endpoint: E) {
  const [asking, setAsking] = useState(false);
  const [clear, setClear] = useState<ReplyOf<E>>();
  const { mutate, isPending } = useAct(endpoint, {
    onRefused: useShowProblem(),
    onDone: (reply) => {
      setClear(() => reply);
      setAsking(false);
    },
  });
  return {
    clear,
    asking,
    ask: () => setAsking(true),
    close: () => setAsking(false),
    reveal: mutate,
    isBusy: isPending,
  };
}
