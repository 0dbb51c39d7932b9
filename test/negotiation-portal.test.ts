import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { lapseOffer } from '../src/server/negotiation/lapse-offer.ts';
import { replay } from '../src/server/returns/replay.ts';
import { type OrderFacts, placeOrder, startHarness } from './support/app-harness.ts';
import { cny, type Refused, type Rma, talkDeskOf } from './support/negotiating.ts';

const harness = await startHarness();
const { call, merchantId, portalCode, server } = harness;
const { app } = harness.program;
const { open, pay, picture, see, step, takeIn, thread } = talkDeskOf(harness);

let visitors = 0;

async function buyerOf(facts: OrderFacts = {}) {
  const order = await placeOrder(harness, facts);
  const proved = await server.inject({
    method: 'POST',
    url: '/api/portal/session',
    remoteAddress: `10.1.0.${++visitors}`,
    payload: { shop: portalCode, phoneTail: '1234', orderNumber: order.externalId },
  });
  const headers = { authorization: `Bearer ${proved.json().token}` };
  const ask = async <T>(method: 'GET' | 'POST', url: string, payload?: object, more: Record<string, string> = {}) => {
    const answer = await server.inject({
      method,
      url: `/api/portal${url}`,
      headers: { ...headers, ...more },
      ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: answer.json() as T };
  };
  const show = (file: string) => server.inject({ method: 'GET', url: `/api/portal/files/${file}`, headers });
  return { order, ask, show, rma: (await open(order, { reason: 'other' })) as Rma };
}

type Mine = {
  rows: { mine: boolean; body: string; pictures: string[] }[];
  offer: { id: string; amount: object; otherwise: object | null } | null;
};

test('a buyer writes in the portal, reads the answer, and never a note (R-3)', async () => {
  const { ask, rma } = await buyerOf();
  const key = { 'idempotency-key': 'buyer-words-1' };
  expect((await ask('POST', `/rmas/${rma.id}/messages`, { body: '可以便宜点吗' }, key)).status).toBe(200);
  expect((await ask('POST', `/rmas/${rma.id}/messages`, { body: '可以便宜点吗' }, key)).status).toBe(200);
  expect((await ask<Refused>('POST', `/rmas/${rma.id}/messages`, { body: '别的话' }, key)).body.code).toBe(
    'command_id_reused',
  );
  expect((await see(rma.id)).buyerWroteAt).not.toBeNull();
  const shown = await picture();
  await step(`/api/rmas/${rma.id}/messages`, { via: 'note', body: '老客户，特价商品不退不换这话别说', pictures: [] });
  expect((await see(rma.id)).buyerWroteAt).not.toBeNull();
  await step(`/api/rmas/${rma.id}/messages`, { via: 'portal', body: '我们看一下', pictures: [shown] });
  expect((await see(rma.id)).buyerWroteAt).toBeNull();
  const { body } = await ask<Mine>('GET', `/rmas/${rma.id}/messages`);
  expect(body.rows.map((row) => [row.mine, row.body])).toEqual([
    [false, '我们看一下'],
    [true, '可以便宜点吗'],
  ]);
  const picturePath = `/files/${shown}`;
  const seen = await server.inject({
    method: 'GET',
    url: `/api/portal${picturePath}`,
    headers: { authorization: 'none' },
  });
  expect(seen.statusCode).toBe(401);
  expect((await thread(rma)).rows).toHaveLength(3);
});

test('a buyer sees his own thread, offers and pictures only', async () => {
  const one = await buyerOf();
  const other = await buyerOf();
  const shown = await picture();
  await step(`/api/rmas/${one.rma.id}/messages`, { via: 'portal', body: '给您看一张图', pictures: [shown] });
  const offered = await step(`/api/rmas/${one.rma.id}/offers`, { amount: cny(30), goods: 'stay', validHours: 24 });
  const offerId = offered.offers[0]?.id;
  for (const [method, path, body] of [
    ['GET', `/rmas/${one.rma.id}/messages`, undefined],
    ['POST', `/rmas/${one.rma.id}/messages`, { body: '冒充' }],
    ['POST', `/rmas/${one.rma.id}/offers/${offerId}/accept`, {}],
    ['POST', `/rmas/${one.rma.id}/offers/${offerId}/decline`, {}],
  ] as const) {
    expect([path, (await other.ask(method, path, body)).status]).toEqual([path, 404]);
  }
  expect((await one.show(shown)).statusCode).toBe(200);
  const unseen = await other.show(shown);
  expect(unseen.statusCode).toBe(404);
  expect((await see(one.rma.id)).offers).toMatchObject([{ state: 'open' }]);
});

test('a buyer who writes without end is asked to wait', async () => {
  const { ask, rma } = await buyerOf();
  const statuses = [];
  for (let n = 0; n < 12; n++)
    statuses.push((await ask('POST', `/rmas/${rma.id}/messages`, { body: `第 ${n} 句` })).status);
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(200));
  expect(statuses.at(-1)).toBe(429);
});

