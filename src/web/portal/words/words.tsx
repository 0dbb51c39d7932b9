import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Language } from '../../../contract/people.ts';
import { present } from '../../../domain/assert.ts';
import { type Formats, formatsFor } from '../../ui/format.ts';
import { keepLanguage, rememberedLanguage } from '../../ui/language.ts';
import { en } from './en.ts';
import { type Words, zh } from './zh.ts';

/** The days of the seven-day right, and the hours of couriers, are those of China, wherever the phone is. */
export const TIME_ZONE = 'Asia/Shanghai';

type Speech = { words: Words; language: Language; formats: Formats; switchLanguage: () => void };

const SpeechContext = createContext<Speech | null>(null);

/** The texts, and how times and amounts are written, in the language of this buyer. */
export const useWords = (): Speech => present(useContext(SpeechContext), 'a language');

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(rememberedLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({
      words: language === 'en' ? en : zh,
      language,
      formats: formatsFor(language, TIME_ZONE),
      switchLanguage: () => {
        const other = language === 'en' ? 'zh-CN' : 'en';
        keepLanguage(other);
        setLanguage(other);
      },
    }),
    [language],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}
