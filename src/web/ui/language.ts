import type { Language } from '../../contract/people.ts';

const KEPT_AS = 'guilai.language';

/** What was chosen here before, else what the browser asks for, else Chinese. */
export function rememberedLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

export const keepLanguage = (language: Language): void => localStorage.setItem(KEPT_AS, language);
