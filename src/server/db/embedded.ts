import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CannotStart, codeOf, messageOf } from '../cannot-start.ts';
import { type Account, accountForPostgres, checkReachable } from './postgres-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';

/** A running PostgreSQL server whose data lies in a folder of ours. */
export type EmbeddedPostgres = {
  /** Connects as the owner. */
  readonly url: string;
  /** Another Guilai had started it already: `stop` leaves it running. */
  readonly shared: boolean;
  /** Resolves when the server is gone, asked or not. Never for a shared server. */
  readonly gone: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, all that was committed is on disk. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = { dataDir: string; settings?: Readonly<Record<string, string>> };

const OWNER = 'guilai';
const DATABASE = 'guilai';

const DEFAULT_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  fsync: 'on',
  synchronous_commit: 'on',
  // A new shop grows fast: until the first statistics PostgreSQL takes its tables for empty, and reads them whole.
  autovacuum_naptime: '10s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // A statement that fails is answered to the program that sent it; the log is for the server's own trouble.
  log_min_error_statement: 'panic',
  log_min_messages: 'fatal',
};

/**
 * Starts the server over `dataDir/postgres`, and makes the cluster first where there is none. It listens on a socket
 * file only: no port can be taken, and nobody but this user can reach it. The server stops when this process ends,
 * however it ends.
 */
export async function startPostgres({ dataDir, settings = {} }: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const files = prepareFolder(resolve(dataDir));
  const url = urlOf(files);
  if ((await settledServer(files, url)) === 'running') {
    return { url, shared: true, gone: new Promise(() => {}), stop: async () => {} };
  }
  if (!existsSync(join(files.cluster, 'PG_VERSION'))) makeCluster(files);
  const server = launch(files, { ...DEFAULT_SETTINGS, ...settings });
  await untilReady(files, url, server);
  return {
    url,
    shared: false,
    gone: server.gone,
    stop: async () => {
      server.process.ref();
      server.process.stdin?.end();
      await server.gone;
      if (files.socketFolder !== files.cluster) rmSync(files.socketFolder, { recursive: true, force: true });
    },
  };
}

type Files = {
  root: string;
  cluster: string;
  log: string;
  password: string;
  socketFolder: string;
  account: Account | undefined;
};

function prepareFolder(root: string): Files {
  try {
    mkdirSync(root, { recursive: true });
    const passwordFile = join(root, 'postgres.password');
    if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    const cluster = join(root, 'postgres');
    mkdirSync(cluster, { recursive: true, mode: 0o700 });
    const account = accountForPostgres();
    if (account) {
      chownSync(cluster, account.uid, account.gid);
      checkReachable(cluster, account);
    }
    const socketFolder = socketFolderFor(cluster, account);
    const password = readFileSync(passwordFile, 'utf8').trim();
    return { root, cluster, log: join(root, 'postgres.log'), password, socketFolder, account };
  } catch (error) {
    throw cannotUse(root, error);
  }
}

