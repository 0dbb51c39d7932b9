import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ChannelDocument } from '../src/connectors/channel/port.ts';
import { present } from '../src/domain/assert.ts';
import type { RmaId } from '../src/domain/ids.ts';
import { type ApplyDocument, applyDocument } from '../src/server/channels/apply-document.ts';
import * as inbox from '../src/server/channels/inbox.ts';
import { pullShop } from '../src/server/channels/pull-shop.ts';
import { tellChannel } from '../src/server/channels/tell-channel.ts';
import { TAOBAO_SHOP } from '../src/server/demo/demo-shops.ts';
import { replay } from '../src/server/returns/replay.ts';
import { startHarness } from './support/app-harness.ts';
import { deskOf, eventually, type Rma } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, look, merchantId, steer } = harness;
const { app } = harness.program;
const { pay, see, step, takeIn } = deskOf(harness);

const port = async () => present(await app.shops.channel(merchantId, TAOBAO_SHOP), 'the connected shop');
const shop = { merchantId, shopId: TAOBAO_SHOP } as const;

type Trade = { tid: string; orders: { oid: string }[] };
type Refund = { refund_id: string; tid: string; status: string; refund_version: number };
type Payment = { refund_id: string; amount: string; by: string; calls: number };

/** From the platform's own list. */
const spoilt = { id: '1001', text: '商品已影响二次销售' };

/** A trade on its way or delivered, and what its buyer asks for. */
async function asked(facts: object = {}, line: object = {}): Promise<Refund> {
  const [trade] = (await steer('taobao', 'trades', {
    post_fee: '0.00',
    orders: [{ num: 2, price: '100.00', ...line }],
  })) as Trade[];
  await steer('taobao', `trades/${trade?.tid}/ship`, { company: '顺丰速运', invoice_no: 'SF0000000001' });
  await steer('taobao', `trades/${trade?.tid}/sign`);
  return (await steer('taobao', 'refunds', { tid: trade?.tid, reason: '质量问题', ...facts })) as Refund;
}

const atPlatform = async (refund: Refund) => (await look('taobao', `refunds/${refund.refund_id}`)) as Refund;
const payments = async ({ refund_id }: Refund) =>
  ((await look('taobao', 'ledger')) as Payment[]).filter((row) => row.refund_id === refund_id);

/** The document as the platform shows it now. */
async function documentOf({ refund_id }: Refund): Promise<ChannelDocument> {
  const found = await (await port()).getRefund(refund_id);
  if (found.kind !== 'document') throw new Error(`the platform shows ${found.kind}`);
  return found.document;
}

const keep = async (documents: ChannelDocument[]) => {
  const reader = await port();
  return app.db.inMerchant(merchantId, (tx) => inbox.keep(tx, merchantId, TAOBAO_SHOP, documents, reader));
};

const jobFor = ({ kind, externalId, version }: ChannelDocument): ApplyDocument => ({
  ...shop,
  documentKind: kind,
  documentId: externalId,
  version: String(version),
});

const apply = (document: ChannelDocument) => applyDocument(app, jobFor(document));

/** Reads what the platform shows now into Guilai. */
async function bring(refund: Refund) {
  const document = await documentOf(refund);
  await keep([document]);
  return apply(document);
}

async function rmaOf({ refund_id }: Refund): Promise<Rma | undefined> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      id: RmaId;
    }>`select rma_id as id from rma where merchant_id = ${merchantId} and external_id = ${refund_id}`.execute(tx),
  );
  expect(rows.length).toBeLessThan(2);
  return rows[0] && see(rows[0].id);
}

const returnOf = async (refund: Refund) => present(await rmaOf(refund), 'the return');

const tell = (rma: Rma, action: 'agree_return' | 'refuse') => tellChannel(app, { merchantId, rmaId: rma.id, action });

/** Approved here, and the platform knows. */
async function agreed(refund: Refund): Promise<Rma> {
  expect(await bring(refund)).toMatchObject({ state: 'applied' });
  const rma = await returnOf(refund);
  if (rma.review !== 'approved') await step(`/api/rmas/${rma.id}/approve`);
  await tell(rma, 'agree_return');
  return see(rma.id);
}

