import { createContext, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Formats, formatsFor } from '../../ui/format.ts';
import { currentLanguage } from '../../ui/i18n.ts';

/** The merchant's zone: people of one shop see one time, wherever they sit. */
export const ZoneContext = createContext('Asia/Shanghai');

export function useFormats(): Formats {
  const timeZone = useContext(ZoneContext);
  const { i18n } = useTranslation();
  const language = currentLanguage(i18n);
  return useMemo(() => formatsFor(language, timeZone), [language, timeZone]);
}
