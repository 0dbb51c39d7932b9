import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { build } from 'esbuild';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'simulators-'));
// Inside the package, where its packages are found.
const program = join(import.meta.dirname, '..', '..', 'dist', 'test', 'simulators-main.mjs');

beforeAll(async () => {
  const entryPoints = [join(import.meta.dirname, 'main.ts')];
  // As the program itself is built: packages stay where they are.
  await build({
    entryPoints,
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
});

type Urls = { alipay: string; taobao: string; kuaidi100: string };
type World = { child: ChildProcessByStdio<Writable, Readable, null>; urls: Urls };

/** The whole process as the demo starts it: ready when it has printed its addresses. */
async function start(dataDir: string): Promise<World> {
  const child = spawn(process.execPath, [program, `--data-dir=${dataDir}`], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, urls: JSON.parse(line).urls };
}

const post = (url: string, body: unknown) => fetch(`${url}`, { method: 'POST', body: JSON.stringify(body) });
const clockOf = async (url: string): Promise<number> => (await (await fetch(`${url}/__sim/clock`)).json()).now;

test('a kill in the middle of the work forgets no trade and no parcel, and keeps the clock', async () => {
  const dataDir = join(dir, 'kept');
  const first = await start(dataDir);
  const trade = { trade_no: 't1', out_trade_no: 'o1', total_amount: '1.00' };
  await post(`${first.urls.alipay}/__sim/trades`, trade);
  await post(`${first.urls.taobao}/__sim/trades`, { tid: '2212345678901234999' });
  await post(`${first.urls.kuaidi100}/__sim/parcels`, { com: 'jd', num: 'JD12345678901' });
  await post(`${first.urls.taobao}/__sim/clock`, { shiftMs: 30 * 86_400_000 });
  const before = await clockOf(first.urls.alipay);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await start(dataDir);
  expect(await clockOf(second.urls.kuaidi100)).toBeGreaterThanOrEqual(before);
  expect((await post(`${second.urls.alipay}/__sim/trades`, { ...trade, total_amount: '2.00' })).status).toBe(409);
  expect((await fetch(`${second.urls.taobao}/__sim/trades/2212345678901234999`)).status).toBe(200);
  expect((await fetch(`${second.urls.kuaidi100}/__sim/parcels/JD12345678901`)).status).toBe(200);
});

test.each<[string, (world: World) => void]>([
  ['it is asked to', ({ child }) => child.kill('SIGTERM')],
  ['it is interrupted', ({ child }) => child.kill('SIGINT')],
  ['its parent closes the pipe', ({ child }) => child.stdin.end()],
])('the process ends when %s', async (_, end) => {
  const world = await start(join(dir, 'ends'));
  end(world);
  expect(await once(world.child, 'exit')).toEqual([0, null]);
});