async function shippedBack(refund: Refund): Promise<Rma> {
  const rma = await agreed(refund);
  await steer('taobao', `refunds/${refund.refund_id}/ship`, {
    company_name: '顺丰速运',
    sid: `sf9${refund.refund_id.slice(-10)}`,
  });
  expect(await bring(refund)).toMatchObject({ state: 'applied' });
  return see(rma.id);
}

test('a refund that the platform’s buyer asks for travels the whole road, and the platform pays once', async () => {
  const refund = await asked();
  await eventually('the refund among the pulled documents', async () => {
    await pullShop(app, shop);
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql`select from inbox_document where document_id = ${refund.refund_id}`.execute(tx),
    );
    return rows[0];
  });
  const first = await documentOf(refund);
  expect(await apply(first)).toMatchObject({ state: 'applied' });
  const opened = await returnOf(refund);
  expect(opened.lines.map((line) => line.quantity)).toEqual([2]);
  if (opened.review !== 'approved') await step(`/api/rmas/${opened.id}/approve`);
  await tell(opened, 'agree_return');
  expect((await atPlatform(refund)).status).toBe('WAIT_BUYER_RETURN_GOODS');
  expect((await see(opened.id)).channelPush).toBe('done');

  await steer('taobao', `refunds/${refund.refund_id}/ship`, { company_name: '顺丰速运', sid: 'sf8888888888881' });
  expect(await bring(refund)).toMatchObject({ state: 'applied' });
  const sent = await see(opened.id);
  expect(sent.parcels.map((parcel) => parcel.waybill)).toEqual(['SF8888888888881']);
  const scanned = await call<{ rmas: Rma[] }>('GET', '/api/receiving/sf8888888888881');
  expect(scanned.body.rmas.map((rma) => rma.id)).toEqual([opened.id]);

  const inspected = await takeIn(sent, 2);
  expect(inspected.refunds.map((row) => row.amount.minor)).toEqual(['20000']);
  expect(await pay(inspected, 1)).toBe(true);
  expect(await payments(refund)).toMatchObject([{ amount: '200.00', by: 'seller', calls: 1 }]);
  await bring(refund);
  await pay(inspected, 2);
  const paid = await see(opened.id);
  expect(paid.refunds.map((row) => row.state)).toEqual(['succeeded']);
  expect(await payments(refund)).toHaveLength(1);
});

test('a pull that is repeated brings nothing twice', async () => {
  const count = async () => {
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql<{ documents: number; jobs: number }>`select (select count(*)::int from inbox_document) as documents,
        (select count(*)::int from graphile_worker.jobs where task_identifier = 'apply_document') as jobs`.execute(tx),
    );
    return rows[0];
  };
  await pullShop(app, shop);
  const before = await count();
  await Promise.all([pullShop(app, shop), pullShop(app, shop)]);
  expect(await count()).toEqual(before);
});

test('the same document that comes five times at once is one return', async () => {
  const refund = await asked();
  const document = await documentOf(refund);
  await keep([document, document]);
  await keep([document]);
  const verdicts = await Promise.allSettled(Array.from({ length: 5 }, () => apply(document)));
  expect(verdicts.filter((verdict) => verdict.status === 'fulfilled').length).toBeGreaterThan(0);
  expect(await apply(document)).toMatchObject({ state: 'applied' });
  const rma = await returnOf(refund);
  expect(rma.timeline.filter((entry) => entry.type === 'rma_opened')).toHaveLength(1);
});

const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** Three versions of one document: asked, asked for less, and how it ended. */
async function versionsOf(end: 'close' | 'platform-refund') {
  const refund = await asked();
  const documents = [await documentOf(refund)];
  await steer('taobao', `refunds/${refund.refund_id}/modify`, { refund_fee: '150.00' });
  documents.push(await documentOf(refund));
  await steer('taobao', `refunds/${refund.refund_id}/${end}`);
  documents.push(await documentOf(refund));
  await keep(documents);
  return { refund, documents };
}

const claimedOn = async ({ tid }: Refund) => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ claimed: number; refunded: bigint }>`select l.claimed, l.refunded_minor as refunded from order_line l
      join sales_order o on o.merchant_id = l.merchant_id and o.order_id = l.order_id where o.external_id = ${tid}`.execute(
      tx,
    ),
  );
  return rows[0];
};

