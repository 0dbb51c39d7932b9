import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** Loaded by the server from its start: it counts what every client sends, whatever library sent it. */
export const COUNTING_SETTINGS = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'top',
};

export type Asked = { statements: number; commits: number; texts: { text: string; calls: number; ms: number }[] };

/**
 * What the program has asked of PostgreSQL in its whole life, counted by PostgreSQL: so its start, its polling, its
 * workers' look-ups and the checks that triggers run at each commit are in it. Commits are those of the program's
 * database, read before the program starts and after it has ended, since a connection hands its counts in at its end; the
 * watcher's own look-ups are among them.
 */
export async function countAsked(owner: pg.Client): Promise<{ since(): Promise<Asked> }> {
  await owner.query('create extension if not exists pg_stat_statements');
  await owner.query('select pg_stat_statements_reset()');
  const before = await commits(owner);
  return {
    since: async () => {
      const { rows: texts } = await owner.query<Asked['texts'][number]>(
        `select query as text, calls::int, total_exec_time as ms from pg_stat_statements
         where userid = 'guilai_app'::regrole order by total_exec_time desc`,
      );
      const counted = texts.reduce((sum, { calls }) => sum + calls, 0);
      // PostgreSQL does not count BEGIN and COMMIT where they are prepared; each transaction has one of this between them.
      const transactions = texts.find(({ text }) => text.startsWith('select set_config('))?.calls ?? 0;
      return { statements: counted + 2 * transactions, commits: (await commits(owner)) - before, texts };
    },
  };
}

async function commits(owner: pg.Client): Promise<number> {
  // Closed connections hand their counts in within moments.
  await sleep(500);
  const { rows } = await owner.query<{ commits: number }>(
    'select xact_commit::int as commits from pg_stat_database where datname = current_database()',
  );
  return rows[0]?.commits ?? 0;
}
