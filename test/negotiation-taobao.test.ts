import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { ChannelMessage } from '../src/connectors/channel/port.ts';
import { present } from '../src/domain/assert.ts';
import { plusMs } from '../src/domain/time.ts';
import { fetchChanges } from '../src/server/channels/fetch-changes.ts';
import { TAOBAO_SHOP } from '../src/server/demo/demo-shops.ts';
import { pullMessages } from '../src/server/negotiation/pull-messages.ts';
import { sendMessage } from '../src/server/negotiation/send-message.ts';
import { replay } from '../src/server/returns/replay.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { cny, type Refused, type Rma, taobaoDeskOf } from './support/negotiating.ts';

const harness = await startHarness();
const { call, look, merchantId, steer } = harness;
const { app } = harness.program;
const desk = taobaoDeskOf(harness);
const {
  asked,
  atPlatform,
  bring,
  buyerSays,
  open,
  pay,
  picture,
  pull,
  saidThere,
  see,
  stateOf,
  step,
  tell,
  thread,
  write,
} = desk;

test('words go both ways between Guilai and a Taobao buyer, each once (R-9)', async () => {
  const { refund, rma } = await asked();
  await buyerSays(refund, '衣服开线了，怎么处理？');
  await pull(rma);
  await pull(rma);
  const heard = await see(rma.id);
  expect(heard.buyerWroteAt).not.toBeNull();
  expect((await thread(rma)).rows[0]).toMatchObject({
    direction: 'in',
    via: 'platform',
    body: '衣服开线了，怎么处理？',
    state: 'received',
  });
  const lane = await call<{ rows: Rma[] }>('GET', '/api/rmas?lane=buyer_wrote');
  expect(lane.body.rows.map((row) => row.id)).toContain(rma.id);
  expect(
    (await call<{ lanes: Record<string, number> }>('GET', '/api/rmas/lanes')).body.lanes['buyer_wrote'],
  ).toBeGreaterThan(0);

  const id = await write(rma, '请补一张开线处的照片，我们马上处理');
  expect((await see(rma.id)).buyerWroteAt).toBeNull();
  expect(await stateOf(rma, id)).toMatchObject({ state: 'pending' });
  await sendMessage(app, { merchantId, rmaId: rma.id, messageId: id });
  await sendMessage(app, { merchantId, rmaId: rma.id, messageId: id });
  expect(await stateOf(rma, id)).toMatchObject({ state: 'sent', cause: null });
  const there = await saidThere(refund);
  expect(there.filter((said) => said.owner_role === undefined)).toMatchObject([
    { content: '请补一张开线处的照片，我们马上处理' },
  ]);
  // The picture was larger than the platform takes, and was made to fit.
  expect(there.at(-1)?.imageBytes).toBeLessThanOrEqual(500 * 1024);

  await pull(rma);
  expect((await thread(rma)).rows.filter((row) => row.direction === 'out')).toHaveLength(1);
  const types = (await see(rma.id)).timeline.map((entry) => entry.type);
  expect(types.filter((type) => type.startsWith('message'))).toEqual([
    'message_received',
    'message_sent',
    'message_delivered',
  ]);
});

test('a long thread is taken in a few transactions, and a message that cannot be taken keeps no other away', async () => {
  const { rma } = await asked();
  const port = present(await app.shops.channel(merchantId, TAOBAO_SHOP), 'the connected shop');
  const said = (n: number, text = `第 ${n} 句`): ChannelMessage => ({
    externalId: `long-${n}`,
    from: n % 3 === 0 ? 'seller' : 'buyer',
    text,
    pictures: 0,
    writtenAt: plusMs(app.clock.now(), n),
  });
  const pullThread = (messages: ChannelMessage[]) => {
    const channel = async () => ({ ...port, messages: async () => ({ kind: 'messages' as const, messages }) });
    return pullMessages({ ...app, shops: { ...app.shops, channel } }, { merchantId, rmaId: rma.id });
  };
  const taken = async () =>
    (await thread(rma, '?limit=100')).rows.map(({ body }) => body).filter((body) => body.endsWith('句'));
  const messages = Array.from({ length: 30 }, (_, n) => said(n));
  const { commits } = app.db.counts;
  await pullThread(messages);
  await pullThread(messages);
  expect(app.db.counts.commits - commits).toBeLessThanOrEqual(4);
  expect(await taken()).toHaveLength(30);
  // PostgreSQL keeps no such text.
  const more = [said(30), said(31, 'bad\u0000'), said(32)];
  await expect(pullThread([...messages, ...more])).rejects.toThrow();
  expect((await taken()).slice(0, 3)).toEqual(['第 32 句', '第 30 句', '第 29 句']);
  const types = (await see(rma.id)).timeline.map((entry) => entry.type);
  expect(types.filter((type) => type === 'message_received' || type === 'message_sent')).toHaveLength(32);
});