test.each(orders)(
  'versions of a closed request that arrive in the order %i, %i, %i leave nothing claimed',
  async (...order) => {
    const { refund, documents } = await versionsOf('close');
    for (const n of order) await apply(present(documents[n], 'a version'));
    const rma = await rmaOf(refund);
    expect(rma?.review ?? 'withdrawn').toBe('withdrawn');
    expect((await claimedOn(refund))?.claimed ?? 0).toBe(0);
  },
);

test.each(orders)(
  'versions of a request that the platform paid, in the order %i, %i, %i, record its payment once',
  async (...order) => {
    const { refund, documents } = await versionsOf('platform-refund');
    for (const n of order) await apply(present(documents[n], 'a version'));
    const rma = await returnOf(refund);
    expect(rma.refunds.map((row) => [row.state, row.amount.minor])).toEqual([['succeeded', '15000']]);
    expect(await claimedOn(refund)).toEqual({ claimed: 2, refunded: 15_000n });
    // The yes to the return was still waiting to be told: it is not needed any more, and is no problem either.
    await tell(rma, 'agree_return');
    expect((await see(rma.id)).channelPush).not.toBe('failed');
  },
);

test('versions that are read by several workers at once settle as well', async () => {
  const { refund, documents } = await versionsOf('platform-refund');
  await Promise.allSettled(documents.toReversed().map(apply));
  for (const document of documents) await apply(document);
  expect((await returnOf(refund)).refunds.map((row) => [row.state, row.amount.minor])).toEqual([
    ['succeeded', '15000'],
  ]);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ state: string; reason: string }>`select state, reason from inbox_document
      where document_id = ${refund.refund_id} and state = 'refused'`.execute(tx),
  );
  expect(rows).toEqual([]);
});

test('what is refused here is refused at the platform, with a reason of its own list', async () => {
  const refund = await asked({ reason: '其他' });
  await bring(refund);
  const rma = await returnOf(refund);
  await step(`/api/rmas/${rma.id}/reject`, {
    reasonCode: 'other',
    note: '商品完好，不符合质量问题',
    platformReason: spoilt,
  });
  await tell(rma, 'refuse');
  expect((await atPlatform(refund)).status).toBe('SELLER_REFUSE_BUYER');
  expect((await see(rma.id)).channelPush).toBe('done');

  await steer('taobao', `refunds/${refund.refund_id}/modify`, { desc: '补充了照片' });
  expect(await bring(refund)).toMatchObject({ state: 'applied' });
  const again = await see(rma.id);
  expect(again.timeline.map((entry) => entry.type)).toContain('rma_reopened');
  expect(['approved', 'escalated']).toContain(again.review);
});

test('a refusal that waited is not told after the request was granted anew', async () => {
  const refund = await asked({ reason: '其他' });
  await bring(refund);
  const rma = await returnOf(refund);
  await step(`/api/rmas/${rma.id}/reject`, { reasonCode: 'other', note: '不符合', platformReason: spoilt });
  await steer('taobao', `refunds/${refund.refund_id}/modify`, { desc: '补充' });
  await bring(refund);
  if ((await see(rma.id)).review !== 'approved') await step(`/api/rmas/${rma.id}/approve`);
  await tell(rma, 'refuse');
  expect((await atPlatform(refund)).status).toBe('WAIT_SELLER_AGREE');
  await tell(rma, 'agree_return');
  expect((await atPlatform(refund)).status).toBe('WAIT_BUYER_RETURN_GOODS');
});

test.each([
  ['its answer is lost', 'drop_after'],
  ['its answer is cut off', 'half_body'],
  ['it answers with a bad gateway after it has paid', 'bad_gateway_after'],
])('when the platform pays and %s, it is asked and has paid once', async (_, kind) => {
  const refund = await asked();
  const rma = await takeIn(await shippedBack(refund), 2);
  await steer('taobao', 'faults', { kind, count: 1, filter: { method: 'taobao.rp.refunds.agree' } });
  await pay(rma, 1);
  expect(await pay(rma, 2)).toBe(true);
  expect(await payments(refund)).toMatchObject([{ amount: '200.00' }]);
  expect((await see(rma.id)).refunds.map((row) => row.state)).toEqual(['succeeded']);
});

