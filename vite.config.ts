import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const web = join(import.meta.dirname, 'src', 'web');
const pages = ['console', 'portal'].filter((name) => existsSync(join(web, name, 'index.html')));

export default defineConfig({
  root: web,
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist', 'web'),
    emptyOutDir: true,
    sourcemap: true,
    rollupOptions: { input: Object.fromEntries(pages.map((name) => [name, join(web, name, 'index.html')])) },
    // The console loads its charts when a screen asks for them; the rest of Ant Design is one large part.
    chunkSizeWarningLimit: 2_000,
  },
});
