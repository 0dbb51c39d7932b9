// Builds the program: every Node entry into one file under dist/node, the web pages into dist/web.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtPath, ensureInstalled, root } from './prepare.mjs';

const FILES = [
  'src/server/main.ts',
  'src/simulators/main.ts',
  'src/simulators/world/main.ts',
  'test/e2e/screens.ts',
  'test/amount/run.ts',
  'test/boards/run.ts',
];
const FOLDERS = ['src/server/tools', 'bench', 'scripts', 'test/kill'];

export async function build(parts = ['node', 'web']) {
  await Promise.all(parts.map((part) => (part === 'node' ? buildNode() : buildWeb())));
}

async function buildNode() {
  const { build } = await import('esbuild');
  const inFolder = (folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}`) : [];
  const entries = [...FILES, ...FOLDERS.flatMap(inFolder)].filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && existsSync(join(root, path)),
  );
  await build({
    absWorkingDir: root,
    entryPoints: entries.map((path) => ({ in: path, out: builtPath(path).slice(0, -'.js'.length) })),
    outdir: join(root, 'dist', 'node'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

async function buildWeb() {
  const pages = ['console', 'portal'].filter((name) => existsSync(join(root, 'src', 'web', name, 'index.html')));
  if (pages.length === 0) return;
  const { build } = await import('vite');
  await build({ root: join(root, 'src', 'web'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled();
  await build();
}
