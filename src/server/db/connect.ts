import pg from 'pg';
import { CannotStart, codeOf, messageOf } from '../cannot-start.ts';

/**
 * `owner` migrates. `app` is the running program: it owns no table and obeys row-level security. Both log in with the same
 * URL; `app` gives the owner's rights up at the start of the connection, and RESET ROLE leads back to `app`, not out of it.
 */
export type DatabaseRole = 'owner' | 'app';

const COMMON_SETTINGS = { timezone: 'UTC', datestyle: 'ISO', intervalstyle: 'iso_8601' };

const SETTINGS: Readonly<Record<DatabaseRole, Readonly<Record<string, string>>>> = {
  owner: COMMON_SETTINGS,
  app: {
    ...COMMON_SETTINGS,
    role: 'guilai_app',
    statement_timeout: '30s',
    lock_timeout: '10s',
    idle_in_transaction_session_timeout: '30s',
    // A machine that lost its power closes no connection: without these its locks would be kept for two hours.
    tcp_keepalives_idle: '5',
    tcp_keepalives_interval: '3',
    tcp_keepalives_count: '3',
  },
};

export function clientConfig(url: string, role: DatabaseRole): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: `guilai ${role}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options: Object.entries(SETTINGS[role])
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
}

/** A pool with node-postgres' own value parsers, for libraries that bring their SQL along. */
export function openPool(url: string, role: DatabaseRole, max: number): pg.Pool {
  const pool = new pg.Pool({ ...clientConfig(url, role), max });
  surviveBreaks(pool);
  return pool;
}

/** A connection may break at any time, idle or not. The pool drops it, and a query on its way fails by itself. */
export function surviveBreaks(pool: pg.Pool): void {
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
}

export const OLDEST_POSTGRES = 15;

/** Fails with one clear sentence where the database cannot be used. */
export async function checkDatabase(url: string): Promise<void> {
  const client = await connectOwner(url);
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  await client.end();
  const version = rows[0]?.version ?? 'unknown';
  if (Number.parseInt(version, 10) < OLDEST_POSTGRES) {
    throw new CannotStart(`The database is PostgreSQL ${version}; Guilai needs ${OLDEST_POSTGRES} or newer.`);
  }
}

export async function connectOwner(url: string): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(parsed(url), 'owner'));
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw whyNot(url, error);
  }
}

function parsed(url: string): string {
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new CannotStart('DATABASE_URL is not of the form postgres://user:password@host:5432/database.');
}

function whyNot(url: string, error: unknown): CannotStart {
  const { host, hostname, pathname, username, searchParams } = new URL(url);
  const server = searchParams.get('host') ?? (host || hostname || 'localhost');
  const user = decodeURIComponent(username) || 'of this system';
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return new CannotStart(`The database at ${server} refused the user ${user}: the name or the password is wrong.`);
    case '3D000':
      return new CannotStart(`There is no database "${pathname.slice(1)}" at ${server}: create it first.`);
    case '53300':
      return new CannotStart(`The database at ${server} has no connection left: raise its max_connections.`);
    default: {
      // A host with several addresses fails with an AggregateError, whose own message is empty.
      const first = error instanceof AggregateError ? error.errors[0] : error;
      return new CannotStart(`The database at ${server} cannot be reached: ${messageOf(first)}.`, { cause: error });
    }
  }
}
