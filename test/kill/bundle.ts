import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { packageRoot } from '../../src/server/package-root.ts';

/** A new folder within the package, where what cannot be bundled is found. */
export function bundleFolder(): string {
  const parent = join(packageRoot, 'dist', 'kill');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'bundle-'));
}

/** One of the programs of this folder, from the sources given, as one file. @returns its path */
export async function bundle(sources: string, entry: string, folder: string, how: BuildOptions): Promise<string> {
  const outfile = join(folder, entry.replace(/\.ts$/, how.format === 'esm' ? '.mjs' : '.cjs'));
  await build({
    entryPoints: [join(sources, 'test', 'kill', entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    ...how,
  });
  return outfile;
}
