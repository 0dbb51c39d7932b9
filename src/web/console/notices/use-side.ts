import { useTranslation } from 'react-i18next';

/** In which of its two languages a label of the server is shown. */
export const useSide = (): 'zh' | 'en' => (useTranslation().i18n.language === 'en' ? 'en' : 'zh');
