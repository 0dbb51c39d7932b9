import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger, runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { CannotStart, messageOf } from '../cannot-start.ts';
import { packageRoot } from '../package-root.ts';
import { connectOwner, openPool } from './connect.ts';

type Migration = { name: string; sql: string; sha256: string };

/** What a database is made of, beside the version of graphile-worker: `migrations/*.sql` in order of their numbers. */
export function readMigrations(folder: string = join(packageRoot, 'migrations')): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const migrations = names.sort().map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8');
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
  const numbers = migrations.map(({ name }) => name.slice(0, 4));
  const twice = numbers.find((number, index) => number === numbers[index - 1]);
  if (twice !== undefined) throw new CannotStart(`Two migrations have the number ${twice}.`);
  return migrations;
}

/**
 * Brings the database up to the newest migration, and the job queue to its library's version. Several processes may start
 * at once: one migrates, the others wait for it.
 * @returns the names of the files that were applied now
 */
export async function migrate(
  ownerUrl: string,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const client = await connectOwner(ownerUrl);
  try {
    await client.query(`select pg_advisory_lock(hashtext('guilai migrations'))`);
    await client.query(`create table if not exists guilai_migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
    const applied = await applyNew(client, migrations);
    await installJobQueue(ownerUrl);
    await client.query(GRANT_JOB_QUEUE);
    return applied;
  } finally {
    await client.end();
  }
}

async function applyNew(client: pg.Client, migrations: readonly Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from guilai_migration');
  const known = new Map(rows.map((row) => [row.name, row.sha256]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const sha256 = known.get(migration.name);
    if (sha256 === undefined) {
      await apply(client, migration);
      applied.push(migration.name);
    } else if (sha256 !== migration.sha256) {
      throw new CannotStart(
        `The migration ${migration.name} was changed after this database had applied it: restore the file and put the change into a new one.`,
      );
    }
  }
  const newer = rows.find(({ name }) => !migrations.some((migration) => migration.name === name));
  if (newer) throw new CannotStart(`The database was migrated by a newer Guilai (${newer.name}): start that version.`);
  return applied;
}

async function apply(client: pg.Client, { name, sql, sha256 }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into guilai_migration (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new CannotStart(`The migration ${name} failed: ${messageOf(error)}${placeIn(sql, error)}.`, { cause: error });
  }
}

function placeIn(sql: string, error: unknown): string {
  if (!(error instanceof Error) || !('position' in error) || typeof error.position !== 'string') return '';
  return ` (line ${sql.slice(0, Number(error.position)).split('\n').length})`;
}

async function installJobQueue(ownerUrl: string): Promise<void> {
  const pgPool = openPool(ownerUrl, 'owner', 2);
  await runMigrations({ pgPool, logger: new Logger(() => () => {}) });
  await pgPool.end();
}

// graphile-worker switches row-level security on for its tables and defines no policy: nobody but their owner sees a row.
// The program adds and runs jobs without being the owner. One role does both: adding a job already needs to read and
// write the queue's tables, so a second role for the workers would protect nothing.
const GRANT_JOB_QUEUE = `
  grant usage on schema graphile_worker to guilai_app;
  grant select, insert, update, delete on all tables in schema graphile_worker to guilai_app;
  do $$
  declare
    job_table regclass;
  begin
    for job_table in
      select c.oid::regclass from pg_class c
      where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r' and c.relrowsecurity
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'guilai_app_runs_jobs')
    loop
      execute format('create policy guilai_app_runs_jobs on %s to guilai_app using (true) with check (true)', job_table);
    end loop;
  end
  $$`;
