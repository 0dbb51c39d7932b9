import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import type { RmaId } from '../src/domain/ids.ts';
import { applyDocument } from '../src/server/channels/apply-document.ts';
import * as inbox from '../src/server/channels/inbox.ts';
import { tellChannel } from '../src/server/channels/tell-channel.ts';
import { TAOBAO_SHOP } from '../src/server/demo/demo-shops.ts';
import { replay } from '../src/server/returns/replay.ts';
import { startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, look, merchantId, steer } = harness;
const { app } = harness.program;
const { pay, step, takeIn } = deskOf(harness);

type Rma = Awaited<ReturnType<typeof step>> & {
  resolution: string;
  intervention: string | null;
  amount: { total: { minor: string } } | null;
  abilities: { command: string; allowed: boolean; because?: { code: string } }[];
  lines: { id: string; replacement: string; shipment: { waybill: string } | null }[];
};
const see = async (rmaId: string) => (await call<Rma>('GET', `/api/rmas/${rmaId}`)).body;
const ability = (rma: Rma, command: string) => rma.abilities.find((one) => one.command === command);
const inLane = async (lane: string) =>
  (await call<{ rows: { id: string }[] }>('GET', `/api/rmas?lane=${lane}&limit=100`)).body.rows.map((row) => row.id);

type Refund = { refund_id: string; tid: string; status: string };

/** A trade of two coats that its buyer has, and what he asks for. */
async function asked(facts: object = {}, sign = true): Promise<Refund> {
  const [trade] = (await steer('taobao', 'trades', { post_fee: '0.00', orders: [{ num: 2, price: '100.00' }] })) as {
    tid: string;
  }[];
  await steer('taobao', `trades/${trade?.tid}/ship`, {
    company: '顺丰速运',
    invoice_no: `SF5${trade?.tid.slice(-10)}`,
  });
  if (sign) await steer('taobao', `trades/${trade?.tid}/sign`);
  return (await steer('taobao', 'refunds', { tid: trade?.tid, reason: '质量问题', ...facts })) as Refund;
}

/** Reads what the platform shows now into Guilai. */
async function bring({ refund_id }: Refund) {
  const port = present(await app.shops.channel(merchantId, TAOBAO_SHOP), 'the connected shop');
  const found = await port.getRefund(refund_id);
  if (found.kind !== 'document') throw new Error(`the platform shows ${found.kind}`);
  const { document } = found;
  await app.db.inMerchant(merchantId, (tx) => inbox.keep(tx, merchantId, TAOBAO_SHOP, [document], port));
  return applyDocument(app, {
    merchantId,
    shopId: TAOBAO_SHOP,
    documentKind: document.kind,
    documentId: document.externalId,
    version: String(document.version),
  });
}

async function returnOf({ refund_id }: Refund): Promise<Rma> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      id: RmaId;
    }>`select rma_id as id from rma where merchant_id = ${merchantId} and external_id = ${refund_id}`.execute(tx),
  );
  expect(rows).toHaveLength(1);
  return see(present(rows[0], 'the return').id);
}

const taken = async (refund: Refund): Promise<Rma> => {
  expect(await bring(refund)).toMatchObject({ state: 'applied' });
  return returnOf(refund);
};
const modify = (refund: Refund, facts: object) => steer('taobao', `refunds/${refund.refund_id}/modify`, facts);
const granted = async (rma: Rma): Promise<Rma> => {
  if (rma.review !== 'approved') await step(`/api/rmas/${rma.id}/approve`);
  return see(rma.id);
};
const tell = (rma: { id: RmaId }, action: 'agree_return' | 'refuse') =>
  tellChannel(app, { merchantId, rmaId: rma.id, action });
const atPlatform = async ({ refund_id }: Refund) => (await look('taobao', `refunds/${refund_id}`)) as Refund;
const payments = async ({ refund_id }: Refund) =>
  ((await look('taobao', 'ledger')) as { refund_id: string; by: string; amount: string }[]).filter(
    (row) => row.refund_id === refund_id,
  );