test('when the platform pays by itself at the same moment, there is no second refund', async () => {
  const refund = await asked();
  const rma = await takeIn(await shippedBack(refund), 2);
  await steer('taobao', 'faults', { kind: 'platform_refund_first', count: 1 });
  const document = documentOf(refund);
  await pay(rma, 1);
  await Promise.all([document, pay(rma, 2), bring(refund)]);
  expect(await payments(refund)).toMatchObject([{ by: 'platform' }]);
  const after = await see(rma.id);
  expect(after.refunds.map((row) => [row.state, row.amount.minor])).toEqual([['succeeded', '20000']]);
  const { body } = await call<{ rows: { kind: string }[] }>('GET', `/api/journal?q=${rma.number}`);
  expect(body.rows.filter((entry) => entry.kind === 'refund_paid')).toHaveLength(1);
});

test('what the platform pays before the goods are here is recorded, and their inspection orders nothing more', async () => {
  const refund = await asked();
  const rma = await shippedBack(refund);
  await steer('taobao', `refunds/${refund.refund_id}/platform-refund`);
  await bring(refund);
  const inspected = await takeIn(await see(rma.id), 2);
  expect(inspected.refunds.map((row) => row.state)).toEqual(['succeeded']);
  expect(await call('POST', `/api/rmas/${rma.id}/refund`, {})).toMatchObject({ body: { code: 'nothing_due' } });
  expect(await payments(refund)).toHaveLength(1);
});

test('a platform that overrules our refusal for units another return has taken is for a person to look at', async () => {
  const refund = await asked({ reason: '其他' });
  await bring(refund);
  const rma = await returnOf(refund);
  await step(`/api/rmas/${rma.id}/reject`, { reasonCode: 'other', note: '不符合', platformReason: spoilt });
  const { body: order } = await call<{ order: { id: string; lines: { id: string }[] } }>('GET', `/api/rmas/${rma.id}`);
  const taken = { orderId: order.order.id, resolution: 'return_and_refund', reason: 'other' };
  await step('/api/rmas', { ...taken, lines: [{ orderLineId: order.order.lines[0]?.id, quantity: 2 }] });
  await steer('taobao', `refunds/${refund.refund_id}/platform-refund`);
  const verdict = await bring(refund);
  expect(verdict).toMatchObject({ state: 'refused' });
  expect(verdict.reason).toContain('quantity_exceeds_bought');
});

test('a document that cannot be read stays in the inbox with its reason', async () => {
  const document: ChannelDocument = {
    kind: 'refund',
    externalId: '9000000000000000001',
    version: 7,
    modifiedAt: app.clock.now(),
    raw: { refund_id: '9000000000000000001', status: 'SUCCESS', refund_fee: 'twelve' },
  };
  await keep([document]);
  const verdict = await apply(document);
  expect(verdict.state).toBe('refused');
  expect(verdict.reason).toMatch(/\w/);
  const { body } = await call<{ rows: { documentId: string; reason: string; attempts: number }[] }>(
    'GET',
    '/api/inbox?state=refused',
  );
  expect(body.rows).toContainEqual(
    expect.objectContaining({ documentId: document.externalId, reason: verdict.reason, attempts: 1 }),
  );
});

test('a document whose order could not be fetched is taken when a person tries again', async () => {
  const refund = await asked();
  const document = await documentOf(refund);
  await keep([document]);
  await steer('taobao', 'faults', { kind: 'bad_gateway', filter: { method: 'taobao.trade.fullinfo.get' } });
  expect(await apply(document)).toMatchObject({ state: 'refused' });
  expect(await rmaOf(refund)).toBeUndefined();
  await fetch(`${harness.vendors.taobao}/__sim/faults`, { method: 'DELETE' });
  const { documentKind: kind, documentId, version, shopId } = jobFor(document);
  const answer = await call('POST', '/api/inbox/retry', { shopId, kind, documentId, version });
  expect(answer).toMatchObject({ status: 200, body: { state: 'applied' } });
  expect(await rmaOf(refund)).toBeDefined();
});

test('a request of a kind that nobody has a word for waits in the inbox for a person', async () => {
  const refund = await asked({ dispute_type: 'OTHERS' });
  expect(await bring(refund)).toMatchObject({ state: 'refused', reason: expect.stringContaining('OTHERS') });
});

test('after all this, folding the events again gives every row', async () => {
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});