test('what is written in the platform’s own console stands in the thread too, and answers the buyer', async () => {
  const { refund, rma } = await asked();
  await buyerSays(refund, '在吗');
  await pull(rma);
  await steer('taobao', `refunds/${refund.refund_id}/messages`, { content: '亲，在的', owner_role: 2 });
  await steer('taobao', `refunds/${refund.refund_id}/messages`, { content: '平台提醒双方协商', owner_role: 3 });
  await pull(rma);
  expect((await see(rma.id)).buyerWroteAt).toBeNull();
  expect((await thread(rma)).rows.map((row) => [row.direction, row.author.kind, row.body]).slice(0, 3)).toEqual(
    expect.arrayContaining([
      ['out', 'platform', '亲，在的'],
      ['in', 'platform', '平台提醒双方协商'],
      ['in', 'buyer', '在吗'],
    ]),
  );
});

test('the events only point: no word of anybody stands in them', async () => {
  const { refund, rma } = await asked();
  await buyerSays(refund, '我叫王小明，电话 13800001234');
  await pull(rma);
  await write(rma, '收到，王先生');
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ data: object }>`select data from rma_event where rma_id = ${rma.id}`.execute(tx),
  );
  expect(JSON.stringify(rows)).not.toMatch(/王|13800001234/);
});

test('a push about a message brings the message, though the document has not changed', async () => {
  const { refund, rma } = await asked();
  const before = await atPlatform(refund);
  await buyerSays(refund, '收到请回复');
  expect((await atPlatform(refund)).refund_version).toBe(before.refund_version);
  await app.db.inMerchant(merchantId, (tx) =>
    sql`insert into channel_push (merchant_id, shop_id, delivery_id, changes)
      values (${merchantId}, ${TAOBAO_SHOP}, ${`push-${refund.refund_id}`},
        ${JSON.stringify([{ kind: 'refund', externalId: refund.refund_id }])}::jsonb)`.execute(tx),
  );
  await fetchChanges(app, { merchantId, shopId: TAOBAO_SHOP });
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select 1 from graphile_worker.jobs where task_identifier = 'pull_messages' and key = ${`messages:${rma.id}`}`.execute(
      tx,
    ),
  );
  expect(rows).toHaveLength(1);
});

test.each([
  ['drop_after', 'is found there, and so is sent', 'sent', 1],
  ['hang_before', 'is unknown', 'unknown', 0],
])('a message whose answer is lost (%s) %s', async (kind, _, state, there) => {
  const { refund, rma } = await asked();
  const id = await write(rma, `请稍等，我们在核实 ${kind}`);
  await steer('taobao', 'faults', {
    kind: kind === 'hang_before' ? 'bad_gateway' : kind,
    count: 1,
    filter: { method: 'taobao.refund.message.add' },
  });
  await sendMessage(app, { merchantId, rmaId: rma.id, messageId: id });
  expect(await stateOf(rma, id)).toMatchObject({ state });
  expect(await saidThere(refund)).toHaveLength(there);
});

test('of an unknown message nothing is sent by itself; a person who has looked sends it again, once', async () => {
  const { refund, rma } = await asked();
  const id = await write(rma, '我们今天答复您');
  await steer('taobao', 'faults', { kind: 'bad_gateway', count: 1, filter: { method: 'taobao.refund.message.add' } });
  const job = { merchantId, rmaId: rma.id, messageId: id };
  await sendMessage(app, job);
  await sendMessage(app, job);
  expect(await saidThere(refund)).toEqual([]);
  const shown = await stateOf(rma, id);
  expect(shown.cause).not.toBeNull();
  await step(`/api/rmas/${rma.id}/messages/${id}/resend`);
  await sendMessage(app, job);
  expect(await stateOf(rma, id)).toMatchObject({ state: 'sent', cause: null });
  expect(await saidThere(refund)).toHaveLength(1);
  expect(await call('POST', `/api/rmas/${rma.id}/messages/${id}/resend`, {})).toMatchObject({
    body: { code: 'message_not_failed' },
  });
});

test('a second press while the message is on its way does not make it forget that', async () => {
  const { refund, rma } = await asked();
  const id = await write(rma, '补发已安排');
  await steer('taobao', 'faults', { kind: 'bad_gateway', count: 1, filter: { method: 'taobao.refund.message.add' } });
  const job = { merchantId, rmaId: rma.id, messageId: id };
  await sendMessage(app, job);
  const press = () =>
    call('POST', `/api/rmas/${rma.id}/messages/${id}/resend`, {}, { 'idempotency-key': `resend-${id}` });
  expect((await press()).status).toBe(200);
  // The worker has called and died, and the call got through.
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update rma_message set attempted_at = now() where rma_id = ${rma.id} and message_id = ${id}`.execute(tx),
  );
  await steer('taobao', `refunds/${refund.refund_id}/messages`, { content: '补发已安排', owner_role: 2 });
  expect((await press()).status).toBe(200);
  await sendMessage(app, job);
  expect(await stateOf(rma, id)).toMatchObject({ state: 'sent' });
  expect(await saidThere(refund)).toHaveLength(1);
});

