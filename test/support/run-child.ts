import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import { packageRoot } from '../../src/server/package-root.ts';

export type Child = {
  process: ChildProcess;
  /** Resolves with the first line of output that contains `text`. */
  says(text: string): Promise<string>;
};

/** Runs a TypeScript file as a process of its own, which a test can kill. What is left of it ends with the test file. */
export async function runChild(entry: string, args: readonly string[] = []): Promise<Child> {
  const outfile = join(packageRoot, 'dist', 'test', `${basename(entry, '.ts')}-${process.pid}.mjs`);
  await build({
    entryPoints: [join(packageRoot, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  const child = spawn(process.execPath, [outfile, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(outfile, { force: true });
  });
  return {
    process: child,
    says: (text) =>
      new Promise((resolve) => {
        const look = () => {
          const line = lines.find((candidate) => candidate.includes(text));
          if (line === undefined) return;
          waiting.delete(look);
          resolve(line);
        };
        waiting.add(look);
        look();
      }),
  };
}