test.each([
  ['TMALL_EXCHANGE', 'exchange'],
  ['REPAIR', 'repair'],
  ['RESHIPPING', 'reship'],
])(
  'a platform’s %s is a %s, and its yes is left to the platform’s console, which is no failure',
  async (dispute_type, resolution) => {
    const refund = await asked({ dispute_type });
    const rma = await granted(await taken(refund));
    expect(rma.resolution).toBe(resolution);
    await tell(rma, 'agree_return');
    expect(await see(rma.id)).toMatchObject({ channelPush: 'at_platform', refunds: [] });
    expect((await atPlatform(refund)).status).toBe('WAIT_SELLER_AGREE');
    expect(await inLane('at_platform')).toContain(rma.id);
    expect(await inLane('channel_problem')).not.toContain(rma.id);
  },
);

test('a buyer who turned his parcel away and wants his money is waited for, not paid at once', async () => {
  const refund = await asked({ dispute_type: 'REFUND', reason: '拒收' }, false);
  const rma = await taken(refund);
  expect(rma).toMatchObject({ resolution: 'refused_delivery', review: 'escalated', refunds: [] });
  expect(rma.parcels.map((parcel) => parcel.waybill)).toEqual([`SF5${refund.tid.slice(-10)}`]);
});

test('a document that is applied once more when its goods have arrived says the same as before', async () => {
  const refund = await asked({ dispute_type: 'REFUND', reason: '其他' }, false);
  await taken(refund);
  await modify(refund, { reason: '拒收' });
  const before = await taken(refund);
  await steer('taobao', `trades/${refund.tid}/sign`);
  // As after a crash: what it says was done, and the inbox was not told.
  await app.db.inMerchant(merchantId, async (tx) => {
    await sql`update sales_order o set delivered_at = now() from rma r where r.merchant_id = ${merchantId}
      and r.rma_id = ${before.id} and o.merchant_id = r.merchant_id and o.order_id = r.order_id`.execute(tx);
    await sql`update inbox_document set state = 'waiting' where merchant_id = ${merchantId} and kind = 'refund'
      and document_id = ${refund.refund_id} and version = (select max(version) from inbox_document
        where merchant_id = ${merchantId} and kind = 'refund' and document_id = ${refund.refund_id})`.execute(tx);
  });
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ version: bigint }>`select version from inbox_document where merchant_id = ${merchantId} and kind = 'refund'
      and document_id = ${refund.refund_id} and state = 'waiting'`.execute(tx),
  );
  const version = String(present(rows[0], 'the document that waits').version);
  const job = {
    merchantId,
    shopId: TAOBAO_SHOP,
    documentKind: 'refund',
    documentId: refund.refund_id,
    version,
  } as const;
  expect(await applyDocument(app, job)).toEqual({ state: 'applied', reason: null });
  expect((await see(before.id)).timeline).toEqual(before.timeline);
});

test('a kind that changes at the platform stays in its case and is answered anew (R-2)', async () => {
  const refund = await asked({ dispute_type: 'TMALL_EXCHANGE' });
  const exchange = await granted(await taken(refund));
  await modify(refund, { dispute_type: 'REFUND_AND_RETURN', reason: '其他' });
  const changed = await taken(refund);
  expect(changed).toMatchObject({ id: exchange.id, resolution: 'return_and_refund' });
  const types = changed.timeline.map((entry) => entry.type);
  expect(types.slice(types.indexOf('rma_converted'))).toContain('policy_applied');
  await granted(changed);
  await tell(changed, 'agree_return');
  expect((await atPlatform(refund)).status).toBe('WAIT_BUYER_RETURN_GOODS');
});

async function atTheDock(facts: object = {}) {
  const refund = await asked(facts);
  const rma = await granted(await taken(refund));
  await tell(rma, 'agree_return');
  await steer('taobao', `refunds/${refund.refund_id}/ship`, {
    company_name: '顺丰速运',
    sid: `SF9${refund.refund_id.slice(-10)}`,
  });
  return { refund, rma: await taken(refund) };
}

