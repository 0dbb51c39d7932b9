import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { MappedReason } from '../src/contract/channel-reasons.ts';
import { present } from '../src/domain/assert.ts';
import { applyDocument } from '../src/server/channels/apply-document.ts';
import * as inbox from '../src/server/channels/inbox.ts';
import { TAOBAO_SHOP } from '../src/server/demo/demo-shops.ts';
import { startHarness } from './support/app-harness.ts';

const harness = await startHarness();
const { call, merchantId, steer } = harness;
const { app } = harness.program;

/** A buyer at Taobao asks with these words; answers what Guilai takes them for. */
async function reasonOf(words: string): Promise<string> {
  const [trade] = (await steer('taobao', 'trades', { post_fee: '0.00', orders: [{ num: 1, price: '100.00' }] })) as {
    tid: string;
  }[];
  await steer('taobao', `trades/${trade?.tid}/ship`, { company: '顺丰速运', invoice_no: 'SF0000000001' });
  await steer('taobao', `trades/${trade?.tid}/sign`);
  const refund = (await steer('taobao', 'refunds', { tid: trade?.tid, reason: words })) as { refund_id: string };
  const port = present(await app.shops.channel(merchantId, TAOBAO_SHOP), 'the shop');
  const found = await port.getRefund(refund.refund_id);
  if (found.kind !== 'document') throw new Error(`the platform shows ${found.kind}`);
  const { document } = found;
  await app.db.inMerchant(merchantId, (tx) => inbox.keep(tx, merchantId, TAOBAO_SHOP, [document], port));
  const { kind: documentKind, externalId: documentId, version } = document;
  const job = { merchantId, shopId: TAOBAO_SHOP, documentKind, documentId, version: String(version) } as const;
  expect(await applyDocument(app, job)).toMatchObject({ state: 'applied' });
  // A document that comes twice is one case.
  await applyDocument(app, job);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ reason: string }>`select reason from rma where merchant_id = ${merchantId}
      and external_id = ${refund.refund_id}`.execute(tx),
  );
  return present(rows[0], 'the return').reason;
}

const known = async () => (await call<{ reasons: MappedReason[] }>('GET', '/api/channel-reasons')).body.reasons;
const map = (body: object, headers = {}) => call<{ code?: string }>('PUT', '/api/channel-reasons', body, headers);
const WORDS = '家里人已经买了';

test('words that nobody knows go to a person as another reason, and are listed until the merchant says what they mean (R-1)', async () => {
  expect(await reasonOf(WORDS)).toBe('other');
  expect(await reasonOf(WORDS)).toBe('other');
  expect(await reasonOf('质量问题')).toBe('quality_fault');
  expect(await known()).toMatchObject([{ channel: 'taobao', said: WORDS, reason: null, count: 2, mappedBy: '' }]);

  expect((await map({ channel: 'taobao', said: WORDS, reason: 'no_reason' })).status).toBe(200);
  expect(await reasonOf(WORDS)).toBe('no_reason');
  expect(await known()).toMatchObject([{ said: WORDS, reason: 'no_reason', count: 2, mappedBy: 'test' }]);
});

test('what the merchant says goes before our own table, and can be taken back', async () => {
  await map({ channel: 'taobao', said: '质量问题', reason: 'not_as_described' });
  expect(await reasonOf('质量问题')).toBe('not_as_described');
  await map({ channel: 'taobao', said: '质量问题', reason: null });
  expect(await reasonOf('质量问题')).toBe('quality_fault');
});

test('a text too long to be a reason from a list is somebody’s own words and is not kept', async () => {
  const words = '我姓王，电话一三八，'.repeat(8);
  expect(await reasonOf(words)).toBe('other');
  expect((await known()).map(({ said }) => said)).not.toContain(words);
});

test('a channel that there is not, and a caller who may not, change nothing', async () => {
  const unknown = await map({ channel: 'nowhere', said: 'x', reason: 'other' });
  expect([unknown.status, unknown.body.code]).toEqual([409, 'channel_unknown']);
  const headers = { 'x-api-key': await harness.keyWith(['inbox:read']) };
  expect((await map({ channel: 'taobao', said: 'x', reason: 'other' }, headers)).status).toBe(403);
  expect((await map({ channel: 'taobao', said: 'x', reason: 'because' })).status).toBe(400);
});
