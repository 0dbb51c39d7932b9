import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SameTexts, TextKey, Texts } from '../../ui/i18n.ts';
import * as enContexts from './en/contexts.ts';
import * as zhContexts from './zh/contexts.ts';

type Contexts = typeof zhContexts;
export type Context = keyof Contexts;

// A context or key that English lacks does not compile here.
const english: { [Name in Context]: SameTexts<Contexts[Name]> } = enContexts;

export const texts: Record<'zh-CN' | 'en', Record<string, Texts>> = { 'zh-CN': zhContexts, en: english };

export type Values = Record<string, string | number>;

/** The texts of one context; a key that does not exist does not compile. */
export function useTexts<const Name extends Context>(context: Name) {
  const { t } = useTranslation(context);
  return useCallback(
    (key: TextKey<Contexts[Name]> & string, values: Values = {}): string => t(key, { ...values, ns: context }),
    [t, context],
  );
}

type Words = Contexts['words'];
export type WordGroup = keyof Words;

/** A word for a code that comes from the server; a code we do not know is shown as it is rather than as nothing. */
export function useWords() {
  const { t } = useTranslation('words');
  return useCallback(
    (group: WordGroup, code: string): string => t(`${group}.${code}`, { ns: 'words', defaultValue: code }),
    [t],
  );
}
