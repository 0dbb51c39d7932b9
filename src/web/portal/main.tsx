import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { present } from '../../domain/assert.ts';
import { Portal } from './portal.tsx';
import { WordsProvider } from './words/words.tsx';

// Zod would probe for `new Function`, which the content security policy forbids and the browser then reports.
z.config({ jitless: true });

createRoot(present(document.getElementById('portal'), 'the root of the portal')).render(
  <StrictMode>
    <WordsProvider>
      <Portal />
    </WordsProvider>
  </StrictMode>,
);