test('an offer is seen before it is made, accepted in the portal, and paid once through the gateway', async () => {
  const { ask, rma } = await buyerOf({ unitPriceMinor: 20_000 });
  const preview = await call<{
    entitled: object;
    total: object;
    belowEntitled: boolean;
    entries: { kind: string; lines: { account: string; debit: { minor: string }; credit: { minor: string } }[] }[];
  }>('POST', `/api/rmas/${rma.id}/offers/preview`, { amount: cny(50), goods: 'stay' });
  expect(preview.body).toMatchObject({
    entitled: cny(200),
    total: cny(50),
    belowEntitled: true,
    entries: [{ kind: 'refund_ordered' }],
  });
  const sides =
    preview.body.entries[0]?.lines.map((line) => Number(line.debit.minor) - Number(line.credit.minor)) ?? [];
  expect(sides.reduce((a, b) => a + b, 0)).toBe(0);
  expect((await see(rma.id)).offers).toEqual([]);

  const offered = await step(`/api/rmas/${rma.id}/offers`, { amount: cny(50), goods: 'stay', validHours: 24 });
  expect(
    await call('POST', `/api/rmas/${rma.id}/offers`, { amount: cny(60), goods: 'stay', validHours: 24 }),
  ).toMatchObject({
    body: { code: 'offer_already_open' },
  });
  const { body } = await ask<Mine>('GET', `/rmas/${rma.id}/messages`);
  expect(body.offer).toMatchObject({ amount: cny(50), otherwise: cny(200), canAnswer: true });
  const accept = `/rmas/${rma.id}/offers/${offered.offers[0]?.id}/accept`;
  expect((await ask('POST', accept, {})).status).toBe(200);
  expect((await ask<Refused>('POST', accept, {})).body.code).toBe('offer_not_open');
  const agreed = await see(rma.id);
  expect(agreed).toMatchObject({ review: 'approved', agreed: { amount: cny(50), goods: 'stay' } });
  expect(agreed.refunds.map((refund) => refund.amount.minor)).toEqual(['5000']);
  expect(await pay(agreed, 1)).toBe(true);
  const paid = await see(rma.id);
  expect(paid.refunds.map((refund) => refund.state)).toEqual(['succeeded']);
  expect(await call('POST', `/api/rmas/${rma.id}/refund`, {})).toMatchObject({ body: { code: 'nothing_due' } });
});

test('an offer that the buyer declines, or lets lapse, leaves his request as it was', async () => {
  const { ask, rma } = await buyerOf();
  const first = await step(`/api/rmas/${rma.id}/offers`, { amount: cny(50), goods: 'stay', validHours: 24 });
  expect((await ask('POST', `/rmas/${rma.id}/offers/${first.offers[0]?.id}/decline`, {})).status).toBe(200);
  const second = await step(`/api/rmas/${rma.id}/offers`, { amount: cny(70), goods: 'come_back', validHours: 24 });
  const offerId = present(second.offers[1], 'the second offer').id;
  await lapseOffer(app, { merchantId, rmaId: rma.id, offerId });
  expect((await see(rma.id)).offers.map((offer) => offer.state)).toEqual(['declined', 'open']);
  await step(`/api/rmas/${rma.id}/offers/${offerId}/withdraw`);
  await step(`/api/rmas/${rma.id}/approve`);
  const back = await takeIn(await see(rma.id));
  expect(back.refunds.map((refund) => refund.amount.minor)).toEqual(['19900']);
});

