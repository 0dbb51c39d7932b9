import type { TestProject } from 'vitest/node';
import { startTestPostgres, type TestPostgres } from './test-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: TestPostgres | { failure: string };
    /** How far the walks through the stock go; absent in the short form. */
    stockWalks?: { runs: number; steps: number; seed: number | null };
  }
}

/**
 * One PostgreSQL server for all test files of a run. Where there can be none, because a migration is broken, only the
 * files that ask for a database fail.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const { stop, ...postgres } = await startTestPostgres(process.env.TEST_DATABASE_URL);
    project.provide('postgres', postgres);
    return stop;
  } catch (error) {
    project.provide('postgres', { failure: error instanceof Error ? error.message : String(error) });
    return async () => {};
  }
}
