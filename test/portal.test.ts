import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { anOrder, type OrderFacts, type OrderReply, placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, portalCode, server } = harness;
const { see, step } = deskOf(harness);

type Preview = { outcome: string; amount: { total: { minor: string } } | null; returnFreight: string };
type Buyer = Awaited<ReturnType<typeof buyerOf>>;

let visitors = 0;

/** Everybody asks from an address of his own, unless the test says from where: guesses are counted by address. */
const session = (facts: object, remoteAddress = `10.0.${visitors >> 8}.${visitors++ & 255}`) =>
  server.inject({
    method: 'POST',
    url: '/api/portal/session',
    remoteAddress,
    payload: { shop: portalCode, phoneTail: '1234', ...facts },
  });

/** The buyer of an order, who has proved it. */
async function buyerOf(order: OrderReply) {
  const proved = await session({ orderNumber: order.externalId });
  expect(proved.statusCode, proved.body).toBe(200);
  const authorization = `Bearer ${proved.json().token}`;
  return {
    order,
    authorization,
    ask: async <T>(method: 'GET' | 'POST', url: string, payload?: object, headers: Record<string, string> = {}) => {
      const answer = await server.inject({
        method,
        url: `/api/portal${url}`,
        headers: { authorization, ...headers },
        ...(payload ? { payload } : {}),
      });
      return { status: answer.statusCode, body: answer.json() as T };
    },
    send: (name: string, bytes: Buffer, type = 'image/jpeg') => {
      const boundary = 'b0undary';
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`;
      return server.inject({
        method: 'POST',
        url: '/api/portal/files',
        headers: { authorization, 'content-type': `multipart/form-data; boundary=${boundary}` },
        payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      });
    },
  };
}

const buyerWith = async (facts: OrderFacts = {}) => buyerOf(await placeOrder(harness, facts));

const request = ({ order }: Buyer, facts: object = {}) => ({
  resolution: 'return_and_refund',
  reason: 'no_reason',
  lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
  ...facts,
});

test('a wrong phone, a wrong number and a wrong shop get the same answer: nobody learns which orders exist', async () => {
  const order = await placeOrder(harness);
  const answers = [
    await session({ orderNumber: order.externalId, phoneTail: '9999' }),
    await session({ orderNumber: 'T-NO-SUCH-ORDER' }),
    await session({ orderNumber: order.externalId, shop: 'nobody.nothing' }),
    await session({ orderNumber: order.externalId, shop: '../etc/passwd' }),
    await session({ orderNumber: order.id }),
    await session({ orderNumber: `${order.externalId}%` }),
  ];
  expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([404]));
  const bodies = answers.map((answer) => ({ ...answer.json(), instance: '', requestId: '' }));
  for (const body of bodies) expect(body).toEqual(bodies[0]);
});

test('whoever guesses phones is told to wait before he has tried a hundredth of them', async () => {
  const { externalId: orderNumber } = await placeOrder(harness);
  const answers = [];
  for (let guess = 0; guess < 100; guess++) {
    answers.push(await session({ orderNumber, phoneTail: String(9_000 + guess) }, '10.9.9.9'));
  }
  expect(answers.filter((answer) => answer.statusCode === 404).length).toBeLessThan(25);
  expect(answers.at(-1)?.statusCode).toBe(429);
});

/** A photograph as a phone takes it: with the place, the camera and the owner in it. */
const jpeg = () =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: '#a33' } })
    .withExif({
      IFD0: { Make: 'SpyPhone', Artist: 'Wang Xiaoming' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 16/1 30/1', GPSLongitudeRef: 'E', GPSLongitude: '120/1 9/1 0/1' },
    })
    .jpeg()
    .toBuffer();

test.each([
  ['a plain return', {}, {}],
  ['a return of several units with freight', { quantity: 3, freightMinor: 1_001 }, { quantity: 2 }],
  ['a return after the window', { deliveredDaysAgo: 40 }, {}],
  ['a fault without a picture', {}, { reason: 'quality_fault' }],
  ['a fault with a picture', { freightMinor: 900 }, { reason: 'quality_fault', pictures: 1 }],
  ['custom-made goods', { exclusion: 'custom_made' }, {}],
  ['an order above the limit', { unitPriceMinor: 80_000 }, {}],
  ['another reason', {}, { reason: 'other' }],
])(
  'the preview says what then happens: %s',
  async (_, orderFacts, facts: { quantity?: number; reason?: string; pictures?: number }) => {
    const buyer = await buyerWith(orderFacts);
    const { quantity = 1, pictures = 0, ...rest } = facts;
    const evidence = pictures > 0 ? [(await buyer.send('fault.jpg', await jpeg())).json().id] : [];
    const wish = request(buyer, { lines: [{ orderLineId: buyer.order.lines[0]?.id, quantity }], evidence, ...rest });
    const preview = await buyer.ask<Preview>('POST', '/preview', wish);
    expect(preview.status, JSON.stringify(preview.body)).toBe(200);
    const opened = await buyer.ask<{ id: string }>('POST', '/rmas', wish);
    const rma = await see(opened.body.id);
    const outcomes: Record<string, string> = {
      approved: 'approved',
      evidence_requested: 'needs_photo',
      escalated: 'needs_person',
    };
    expect(preview.body.outcome).toBe(outcomes[rma.review]);
    if (rma.review !== 'approved') await step(`/api/rmas/${rma.id}/approve`);
    const line = rma.lines[0]?.id;
    await step(`/api/rmas/${rma.id}/lines/${line}/receive`, { quantity });
    const inspected = await step(`/api/rmas/${rma.id}/lines/${line}/inspect`, { quantity, grade: 'new' });
    const refunds =
      inspected.stage === 'to_refund' ? (await step(`/api/rmas/${rma.id}/refund`)).refunds : inspected.refunds;
    expect(refunds.map((refund) => refund.amount.minor)).toEqual([preview.body.amount?.total.minor]);
    const progress = await buyer.ask<{ amount: { minor: string } }>('GET', `/rmas/${rma.id}`);
    expect(progress.body.amount).toEqual(refunds[0]?.amount);
  },
);

test('a preview writes nothing', async () => {
  const buyer = await buyerWith();
  await buyer.ask('POST', '/preview', request(buyer));
  const { body } = await buyer.ask<{ rmas: object[]; lines: { returnable: number }[] }>('GET', '/order');
  expect([body.rmas, body.lines[0]?.returnable]).toEqual([[], 1]);
});

test('a request that is sent five times is one return', async () => {
  const buyer = await buyerWith({ quantity: 5 });
  const send = () =>
    buyer.ask<{ id: string }>('POST', '/rmas', request(buyer), { 'idempotency-key': `p-${buyer.order.id}` });
  const answers = await Promise.all([send(), send(), send(), send(), send()]);
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
  const { body } = await buyer.ask<{ rmas: object[] }>('GET', '/order');
  expect(body.rmas).toHaveLength(1);
});

test('a buyer opens no more than he bought, nor lines of somebody else’s order', async () => {
  const [buyer, other] = [await buyerWith(), await buyerWith()];
  const wish = (quantity: number, lineId: string | undefined) =>
    request(buyer, { lines: [{ orderLineId: lineId, quantity }] });
  expect((await buyer.ask('POST', '/rmas', wish(2, buyer.order.lines[0]?.id))).body).toMatchObject({
    code: 'quantity_exceeds_bought',
  });
  expect((await buyer.ask('POST', '/rmas', wish(1, other.order.lines[0]?.id))).status).toBe(404);
  const twice = [1, 1].map((quantity) => ({ orderLineId: buyer.order.lines[0]?.id, quantity }));
  expect((await buyer.ask('POST', '/rmas', request(buyer, { lines: twice }))).body).toMatchObject({
    code: 'order_line_named_twice',
  });
});

test('a token opens its own order and nothing else', async () => {
  const [mine, other] = [await buyerWith(), await buyerWith()];
  const { body } = await mine.ask<{ id: string }>('POST', '/rmas', request(mine));
  const unknown = await other.ask('GET', '/rmas/rma_nothing');
  const foreign = [
    await other.ask('GET', `/rmas/${body.id}`),
    await other.ask('POST', `/rmas/${body.id}/withdraw`, {}),
    await other.ask('POST', `/rmas/${body.id}/parcels`, { courier: 'shunfeng', waybill: 'SF1234567890' }),
    await other.ask('POST', `/rmas/${body.id}/evidence`, { files: ['fil_1'] }),
  ];
  expect(foreign.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
  expect(unknown.status).toBe(404);
  expect((await see(body.id)).review).toBe('approved');
});

test.each([
  ['no token', undefined],
  ['an empty token', 'Bearer '],
  ['a token whose order was exchanged', 'forged'],
  ['a token without its signature', 'unsigned'],
  ['an API key in its place', 'Bearer gl_key'],
])('%s opens nothing', async (_, given) => {
  const buyer = await buyerWith();
  const token = buyer.authorization.slice('Bearer '.length);
  const [payload = '', signature = ''] = token.split('.');
  const [merchant, , expiry] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [string, string, number];
  const forged = Buffer.from(JSON.stringify([merchant, 'ord_other', expiry])).toString('base64url');
  const tokens: Record<string, string> = { forged: `Bearer ${forged}.${signature}`, unsigned: `Bearer ${payload}.` };
  const authorization = given === undefined ? undefined : (tokens[given] ?? given);
  const answer = await server.inject({ url: '/api/portal/order', headers: authorization ? { authorization } : {} });
  expect(answer.statusCode).toBe(401);
});

test('a buyer can withdraw until the goods are here', async () => {
  const buyer = await buyerWith();
  const { body } = await buyer.ask<{ id: string }>('POST', '/rmas', request(buyer));
  expect((await buyer.ask('POST', `/rmas/${body.id}/withdraw`, {})).status).toBe(200);
  expect((await buyer.ask('POST', `/rmas/${body.id}/withdraw`, {})).body).toMatchObject({ code: 'review_is_over' });
  const again = await buyer.ask<{ id: string }>('POST', '/rmas', request(buyer));
  const line = (await see(again.body.id)).lines[0]?.id;
  await step(`/api/rmas/${again.body.id}/lines/${line}/receive`, { quantity: 1 });
  expect((await buyer.ask('POST', `/rmas/${again.body.id}/withdraw`, {})).body).toMatchObject({
    code: 'goods_already_here',
  });
});

test('pictures that were asked for are added by their buyer, and a person decides', async () => {
  const buyer = await buyerWith();
  const { body } = await buyer.ask<{ id: string }>('POST', '/rmas', request(buyer, { reason: 'quality_fault' }));
  expect((await buyer.ask<{ canAddPhotos: boolean }>('GET', `/rmas/${body.id}`)).body.canAddPhotos).toBe(true);
  const picture = await buyer.send('a.jpg', await jpeg());
  expect((await buyer.ask('POST', `/rmas/${body.id}/evidence`, { files: [picture.json().id] })).status).toBe(200);
  expect((await see(body.id)).review).toBe('escalated');
});

test('what is kept of a photo is what one sees: no place, no camera, no owner', async () => {
  const buyer = await buyerWith();
  const original = await jpeg();
  expect((await sharp(original).metadata()).exif?.includes('SpyPhone')).toBe(true);
  const { id, width, height } = (await buyer.send('a.jpg', original)).json();
  expect([width, height]).toEqual([64, 48]);
  for (const size of ['full', 'thumb']) {
    const kept = await server.inject({
      url: `/api/portal/files/${id}?size=${size}`,
      headers: { authorization: buyer.authorization },
    });
    expect(kept.headers['content-type']).toBe('image/jpeg');
    const { exif, xmp, iptc } = await sharp(kept.rawPayload).metadata();
    expect([exif, xmp, iptc]).toEqual([undefined, undefined, undefined]);
    expect(kept.rawPayload.includes('SpyPhone') || kept.rawPayload.includes('Wang')).toBe(false);
  }
});

test('what hides behind the end of a picture is not kept', async () => {
  const buyer = await buyerWith();
  const hidden = Buffer.concat([await jpeg(), Buffer.from('<script>alert(1)</script>PK\u0003\u0004')]);
  const { id } = (await buyer.send('a.jpg', hidden)).json();
  const kept = await server.inject({ url: `/api/portal/files/${id}`, headers: { authorization: buyer.authorization } });
  expect(kept.rawPayload.includes('<script>')).toBe(false);
});

/** A few bytes that unfold to 50 000 × 50 000 pixels: no more than a header is needed to say so. */
async function bomb(): Promise<Buffer> {
  const side = 50_000;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), content]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test.each([
  [
    'an SVG',
    'a.svg',
    async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    'not_a_picture',
  ],
  [
    'an SVG that calls itself JPEG',
    'a.jpg',
    async () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    'not_a_picture',
  ],
  ['a page', 'a.jpg', async () => Buffer.from('<!doctype html><script>1</script>'), 'not_a_picture'],
  ['nothing', 'a.jpg', async () => Buffer.alloc(0), 'not_a_picture'],
  ['half a picture', 'a.jpg', async () => (await jpeg()).subarray(0, 300), 'not_a_picture'],
  [
    'a GIF',
    'a.gif',
    () =>
      sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
        .gif()
        .toBuffer(),
    'not_a_picture',
  ],
  ['a bomb of 2.5 thousand million pixels', 'a.png', bomb, 'too_many_pixels'],
])('%s is no evidence', async (_, name, make, code) => {
  const buyer = await buyerWith();
  const answer = await buyer.send(name, await make());
  expect([answer.statusCode, answer.json().code]).toEqual([409, code]);
});

type Grounds = {
  ground: { label: { zh: string }; clause: string } | null;
  refusal: { reasonCode: string; clause: string | null } | null;
};

test('a buyer reads why he was answered so, by which article, and who pays the way back (R-3, R-5)', async () => {
  const buyer = await buyerWith({ freightMinor: 900 });
  const wish = request(buyer);
  const preview = await buyer.ask<Grounds & { freightClause: string }>('POST', '/preview', wish);
  expect(preview.body.ground).toMatchObject({ clause: '消费者权益保护法 25；暂行办法 10、18' });
  expect(preview.body.freightClause).toBe('消费者权益保护法 25；淘宝争议 53');
  const { body } = await buyer.ask<{ id: string }>('POST', '/rmas', wish);
  const progress = await buyer.ask<Grounds>('GET', `/rmas/${body.id}`);
  expect(progress.body).toMatchObject({ ground: preview.body.ground, refusal: null });
});

test('a buyer who is refused reads the shop’s reason and the article', async () => {
  const buyer = await buyerWith({ deliveredDaysAgo: 40 });
  const { body } = await buyer.ask<{ id: string }>('POST', '/rmas', request(buyer));
  await step(`/api/rmas/${body.id}/reject`, { reasonCode: 'window_closed', note: '已过期限' });
  const progress = await buyer.ask<Grounds>('GET', `/rmas/${body.id}`);
  expect(progress.body.ground).toBeNull();
  expect(progress.body.refusal).toMatchObject({
    reasonCode: 'window_closed',
    clause: expect.stringMatching(/暂行办法 10/),
  });
});

test('a buyer does not see the shop’s own words: rules, staff, costs', async () => {
  const buyer = await buyerWith();
  const { body } = await buyer.ask<{ id: string }>('POST', '/rmas', request(buyer, { note: '买家留言' }));
  const page = await buyer.ask<object>('GET', `/rmas/${body.id}`);
  const text = JSON.stringify(page.body);
  for (const secret of ['policy', 'ruleId', 'seven-days', 'unitCost', 'actor', 'commandId'])
    expect(text).not.toContain(secret);
});

test('an order without a phone is opened by nobody', async () => {
  const { shopId, order } = anOrder();
  const { phone: _, ...buyer } = order.buyer;
  expect((await call('POST', '/api/orders', { shopId, order: { ...order, buyer } })).status).toBe(200);
  for (const phoneTail of ['0000', '1234']) {
    expect((await session({ orderNumber: order.externalId, phoneTail })).statusCode).toBe(404);
  }
});

test.each([
  ['return_and_refund', 'no_reason'],
  ['exchange', 'size_or_color'],
])(
  'more buyers than there are connections ask for a %s at one moment, and none waits for another',
  async (resolution, reason) => {
    const { app } = harness.program;
    const buyers = [];
    for (let n = 0; n < app.config.poolSize + 4; n++) buyers.push(await buyerWith());
    app.shops.forget(harness.merchantId);
    // Whoever asked for a second connection while he held one would wait until he gave up.
    const answers = await Promise.all(
      buyers.map((buyer) => buyer.ask('POST', '/rmas', request(buyer, { resolution, reason }))),
    );
    expect(answers.map(({ status }) => status)).toEqual(buyers.map(() => 200));
  },
  60_000,
);
