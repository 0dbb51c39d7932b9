import { createRoot } from 'react-dom/client';
import { startI18n } from '../ui/i18n.ts';
import { rememberedLanguage } from '../ui/language.ts';
import { ConsoleApp } from './app.tsx';
import { texts } from './locales/texts.ts';

startI18n(texts, rememberedLanguage());
const root = document.getElementById('root');
if (root) createRoot(root).render(<ConsoleApp />);
