import { useEffect } from 'react';

type Choice = { wide: boolean; currentId: string | undefined; firstId: string | undefined; show: (id: string) => void };

/**
 * Without a choice the most urgent return opens: the queue answers "what now" by itself. From then on it is chosen, so
 * that one which comes in above it does not push it away from under the hand.
 */
export function useFirstOpen({ wide, currentId, firstId, show }: Choice): void {
  useEffect(() => {
    if (wide && !currentId && firstId) show(firstId);
  }, [wide, currentId, firstId, show]);
}