/** The path of a socket may have 107 bytes; a deeper folder gets its socket in the system's temporary folder. */
function socketFolderFor(cluster: string, account: Account | undefined): string {
  if (Buffer.byteLength(cluster) <= 85) return cluster;
  const folder = mkdtempSync(join(tmpdir(), 'guilai-'));
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

const urlOf = ({ password, socketFolder }: Files): string =>
  `postgres://${OWNER}:${password}@localhost/${DATABASE}?host=${encodeURIComponent(socketFolder)}`;

function makeCluster({ root, cluster, password, account }: Files): void {
  const { initdb } = postgresBinaries();
  if (account) checkReachable(initdb, account);
  const passwordFile = join(root, 'initdb.password');
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (account) chownSync(passwordFile, account.uid, account.gid);
    // The locale is PostgreSQL's own: the same order on every system, and no surprise after a system update.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = [`--username=${OWNER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    execFileSync(initdb, ['-D', cluster, '--data-checksums', ...locale, ...access], {
      ...account,
      cwd: cluster,
      stdio: 'pipe',
      encoding: 'utf8',
    });
  } catch (error) {
    rmSync(join(cluster, 'PG_VERSION'), { force: true });
    throw cannotUse(root, error);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

type Server = { process: ChildProcess; gone: Promise<void>; alive(): boolean };

/**
 * The shell between us and the server waits for the end of its standard input, which comes when `stop` closes it or when
 * this process dies, even by SIGKILL; then it asks the server for a fast shutdown. Both run in a session of their own, so
 * Ctrl-C in a terminal reaches only us, and the order of the shutdown stays ours.
 */
const GUARD = `exec 3<&0
"$@" 3<&- </dev/null & server=$!
(read -r _ <&3; kill -INT $server 2>/dev/null) 2>/dev/null & guard=$!
wait $server; kill $guard 2>/dev/null; wait $guard`;

function launch({ cluster, log, socketFolder, account }: Files, settings: Readonly<Record<string, string>>): Server {
  const { postgres } = postgresBinaries();
  if (account) checkReachable(postgres, account);
  const flags = Object.entries({ ...settings, unix_socket_directories: socketFolder }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const logFile = openSync(log, 'w');
  const child = spawn('/bin/sh', ['-c', GUARD, 'guilai-postgres', postgres, '-D', cluster, ...flags], {
    ...account,
    cwd: cluster,
    detached: true,
    stdio: ['pipe', logFile, logFile],
  });
  closeSync(logFile);
  let alive = true;
  const gone = new Promise<void>((done) => {
    const end = () => {
      alive = false;
      done();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  child.stdin?.on('error', () => {});
  // The server must not keep a program alive that has nothing else to do.
  child.unref();
  return { process: child, gone, alive: () => alive };
}

async function untilReady(files: Files, url: string, server: Server): Promise<void> {
  // Recovery after a crash of the machine may take a while: only the server's own exit ends the wait.
  while (server.alive()) {
    if ((await answer(url)) === 'ready') return;
    await sleep(20);
  }
  throw cannotUse(files.root, new Error(readFileSync(files.log, 'utf8')));
}

/** Waits while a server over this folder is starting or stopping, and says how it ended. */
async function settledServer({ cluster, root }: Files, url: string): Promise<'running' | 'stopped'> {
  for (let tries = 0; tries < 200; tries++) {
    const serverId = liveServer(cluster);
    if (serverId === undefined) return 'stopped';
    if ((await answer(url)) === 'ready') return 'running';
    await sleep(100);
  }
  throw new CannotStart(
    `A PostgreSQL server (process ${liveServer(cluster)}) holds ${root} and does not answer: stop it.`,
  );
}

/** The id of the server that runs over the folder. A file left behind by a crash is removed: its number may be reused. */
function liveServer(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const serverId = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (runsIn(serverId, cluster)) return serverId;
  rmSync(file, { force: true });
  return undefined;
}

function runsIn(processId: number, folder: string): boolean {
  try {
    process.kill(processId, 0);
    // Where the system tells (Linux), the working folder tells a server of ours from a stranger with its number.
    return existsSync('/proc/self/cwd') ? readlinkSync(`/proc/${processId}/cwd`) === realpathSync(folder) : true;
  } catch {
    return false;
  }
}

const MISSING_DATABASE = '3D000';

async function answer(url: string): Promise<'ready' | 'not_yet'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return 'ready';
  } catch (error) {
    if (codeOf(error) === MISSING_DATABASE) return createDatabase(url);
    if (codeOf(error) === '28P01') throw new CannotStart(`The password in postgres.password is not the cluster's.`);
    return 'not_yet';
  }
}

async function createDatabase(url: string): Promise<'ready'> {
  const client = new pg.Client({ connectionString: url.replace(`/${DATABASE}?`, '/postgres?') });
  await client.connect();
  await client.query(`create database ${DATABASE}`);
  await client.end();
  return 'ready';
}

function cannotUse(root: string, error: unknown): unknown {
  if (error instanceof CannotStart) return error;
  const text = `${codeOf(error)} ${messageOf(error)}`;
  if (/ENOSPC|No space left/.test(text)) return new CannotStart(`There is no space left on the disk of ${root}.`);
  if (/ENOTDIR|EEXIST/.test(text)) return new CannotStart(`The folder ${root} cannot be made: a file is in its place.`);
  if (/EACCES|EPERM|EROFS|Permission denied|Read-only/.test(text)) {
    return new CannotStart(`The folder ${root} is not writable: choose another with --data-dir.`);
  }
  const reason = /(?:FATAL|error): *(.*)/.exec(text)?.[1] ?? text.trim().split('\n').at(-1);
  return new CannotStart(`The built-in PostgreSQL in ${root} did not start: ${reason}.`, { cause: error });
}
