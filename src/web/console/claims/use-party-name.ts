import { useCallback } from 'react';
import { useWords } from '../locales/texts.ts';

/** A courier goes by its code, all others by the name they were given. */
export function usePartyName() {
  const words = useWords();
  return useCallback(
    ({ against, party }: { against: string; party: string }): string =>
      against === 'courier' ? words('courier', party) : party,
    [words],
  );
}