test('a colleague takes down a yes only beside the buyer’s own message', async () => {
  const { ask, rma } = await buyerOf();
  const offered = await step(`/api/rmas/${rma.id}/offers`, { amount: cny(50), goods: 'stay', validHours: 24 });
  const accept = `/api/rmas/${rma.id}/offers/${offered.offers[0]?.id}/accept`;
  expect(await call('POST', accept, { messageId: 'msg_invented' })).toMatchObject({
    body: { code: 'acceptance_not_proved' },
  });
  await ask('POST', `/rmas/${rma.id}/messages`, { body: '好的，我接受 50 元' });
  const said = present((await thread(rma)).rows[0], 'his words');
  const agreed = await step(accept, { messageId: said.id });
  expect(agreed.offers).toMatchObject([{ state: 'accepted' }]);
});

test('forbidden words are refused on sending, refusing, asking and in templates, with their place and basis', async () => {
  const { rma } = await buyerOf();
  const words = '您好，特价商品不退不换';
  const answers = await Promise.all([
    call<Refused>('POST', `/api/rmas/${rma.id}/messages`, { via: 'portal', body: words }),
    call<Refused>('POST', `/api/rmas/${rma.id}/reject`, { reasonCode: 'other', note: words }),
    call<Refused>('POST', `/api/rmas/${rma.id}/request-evidence`, { note: words }),
    call<Refused>('POST', '/api/reply-templates', { title: '不退', body: words }),
  ]);
  for (const { status, body } of answers) {
    expect([status, body.code]).toEqual([409, 'forbidden_phrase']);
    expect(body.rejection.findings?.[0]).toMatchObject({
      phrase: '特价商品不退',
      from: 3,
      basis: expect.stringContaining('实施条例 19'),
    });
  }
});

test('templates: every shop begins with ours, words them anew, adds its own, and only those who may do', async () => {
  type Templates = { templates: { id: string; title: string; own: boolean; active: boolean }[] };
  const list = async () => (await call<Templates>('GET', '/api/reply-templates')).body.templates;
  expect((await list()).filter((template) => !template.own).length).toBeGreaterThanOrEqual(6);
  const content = { title: '补照片（本店）', body: '{buyer_nick}您好，请补照片', audience: 'buyer', active: true };
  expect((await call('PUT', '/api/reply-templates/tpl_ask_photos', content)).status).toBe(200);
  expect((await list()).filter((template) => template.id === 'tpl_ask_photos')).toMatchObject([
    { title: '补照片（本店）', own: true },
  ]);
  expect((await call('DELETE', '/api/reply-templates/tpl_ask_photos')).status).toBe(200);
  expect((await list()).filter((template) => template.id === 'tpl_ask_photos')).toMatchObject([{ own: false }]);
  expect(await call('POST', '/api/reply-templates', { ...content, body: '{phone}您好' })).toMatchObject({
    body: { code: 'placeholder_unknown', rejection: { names: 'phone' } },
  });
  expect((await call('PUT', '/api/reply-templates/tpl_nobody', content)).status).toBe(404);
  const agent = { 'x-api-key': await harness.keyWith(['rma:review', 'rma:read']) };
  expect((await call('POST', '/api/reply-templates', content, agent)).status).toBe(403);
  expect((await call('GET', '/api/reply-templates', undefined, agent)).status).toBe(200);
});

test('a template’s words are filled from the case, and the pages of a long thread meet', async () => {
  const { rma } = await buyerOf();
  for (let n = 1; n <= 5; n++) await step(`/api/rmas/${rma.id}/messages`, { via: 'portal', body: `第 ${n} 条` });
  const first = await thread(rma, '?limit=3');
  const rest = await thread(rma, `?limit=3&after=${first.next}`);
  expect([...first.rows, ...rest.rows].map((row) => row.body)).toEqual([
    '第 5 条',
    '第 4 条',
    '第 3 条',
    '第 2 条',
    '第 1 条',
  ]);
  expect(rest.next).toBeNull();
  expect(first.values).toMatchObject({ return_number: rma.number, amount: '¥199.00', item: '羊毛大衣 M' });
});

test('after all this, folding the events gives the rows', async () => {
  const result = await replay(app, merchantId);
  expect(result.disagreements).toEqual([]);
});
