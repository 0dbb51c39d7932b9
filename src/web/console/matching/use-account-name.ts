import { useCallback } from 'react';
import { useTexts, useWords } from '../locales/texts.ts';

/** What an account of the match is called: a gateway, a shop of a marketplace, or the goods. */
export function useAccountName(): (vendor: string, shop?: string | null) => string {
  const t = useTexts('matching');
  const words = useWords();
  return useCallback(
    (vendor, shop) => {
      const name = vendor === 'goods' ? t('goodsAccount') : words('method', vendor);
      return shop ? `${name} · ${shop}` : name;
    },
    [t, words],
  );
}