test('a platform that pays by itself while our refund by agreement is under way: one payment (R-9)', async () => {
  const { refund, rma } = await atTheDock();
  const ordered = await takeIn(rma, 2);
  expect(ordered.refunds).toHaveLength(1);
  await steer('taobao', 'faults', { kind: 'platform_refund_first', count: 1 });
  await Promise.all([pay(ordered, 1), bring(refund).catch(() => undefined)]);
  await pay(ordered, 2);
  await bring(refund);
  expect(await payments(refund)).toMatchObject([{ by: 'platform', amount: '200.00' }]);
  expect((await see(rma.id)).refunds.map((row) => [row.state, row.amount.minor])).toEqual([['succeeded', '20000']]);
  const { body } = await call<{ rows: { kind: string }[] }>('GET', `/api/journal?q=${rma.number}`);
  expect(body.rows.filter((entry) => entry.kind === 'refund_paid')).toHaveLength(1);
});

test('a kind that changes while our money is ordered is a platform problem, and nothing is paid twice', async () => {
  const { refund, rma } = await atTheDock();
  const ordered = await takeIn(rma, 2);
  await modify(refund, { dispute_type: 'TMALL_EXCHANGE' });
  expect(await bring(refund)).toMatchObject({ state: 'applied' });
  expect(await see(rma.id)).toMatchObject({ resolution: 'return_and_refund', channelPush: 'failed' });
  expect(await inLane('channel_problem')).toContain(rma.id);
  // The document is an exchange now: no call of ours pays it.
  await pay(ordered, 1);
  expect(await payments(refund)).toEqual([]);
  expect((await see(rma.id)).refunds).toMatchObject([
    { state: 'rejected', cause: expect.stringContaining('at_platform') },
  ]);
  await modify(refund, { dispute_type: 'REFUND_AND_RETURN' });
  await steer('taobao', `refunds/${refund.refund_id}/platform-refund`);
  await bring(refund);
  expect((await see(rma.id)).refunds.map((row) => row.state)).toEqual(['succeeded']);
  expect(await payments(refund)).toHaveLength(1);
});

test('while the platform’s staff judge: no refund by itself, no refusal, and everybody sees why (R-9)', async () => {
  const { refund, rma } = await atTheDock();
  await modify(refund, { cs_status: 3 });
  expect((await taken(refund)).intervention).toBe('open');
  const inspected = await takeIn(rma, 2);
  expect(inspected).toMatchObject({ refunds: [], stage: 'to_refund' });
  expect(await inLane('intervened')).toContain(rma.id);
  const { body } = await call<{ lanes: Record<string, number> }>('GET', '/api/rmas/lanes');
  expect(body.lanes['intervened']).toBeGreaterThan(0);
  await modify(refund, { cs_status: 8 });
  await steer('taobao', `refunds/${refund.refund_id}/platform-refund`);
  const decided = await taken(refund);
  expect(decided.intervention).toBe('decided');
  expect(decided.timeline.find((entry) => entry.type === 'platform_decided')?.data).toMatchObject({
    outcome: 'refunded',
  });
  expect(decided.refunds.map((row) => row.state)).toEqual(['succeeded']);
  expect(await inLane('intervened')).not.toContain(rma.id);
});

test('a request that the platform’s staff have taken over cannot be refused here', async () => {
  const refund = await asked({ reason: '其他', cs_status: 2 });
  const rma = await taken(refund);
  const no = await call('POST', `/api/rmas/${rma.id}/reject`, { reasonCode: 'other', note: '不符合' });
  expect(no).toMatchObject({ status: 409, body: { code: 'platform_has_stepped_in' } });
  expect(ability(rma, 'reject')).toMatchObject({ allowed: false, because: { code: 'platform_has_stepped_in' } });
});

test('a request that was granted in the platform’s own console is granted here', async () => {
  const refund = await asked({ reason: '其他' });
  const rma = await taken(refund);
  expect(rma.review).toBe('escalated');
  const port = present(await app.shops.channel(merchantId, TAOBAO_SHOP), 'the shop');
  const found = await port.getRefund(refund.refund_id);
  const address = present((await app.shops.find(merchantId, TAOBAO_SHOP))?.returnAddress, 'the address');
  if (found.kind === 'document') {
    const decoded = port.decodeRefund(found.document.raw);
    if (decoded.kind === 'refund') expect(await port.agreeReturn(decoded.refund, address)).toEqual({ kind: 'done' });
  }
  expect(await taken(refund)).toMatchObject({ review: 'approved', stage: 'awaiting_buyer' });
});

test('after all this, folding the events again gives every row', async () => {
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});
