import { useCallback } from 'react';
import { useTexts, useWords } from '../locales/texts.ts';

/** What an account of the match is called: a gateway, a marketplace, or the goods. */
export function useAccountName(): (vendor: string) => string {
  const t = useTexts('matching');
  const words = useWords();
  return useCallback((vendor) => (vendor === 'goods' ? t('goodsAccount') : words('method', vendor)), [t, words]);
}
