import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../src/server/db/embedded.ts';
import { migrate, readMigrations } from '../../src/server/db/migrate.ts';
import { packageRoot } from '../../src/server/package-root.ts';

/** Where a test run finds PostgreSQL: a server, and on it a migrated database to be cloned. */
export type TestPostgres = { serverUrl: string; template: string };

// The cluster of a test run is thrown away afterwards, so it need not survive a power cut.
const FAST_AND_LOOSE = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/** Starts a server for this run alone, or uses the one that `givenUrl` names, and makes the template on it. */
export async function startTestPostgres(givenUrl?: string): Promise<TestPostgres & { stop(): Promise<void> }> {
  const template = templateName();
  if (givenUrl !== undefined) {
    await makeTemplate(givenUrl, template);
    return { serverUrl: givenUrl, template, stop: async () => {} };
  }
  const dataDir = newFolder();
  const server = await startPostgres({ dataDir, settings: FAST_AND_LOOSE });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  await makeTemplate(server.url, template).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { serverUrl: server.url, template, stop };
}

/** The same server with another database. */
export function urlOfDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs one statement as the owner, outside of any transaction. */
export async function asOwner(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Names what a template is made of: on a server that outlives the run, changed migrations need another template. */
function templateName(): string {
  const hash = createHash('sha256');
  for (const { name, sha256 } of readMigrations()) hash.update(`${name} ${sha256}\n`);
  hash.update(readFileSync(join(packageRoot, 'src/server/db/migrate.ts')));
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'node_modules/graphile-worker/package.json'), 'utf8'));
  return `guilai_template_${hash.update(version).digest('hex').slice(0, 12)}`;
}

async function makeTemplate(serverUrl: string, template: string): Promise<void> {
  const lock = new pg.Client({ connectionString: serverUrl });
  await lock.connect();
  try {
    await lock.query(`select pg_advisory_lock(hashtext('guilai test template'))`);
    const { rowCount } = await lock.query('select from pg_database where datname = $1 and datistemplate', [template]);
    if (rowCount === 1) return;
    await lock.query(`drop database if exists ${template}`);
    await lock.query(`create database ${template}`);
    await migrate(urlOfDatabase(serverUrl, template));
    await lock.query(`alter database ${template} is_template true`);
  } finally {
    await lock.end();
  }
}

/**
 * A folder under the system's temporary one, since the user `postgres`, whom the server runs as when the tests run as
 * root, must be able to enter it. A run that was killed leaves its folder behind; a later run removes it.
 */
function newFolder(): string {
  const home = join(tmpdir(), `guilai-test-${userInfo().username}`);
  mkdirSync(home, { recursive: true });
  for (const folder of readdirSync(home).map((name) => join(home, name))) {
    const ageMs = performance.timeOrigin + performance.now() - statSync(folder).mtimeMs;
    if (ageMs > 3 * 3_600_000) rmSync(folder, { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(home, 'run-'));
  chmodSync(folder, 0o755);
  return folder;
}
