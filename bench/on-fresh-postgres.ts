import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedOptions, startPostgres } from '../src/server/db/embedded.ts';
import { migrate } from '../src/server/db/migrate.ts';
import { type Figure, missed, printFigures } from './figures.ts';

type Options = {
  /** Ends with 1 where a goal is missed. */
  check: boolean;
  settings?: EmbeddedOptions['settings'];
};

/** A migrated database that nobody else uses. `folder` goes with it in the end. */
export type FreshPostgres = {
  url: string;
  folder: string;
  /** Is called in the end, before the database stops, the latest first. */
  later(stop: () => Promise<unknown>): void;
};

/** Takes figures on a fresh PostgreSQL, and prints them. */
export async function measureOnFreshPostgres(
  { check, settings = {} }: Options,
  measure: (postgres: FreshPostgres) => Promise<Figure[]>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'guilai-bench-'));
  // Started by root, PostgreSQL runs as another user, who has to get in.
  chmodSync(folder, 0o755);
  const stops: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  try {
    const postgres = await startPostgres({ dataDir: join(folder, 'data'), settings });
    stops.push(postgres.stop);
    await migrate(postgres.url);
    const figures = await measure({ url: postgres.url, folder, later: (stop) => stops.push(stop) });
    printFigures(figures);
    const short = missed(figures);
    if (check && short.length > 0) {
      console.error(`short of the goal: ${short.join(', ')}`);
      process.exitCode = 1;
    }
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}
