import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckView } from '../../../contract/inspection.ts';
import { useWords } from '../locales/texts.ts';

type Named = { zh: string; en: string };

/** A name that merchants give in both languages, in the one that is shown. */
export function useOwnName() {
  const { i18n } = useTranslation();
  return useCallback((name: Named): string => (i18n.language === 'en' ? name.en : name.zh), [i18n.language]);
}

/** The law's tests are said in our words, the merchant's checks in his. */
export function useCheckName() {
  const words = useWords();
  const own = useOwnName();
  return useCallback(
    ({ code, name }: Pick<CheckView, 'code' | 'name'>): string => (name ? own(name) : words('test', code)),
    [words, own],
  );
}

/** A grade on the merchant's scale, or one of the three. */
export function useGradeName() {
  const words = useWords();
  const own = useOwnName();
  return useCallback(
    (grade: string, name: Named | null): string => (name ? own(name) : words('grade', grade)),
    [words, own],
  );
}
