import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

// Within the package, since the picture library is not bundled.
const program = join(import.meta.dirname, '../../../node_modules/.cache/world-test/main.mjs');

beforeAll(async () => {
  const entryPoints = [join(import.meta.dirname, 'main.ts')];
  const asNode = { bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' } as const;
  await build({ ...asNode, entryPoints, outfile: program });
});

/** Somebody who answers nothing but 503, as a server does that is starting. Resolves when first asked. */
async function busyServer(): Promise<{ url: string; asked: Promise<unknown> }> {
  const server = createServer((_, response) => response.writeHead(503).end());
  const asked = once(server, 'request');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function start(url: string): Promise<ChildProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'world-'));
  const child = spawn(process.execPath, [program, `--data-dir=${dataDir}`], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const urls = { alipay: url, taobao: url, kuaidi100: url };
  const shop = { guilai: url, apiKey: 'key', shopId: 'shop_demo', portalPath: '/portal/?shop=a.b' };
  child.stdin.write(`${JSON.stringify({ ...shop, urls })}\n`);
  await once(createInterface({ input: child.stdout }), 'line');
  return child;
}

test('the world is ready before Guilai is, waits for it, and ends when its parent closes the pipe', async () => {
  const { url, asked } = await busyServer();
  const child = await start(url);
  await asked;
  expect(child.exitCode).toBeNull();
  child.stdin?.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the world ends when it is asked to', async () => {
  const { url } = await busyServer();
  const child = await start(url);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