test('an unknown message that the thread shows after all is known to be sent', async () => {
  const { refund, rma } = await asked();
  const id = await write(rma, '请看下面的方案');
  await steer('taobao', 'faults', { kind: 'bad_gateway', count: 1, filter: { method: 'taobao.refund.message.add' } });
  await sendMessage(app, { merchantId, rmaId: rma.id, messageId: id });
  await steer('taobao', `refunds/${refund.refund_id}/messages`, { content: '请看下面的方案', owner_role: 2 });
  await pull(rma);
  expect(await stateOf(rma, id)).toMatchObject({ state: 'sent', cause: null });
  expect((await thread(rma)).rows.filter((row) => row.body === '请看下面的方案')).toHaveLength(1);
});

test('a call that was cut off is looked for before anything is said again', async () => {
  const { refund, rma } = await asked();
  const id = await write(rma, '照片收到了');
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update rma_message set attempted_at = now() where rma_id = ${rma.id} and message_id = ${id}`.execute(tx),
  );
  await steer('taobao', `refunds/${refund.refund_id}/messages`, { content: '照片收到了', owner_role: 2 });
  await sendMessage(app, { merchantId, rmaId: rma.id, messageId: id });
  expect(await stateOf(rma, id)).toMatchObject({ state: 'sent' });
  expect(await saidThere(refund)).toHaveLength(1);
});

test.each([
  ['without its picture', { via: 'platform', body: '您好' }, 'picture_needed'],
  ['that is too long', { via: 'platform', body: '好'.repeat(140), pictures: ['fil_1'] }, 'message_too_long'],
  ['with two pictures', { via: 'platform', body: '您好', pictures: ['fil_1', 'fil_2'] }, 'too_many_pictures'],
  ['to our portal, where its buyer does not read', { via: 'portal', body: '您好' }, 'channel_takes_no_messages'],
  ['with a word left open', { via: 'platform', body: '{buyer_nick}您好', pictures: ['fil_1'] }, 'placeholder_left'],
  ['with a picture nobody has', { via: 'platform', body: '您好', pictures: ['fil_nobody'] }, 'file_not_found'],
])('a message to Taobao %s is refused before anybody tries to send it', async (_, body, code) => {
  const { rma } = await asked();
  expect((await call<Refused>('POST', `/api/rmas/${rma.id}/messages`, body)).body.code).toBe(code);
  expect((await thread(rma)).rows.filter((row) => row.direction === 'out')).toEqual([]);
});

test('a refusal is told with the reason that was chosen from the platform’s list, and with its proof', async () => {
  const { refund, rma } = await asked();
  const { body } = await call<{
    platform: { refuses: boolean; proof: string; reasons: { id: string; text: string }[] };
  }>('GET', `/api/rmas/${rma.id}/refusal-reasons`);
  expect(body.platform).toMatchObject({ refuses: true, proof: 'possible' });
  const reason = present(body.platform.reasons[1], 'a second reason');
  const refusal = { reasonCode: 'not_intact', note: '退回的商品与寄出的不一致' };
  expect(await call('POST', `/api/rmas/${rma.id}/reject`, refusal)).toMatchObject({
    body: { code: 'platform_reason_needed' },
  });
  await step(`/api/rmas/${rma.id}/reject`, { ...refusal, platformReason: reason, proof: await picture() });
  await tell(rma, 'refuse');
  expect((await atPlatform(refund)).status).toBe('SELLER_REFUSE_BUYER');
  expect(await see(rma.id)).toMatchObject({ review: 'rejected', channelPush: 'done' });
});

test('a reason that the platform does not offer is not replaced: the list comes back, and a person chooses again', async () => {
  const { refund, rma } = await asked();
  await step(`/api/rmas/${rma.id}/reject`, {
    reasonCode: 'other',
    note: '不符合退货条件',
    platformReason: { id: '9999', text: '早已没有的理由' },
  });
  await tell(rma, 'refuse');
  const failed = await see(rma.id);
  expect(failed.channelPush).toBe('failed');
  expect(failed.timeline.at(-1)).toMatchObject({
    type: 'channel_refused',
    data: { message: expect.stringContaining('商品已影响二次销售') },
  });
  expect((await atPlatform(refund)).status).toBe('WAIT_SELLER_AGREE');
  await step(`/api/rmas/${rma.id}/tell-again`, { platformReason: { id: '1001', text: '商品已影响二次销售' } });
  await tell(rma, 'refuse');
  expect((await atPlatform(refund)).status).toBe('SELLER_REFUSE_BUYER');
  expect((await see(rma.id)).channelPush).toBe('done');
});

test('telling again goes by the version that is known now, and only where telling has failed', async () => {
  const { refund, rma } = await asked({ refund_fee: '150.00' });
  await step(`/api/rmas/${rma.id}/approve`);
  expect(await call('POST', `/api/rmas/${rma.id}/tell-again`, {})).toMatchObject({
    body: { code: 'platform_was_told' },
  });
  // More than was decided on: only a person may say yes to that.
  await steer('taobao', `refunds/${refund.refund_id}/modify`, { refund_fee: '180.00' });
  await tell(rma, 'agree_return');
  expect((await see(rma.id)).channelPush).toBe('failed');
  await bring(refund);
  const bulk = await call<{ verdicts: { rmaId: string; ok: boolean }[] }>('POST', '/api/rmas/bulk-tell-again', {
    rmaIds: [rma.id, 'rma_nobody'],
  });
  expect(bulk.body.verdicts).toMatchObject([
    { rmaId: rma.id, ok: true },
    { rmaId: 'rma_nobody', ok: false, rejection: { code: 'rma_not_found' } },
  ]);
  await tell(rma, 'agree_return');
  expect((await see(rma.id)).channelPush).toBe('done');
  expect((await atPlatform(refund)).status).toBe('WAIT_BUYER_RETURN_GOODS');
});

test('a bulk refusal leaves the cases of such platforms to a person, with the reason why', async () => {
  const { rma } = await asked();
  const own = await open(await placeOrder(harness), { reason: 'other' });
  const { body } = await call<{ verdicts: object[] }>('POST', '/api/rmas/bulk-review', {
    rmaIds: [rma.id, own.id],
    verdict: 'reject',
    reasonCode: 'other',
    note: '不符合退货条件',
  });
  expect(body.verdicts).toMatchObject([{ ok: false, rejection: { code: 'platform_reason_needed' } }, { ok: true }]);
  expect((await see(rma.id)).review).not.toBe('rejected');
});

test('a Taobao buyer who changes his request to what was offered has said yes, and is paid that once', async () => {
  const { refund, rma } = await asked();
  const offered = await step(`/api/rmas/${rma.id}/offers`, { amount: cny(60), goods: 'stay', validHours: 48 });
  expect(offered.offers).toMatchObject([{ state: 'open', amount: cny(60) }]);
  const offer = present(offered.offers[0], 'the offer');
  expect(await call('POST', `/api/rmas/${rma.id}/offers/${offer.id}/accept`, { messageId: 'msg_x' })).toMatchObject({
    body: { code: 'platform_decides_offer' },
  });
  await steer('taobao', `refunds/${refund.refund_id}/modify`, {
    refund_fee: '60.00',
    dispute_type: 'REFUND',
    good_status: 'BUYER_RECEIVED',
  });
  expect(await bring(refund)).toMatchObject({ state: 'applied' });
  const agreed = await see(rma.id);
  expect(agreed).toMatchObject({
    review: 'approved',
    offers: [{ state: 'accepted' }],
    agreed: { amount: cny(60), goods: 'stay' },
  });
  if (agreed.refunds.length === 0) await step(`/api/rmas/${rma.id}/refund`);
  await pay(agreed, 1);
  await bring(refund);
  await pay(agreed, 2);
  const paid = (await look('taobao', 'ledger')) as { refund_id: string; amount: string }[];
  expect(paid.filter((row) => row.refund_id === refund.refund_id)).toMatchObject([{ amount: '60.00' }]);
  expect((await see(rma.id)).refunds.map((row) => [row.state, row.amount.minor])).toEqual([['succeeded', '6000']]);
});

test('after all this, folding the events gives the rows', async () => {
  const result = await replay(app, merchantId);
  expect(result.disagreements).toEqual([]);
});
