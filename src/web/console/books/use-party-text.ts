import { useCallback } from 'react';
import { useWords } from '../locales/texts.ts';

/** A party in words: a platform and a courier go by their names, not by the codes that the books keep. */
export function usePartyText() {
  const words = useWords();
  return useCallback(
    ({ kind, id }: { kind: string; id: string }): string => {
      const name = kind === 'platform' ? words('channel', id) : kind === 'courier' ? words('courier', id) : id;
      return name === '' ? words('partyKind', kind) : `${words('partyKind', kind)} · ${name}`;
    },
    [words],
  );
}
