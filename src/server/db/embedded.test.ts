import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runChild } from '../../../test/support/run-child.ts';
import { asOwner } from '../../../test/support/test-postgres.ts';
import { checkDatabase } from './connect.ts';
import { startPostgres } from './embedded.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'guilai-embedded-'));
chmodSync(dataDir, 0o755);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const serverIsGone = () => !existsSync(join(dataDir, 'postgres', 'postmaster.pid'));
const untilServerIsGone = async () => {
  while (!serverIsGone()) await new Promise((resolve) => setTimeout(resolve, 50));
};

test('a server is made once, keeps its rows over a restart, and leaves nothing running', async () => {
  const first = await startPostgres({ dataDir });
  await asOwner(first.url, `create table kept as select '归来' as word`);
  await first.stop();
  expect(serverIsGone()).toBe(true);
  const second = await startPostgres({ dataDir });
  expect((await asOwner(second.url, 'select word from kept')).rows).toEqual([{ word: '归来' }]);
  await second.stop();
  expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
});

test('the server loses nothing it has confirmed, counts in UTC, and notices damaged pages', async () => {
  const server = await startPostgres({ dataDir });
  const settings = ['fsync', 'synchronous_commit', 'data_checksums', 'timezone', 'server_encoding', 'max_connections'];
  const { rows } = await asOwner(
    server.url,
    `select ${settings.map((name) => `current_setting('${name}') as ${name}`)}`,
  );
  await server.stop();
  expect(rows[0]).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    data_checksums: 'on',
    timezone: 'UTC',
    server_encoding: 'UTF8',
    max_connections: '200',
  });
});

test('a second program over the same folder uses the server that runs, and leaves it running', async () => {
  const first = await startPostgres({ dataDir });
  const second = await startPostgres({ dataDir });
  expect([first.shared, second.shared]).toEqual([false, true]);
  await second.stop();
  await checkDatabase(first.url);
  await first.stop();
});

test.each(['SIGKILL', 'SIGTERM'] as const)('the server ends when its program is ended by %s', async (signal) => {
  const child = await runChild('test/support/postgres-process.ts', [dataDir]);
  await child.says('ready');
  child.process.kill(signal);
  await untilServerIsGone();
  const next = await startPostgres({ dataDir });
  await next.stop();
});

test('a lock file left by a crash does not hinder the start, even where its number belongs to another program now', async () => {
  const lockFile = join(dataDir, 'postgres', 'postmaster.pid');
  writeFileSync(lockFile, `${process.pid}\n${dataDir}/postgres\n`);
  const server = await startPostgres({ dataDir });
  expect(Number(readFileSync(lockFile, 'utf8').split('\n')[0])).not.toBe(process.pid);
  await server.stop();
});

test('a folder that is none is refused in one sentence', async () => {
  await expect(startPostgres({ dataDir: join(dataDir, 'postgres.password', 'x') })).rejects.toThrow(
    /^The folder .*not/,
  );
});

test.each([
  ['mysql://somewhere', 'DATABASE_URL is not of the form'],
  ['postgres://me@127.0.0.1:1/x', 'The database at 127.0.0.1:1 cannot be reached: connect ECONNREFUSED'],
])('%s is refused in one sentence', async (url, sentence) => {
  await expect(checkDatabase(url)).rejects.toThrow(sentence);
});

test('a wrong password and a missing database are told apart', async () => {
  const server = await startPostgres({ dataDir });
  const wrongPassword = new URL(server.url);
  wrongPassword.password = 'wrong';
  await expect(checkDatabase(wrongPassword.href)).rejects.toThrow('the name or the password is wrong');
  await expect(checkDatabase(server.url.replace('/guilai?', '/nowhere?'))).rejects.toThrow(
    'There is no database "nowhere"',
  );
  await server.stop();
});
