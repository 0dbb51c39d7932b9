import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../contract/people.ts';
import { keepLanguage } from './language.ts';

export type { Language };

/** The shape of the Chinese texts with any words in it: what the English file must have, no more and no less. */
export type SameTexts<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameTexts<T[K]> };

export type Texts = { readonly [key: string]: string | Texts };

/** `stage.to_review` for every text of a nested object: a key that does not exist does not compile. */
export type TextKey<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${TextKey<T[K]>}`;
}[keyof T & string];

export const currentLanguage = (of: i18n = i18next): Language => (of.language === 'en' ? 'en' : 'zh-CN');

export function changeLanguage(language: Language): void {
  keepLanguage(language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

/** Starts i18next with texts by language and namespace. Both applications call it once, before the first render. */
export function startI18n(texts: Record<Language, Record<string, Texts>>, language: Language): void {
  document.documentElement.lang = language;
  void i18next.use(initReactI18next).init({
    resources: texts,
    lng: language,
    fallbackLng: 'zh-CN',
    ns: Object.keys(texts['zh-CN']),
    initAsync: false,
    // Permissions have a colon in their names: `words` has `permission.goods:receive`.
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}
