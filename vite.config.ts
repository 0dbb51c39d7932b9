import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const web = join(import.meta.dirname, 'src', 'web');
const pages = ['console', 'portal'].filter((name) => existsSync(join(web, name, 'index.html')));

const WORKER = 'receiving-worker';

/** Lists what the receiving desk needs to run without a network: its page's scripts and its own, their styles and files. */
const receivingParts: Plugin = {
  name: 'receiving-parts',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
    const wanted = new Set<string>();
    const take = (fileName: string): void => {
      const chunk = chunks.find((each) => each.fileName === fileName);
      if (!chunk || wanted.has(fileName)) return;
      wanted.add(fileName);
      for (const file of chunk.viteMetadata?.importedCss ?? []) wanted.add(file);
      for (const file of chunk.viteMetadata?.importedAssets ?? []) wanted.add(file);
      for (const other of chunk.imports) take(other);
    };
    const starts = /console\/index\.html$|receiving\/receiving\.tsx$|receiving\/camera-scan\.tsx$/;
    for (const chunk of chunks) {
      if (starts.test(chunk.facadeModuleId ?? '')) take(chunk.fileName);
    }
    for (const fileName of Object.keys(bundle)) if (fileName.endsWith('.wasm')) wanted.add(fileName);
    const source = JSON.stringify([...wanted].map((name) => `/${name}`));
    this.emitFile({ type: 'asset', fileName: 'receiving-parts.json', source });
  },
};

export default defineConfig({
  root: web,
  plugins: [react(), receivingParts],
  build: {
    outDir: join(import.meta.dirname, 'dist', 'web'),
    emptyOutDir: true,
    sourcemap: true,
    rollupOptions: {
      input: {
        ...Object.fromEntries(pages.map((name) => [name, join(web, name, 'index.html')])),
        [WORKER]: join(web, 'console', 'receiving', 'offline', 'service-worker.ts'),
      },
      // A service worker rules over what lies beside and below it, and keeps its name.
      output: { entryFileNames: ({ name }) => (name === WORKER ? '[name].js' : 'assets/[name]-[hash].js') },
    },
    // The console loads its charts when a screen asks for them; the rest of Ant Design is one large part.
    chunkSizeWarningLimit: 2_000,
  },
});
