import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Listening, listen } from '../http-server.ts';
import { startKdniao } from '../kdniao/simulator.ts';
import { digestOf } from '../sf/signature.ts';
import { startSf } from '../sf/simulator.ts';
import type { Simulator } from '../simulator.ts';

const closing: { close(): Promise<void> }[] = [];
const kept = <T extends { close(): Promise<void> }>(started: T): T => {
  closing.push(started);
  return started;
};
afterEach(async () => {
  for (const started of closing.splice(0)) await started.close();
});

/** Somebody who is pushed to, and says the given words in turn, the last for ever. */
async function subscriber(...answers: string[]): Promise<Listening & { bodies: string[] }> {
  const bodies: string[] = [];
  const listening = await listen(0, ({ body }) => {
    bodies.push(body.toString('utf8'));
    const text = answers[Math.min(bodies.length, answers.length) - 1] ?? '';
    return { status: 200, contentType: 'application/json', body: text };
  });
  return kept({ ...listening, bodies });
}

const steer = async ({ url }: Simulator, path: string, body: object = {}) => {
  const answer = await fetch(`${url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { push?: string };
};

let requests = 0;
async function callSf({ url }: Simulator, serviceCode: string, content: object, requestID = `r${++requests}`) {
  const msgData = JSON.stringify(content);
  const body = new URLSearchParams({
    partnerID: 'TESTPARTNER',
    requestID,
    serviceCode,
    timestamp: '1790302530',
    msgDigest: digestOf(msgData, '1790302530', 'TESTCHECKWORD0001'),
    msgData,
  });
  return (await (await fetch(`${url}/std/service`, { method: 'POST', body })).json()) as {
    apiResultCode: string;
    apiResultData: string;
  };
}

const accepted = '{"return_code":"0000","return_msg":"成功"}';
const registered = { type: '1', attributeNo: 'SF1' };

test('a push that is not accepted is repeated, and the next one tells only what is new', async () => {
  const to = await subscriber('{"return_code":"1000","return_msg":"again"}', accepted);
  const sf = kept(await startSf({ pushUrl: to.url, pushRepeatDelayMs: 60_000 }));
  await steer(sf, 'parcels', { courier: 'SF', num: 'SF1', timeline: [{ code: '50' }, { code: '80' }] });
  await callSf(sf, 'EXP_RECE_REGISTER_ROUTE', registered);
  expect(await steer(sf, 'parcels/SF1/advance')).toEqual({ push: 'not_accepted' });
  sf.clock.shift(60_000);
  await expect.poll(() => to.bodies.length).toBe(2);
  expect(to.bodies[1]).toBe(to.bodies[0]);
  expect(await steer(sf, 'parcels/SF1/advance')).toEqual({ push: 'accepted' });
  expect(to.bodies[2]).toContain('"opCode":"80"');
  expect(to.bodies[2]).not.toContain('"opCode":"50"');
});

test('a request number that was used before is refused, and a changed text is no longer signed', async () => {
  const sf = kept(await startSf());
  const question = { trackingNumber: ['SF1'] };
  expect((await callSf(sf, 'EXP_RECE_SEARCH_ROUTES', question, 'same')).apiResultCode).toBe('A1000');
  expect((await callSf(sf, 'EXP_RECE_SEARCH_ROUTES', question, 'same')).apiResultCode).toBe('A1007');
  const body = new URLSearchParams({
    partnerID: 'TESTPARTNER',
    requestID: 'another',
    serviceCode: 'EXP_RECE_SEARCH_ROUTES',
    timestamp: '1790302530',
    msgDigest: digestOf('{}', '1790302530', 'TESTCHECKWORD0001'),
    msgData: '{"a":1}',
  });
  const answer = await (await fetch(`${sf.url}/std/service`, { method: 'POST', body })).json();
  expect(answer).toMatchObject({ apiResultCode: 'A1006' });
});

test('a waybill is intercepted once', async () => {
  const sf = kept(await startSf());
  await steer(sf, 'parcels', { courier: 'SF', num: 'SF1', timeline: [{ code: '50' }] });
  await steer(sf, 'parcels/SF1/advance');
  const asked = { waybillNo: 'SF1', serviceCode: '2', newDestAddress: {} };
  const said = async () => JSON.parse((await callSf(sf, 'EXP_RECE_WANTED_INTERCEPT', asked)).apiResultData);
  expect([(await said()).success, (await said()).success]).toEqual([true, false]);
});

test('parcels, subscriptions and what was told survive a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'guilai-road-'));
  const to = await subscriber('{"EBusinessID":"x","Success":true}');
  const first = await startKdniao({ dataDir, pushUrl: to.url });
  await steer(first, 'parcels', { courier: 'YTO', num: 'YT1', timeline: [{ code: '1' }, { code: '301' }] });
  await steer(first, 'parcels/YT1/advance');
  await first.close();
  const second = kept(await startKdniao({ dataDir, pushUrl: to.url }));
  const seen = await (await fetch(`${second.url}/__sim/parcels/YT1`)).json();
  expect(seen).toMatchObject({ trip: { courier: 'YTO' }, scans: [{ code: '1' }], stepsDone: 1 });
  closing.push({ close: async () => rmSync(dataDir, { recursive: true, force: true }) });
});

test('scans of a timeline happen when their time has come', async () => {
  const kdniao = kept(await startKdniao());
  await steer(kdniao, 'parcels', { courier: 'YTO', num: 'YT1', timeline: [{ code: '1', afterSeconds: 60 }] });
  kdniao.clock.shift(61_000);
  const seen = await (await fetch(`${kdniao.url}/__sim/parcels/YT1`)).json();
  expect(seen).toMatchObject({ scans: [{ code: '1' }] });
});
