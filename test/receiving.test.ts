import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { BookView } from '../src/contract/inspection.ts';
import { present } from '../src/domain/assert.ts';
import type { Tx } from '../src/server/db/database.ts';
import { replay } from '../src/server/returns/replay.ts';
import { type Asked, askedOf, bookOf } from '../src/web/console/receiving/offline/kept-desk.ts';
import { type OrderFacts, placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, program, merchantId } = harness;
const { open, see, step } = deskOf(harness);
const inMerchant = <T>(work: (tx: Tx) => Promise<T>) => program.app.db.inMerchant(merchantId, work);

let numbers = 0;
const aWaybill = () => `SF20${String(++numbers).padStart(10, '0')}`;

type Counted = Rma & {
  automation: string;
  differences: {
    id: string;
    kind: string;
    quantity: number;
    sku?: string;
    unknownId?: string;
    outcome: string | null;
  }[];
};

/** A granted return of so many coats, in a parcel. */
async function awaited(quantity = 1, facts: OrderFacts = {}) {
  const order = await placeOrder(harness, { quantity, unitPriceMinor: 9_900, ...facts });
  const opened = await open(order, { lines: [{ orderLineId: order.lines[0]?.id, quantity }] });
  const waybill = aWaybill();
  const rma = await step(`/api/rmas/${opened.id}/parcels`, { courier: 'shunfeng', waybill });
  return { rma, waybill, order, line: present(rma.lines[0], 'a line') };
}

const lineWork = (rmaId: string, lineId: string, verb: string, body: object, headers = {}) =>
  call<Counted & { code?: string; rejection?: object }>(
    'POST',
    `/api/rmas/${rmaId}/lines/${lineId}/${verb}`,
    body,
    headers,
  );
const sign = (body: object, headers = {}) =>
  call<{
    parcels: { waybill: string; verdict: string; units: number; weight: object | null; before: object | null }[];
  }>('POST', '/api/receiving/sign', body, headers);
const coatsAt = async (location: string): Promise<number> => {
  const { rows } = await inMerchant((tx) =>
    sql<{ quantity: bigint }>`select quantity from stock_balance
      where merchant_id = ${merchantId} and sku = 'COAT-M' and condition = 'uninspected' and location = ${location}`.execute(
      tx,
    ),
  );
  return Number(rows[0]?.quantity ?? 0);
};

describe('a parcel at the door (W-1)', () => {
  test('is accepted once: the second scan says by whom and when', async () => {
    const { waybill } = await awaited(2);
    const pressed = { 'idempotency-key': `sign-${waybill}` };
    const body = { parcels: [{ waybill, packages: 1 }], at: '2026-01-05T08:00:00.000Z' };
    for (const _ of [1, 2]) {
      const { body: answer } = await sign(body, pressed);
      expect(answer.parcels).toMatchObject([{ waybill, verdict: 'expected', units: 2, before: null }]);
    }
    const again = await sign({ parcels: [{ waybill }] });
    expect(again.body.parcels).toMatchObject([
      { verdict: 'already_signed', before: { at: '2026-01-05T08:00:00.000Z', actor: { name: 'test' } } },
    ]);
  });

  test('a whole round is accepted at once, each parcel with its verdict', async () => {
    const { waybill } = await awaited();
    const stranger = aWaybill();
    const { body } = await sign({ parcels: [{ waybill }, { waybill: stranger }, { waybill }] });
    expect(body.parcels.map(({ verdict }) => verdict)).toEqual(['expected', 'unknown']);
  });

  test('that is far too light for its goods says so, and says nothing where their weight is not known', async () => {
    const { waybill } = await awaited();
    expect((await sign({ parcels: [{ waybill, weightGrams: 100 }] })).body.parcels[0]?.weight).toBeNull();
    await inMerchant((tx) =>
      sql`insert into sku_weight (merchant_id, sku, units, grams) values (${merchantId}, 'COAT-M', 10, 12000)
        on conflict (merchant_id, sku) do update set units = 10, grams = 12000`.execute(tx),
    );
    const light = await awaited(2);
    const { body } = await sign({ parcels: [{ waybill: light.waybill, weightGrams: 300 }] });
    expect(body.parcels[0]?.weight).toEqual({ says: 'too_light', grams: 300, expectedGrams: 2_400 });
  });

  test('is weighed after it was signed for, and an empty box is named before anybody opens it', async () => {
    const { waybill, rma } = await awaited(2);
    await sign({ parcels: [{ waybill }] });
    const look = async () => (await call<{ weight: object | null }>('GET', `/api/receiving/${waybill}`)).body.weight;
    expect(await look()).toBeNull();
    expect((await call('POST', '/api/parcels/weight', { waybill, grams: 200 })).status).toBe(200);
    expect(await look()).toEqual({ says: 'too_light', grams: 200, expectedGrams: 2_400 });
    const handling = await call<{ weight: object | null }>('GET', `/api/rmas/${rma.id}/handling`);
    expect(handling.body.weight).toMatchObject({ says: 'too_light' });
    // The last weighing counts.
    await call('POST', '/api/parcels/weight', { waybill, grams: 2_500 });
    expect(await look()).toMatchObject({ says: 'fits', grams: 2_500 });
  });

  test('its way through the warehouse is on record, step by step, with who and when', async () => {
    const { rma, waybill, line } = await awaited();
    await sign({ parcels: [{ waybill, weightGrams: 1_300 }] });
    await call('POST', '/api/receiving/open', { waybill });
    await lineWork(rma.id, line.id, 'receive', { quantity: 1 });
    await lineWork(rma.id, line.id, 'inspect', { quantity: 1, grade: 'new' });
    const { body } = await call<{ steps: { step: string; actor: { name: string }; units: number | null }[] }>(
      'GET',
      `/api/rmas/${rma.id}/handling`,
    );
    expect(body.steps.map(({ step: name, units }) => [name, units])).toEqual([
      ['signed', null],
      ['opened', null],
      ['counted', 1],
      ['inspected', 1],
    ]);
    expect(body.steps.every(({ actor }) => actor.name === 'test')).toBe(true);
  });

  test('the record only grows: the program’s own role can change none of it', async () => {
    const { waybill } = await awaited();
    await sign({ parcels: [{ waybill }] });
    await expect(
      inMerchant((tx) => sql`update parcel_handling set actor_id = 'x' where waybill = ${waybill}`.execute(tx)),
    ).rejects.toThrow(/permission denied/);
  });

  test.each([
    ['a waybill that is none', { parcels: [{ waybill: 'x' }] }, 400, 'invalid_input'],
    ['no parcel', { parcels: [] }, 400, 'invalid_input'],
    ['a weight below nothing', { parcels: [{ waybill: 'SF123456789', weightGrams: -1 }] }, 400, 'invalid_input'],
    [
      'a picture that does not exist',
      { parcels: [{ waybill: 'SF123456789', photos: ['fil_none'] }] },
      404,
      'file_not_found',
    ],
  ])('%s is refused', async (_, body, status, code) => {
    expect(await sign(body)).toMatchObject({ status, body: { code } });
  });
});

describe('what the count finds otherwise (W-3)', () => {
  test('an empty box is a task with its evidence, and its units can be asked for again', async () => {
    const { rma, line } = await awaited();
    const { body } = await lineWork(rma.id, line.id, 'missing', {
      cause: 'empty_box',
      photos: ['fil_1'],
      weightGrams: 80,
    });
    expect(body).toMatchObject({ automation: 'off', differences: [{ kind: 'empty_box', outcome: null }] });
    const lane = await call<{ rows: { id: string }[] }>('GET', '/api/rmas?lane=difference');
    expect(lane.body.rows.map(({ id }) => id)).toContain(rma.id);
  });

  test('goods that turn up after all are received once, and never more than were bought', async () => {
    const { rma, line, order } = await awaited();
    await lineWork(rma.id, line.id, 'missing', { cause: 'short' });
    const second = await open(order, { reason: 'quality_fault' });
    expect(await lineWork(rma.id, line.id, 'found', { quantity: 1 })).toMatchObject({
      status: 409,
      body: { code: 'quantity_exceeds_bought' },
    });
    await step(`/api/rmas/${second.id}/withdraw`, { cause: 'twice' });
    const before = await coatsAt('returns');
    const pressed = { 'idempotency-key': `found-${rma.id}` };
    const [one, two] = await Promise.all(
      [1, 2].map(() => lineWork(rma.id, line.id, 'found', { quantity: 1 }, pressed)),
    );
    expect([one?.status, two?.status]).toEqual([200, 200]);
    expect(await coatsAt('returns')).toBe(before + 1);
    expect((await lineWork(rma.id, line.id, 'found', { quantity: 1 })).body.code).toBe('line_not_missing');
    expect(await see(rma.id)).toMatchObject({
      lines: [{ reception: 'received' }],
      differences: [{ outcome: 'turned_up' }],
    });
  });

  test('a wrong article is set apart as nobody’s, names the return, and is booked once however often it is told', async () => {
    await placeOrder(harness);
    const { rma, line } = await awaited(2);
    const before = await coatsAt('QUARANTINE');
    const body = { kind: 'wrong_article', lineId: line.id, sku: 'COAT-M', quantity: 1, photos: ['fil_1'] };
    const pressed = { 'idempotency-key': `wrong-${rma.id}` };
    const told = await Promise.all(
      [1, 2].map(() => call<Counted>('POST', `/api/rmas/${rma.id}/differences`, body, pressed)),
    );
    expect(told.map(({ status }) => status)).toEqual([200, 200]);
    expect(await coatsAt('QUARANTINE')).toBe(before + 1);
    const now = (await see(rma.id)) as Counted;
    expect(now.lines.map(({ quantity, reception }) => [quantity, reception])).toEqual([
      [1, 'awaiting'],
      [1, 'awaiting'],
    ]);
    const unknown = await call<{ origin: { rmaId: string } }>(
      'GET',
      `/api/unknown-parcels/${now.differences[0]?.unknownId}`,
    );
    expect(unknown.body).toMatchObject({ state: 'open', origin: { rmaId: rma.id, number: rma.number } });
  });

  test('a refused report books no goods', async () => {
    const { rma, line } = await awaited();
    const before = await coatsAt('QUARANTINE');
    const body = { kind: 'wrong_article', lineId: line.id, sku: 'COAT-M', quantity: 2 };
    expect(await call('POST', `/api/rmas/${rma.id}/differences`, body)).toMatchObject({
      status: 409,
      body: { code: 'quantity_exceeds_line' },
    });
    expect(
      await call('POST', `/api/rmas/${rma.id}/differences`, { ...body, quantity: 1, sku: 'NO-SUCH' }),
    ).toMatchObject({
      body: { code: 'sku_unknown' },
    });
    expect(await coatsAt('QUARANTINE')).toBe(before);
  });

  test('no money goes back by rule while a difference is open; a person’s word lets it go', async () => {
    const { rma, line } = await awaited();
    await call('POST', `/api/rmas/${rma.id}/differences`, {
      kind: 'extra',
      lineId: line.id,
      sku: 'COAT-M',
      quantity: 1,
    });
    await lineWork(rma.id, line.id, 'receive', { quantity: 1 });
    const clean = await lineWork(rma.id, line.id, 'inspect', { quantity: 1, grade: 'new' });
    expect(clean.body.refunds).toEqual([]);
    const refund = () => call('POST', `/api/rmas/${rma.id}/refund`, { deductions: [] });
    expect(await refund()).toMatchObject({ status: 409, body: { code: 'difference_not_settled' } });
    const difference = present(clean.body.differences[0], 'a difference');
    const settled = await call('POST', `/api/rmas/${rma.id}/differences/${difference.id}/settle`, {
      outcome: 'as_counted',
    });
    expect(settled.status).toBe(200);
    expect(await refund()).toMatchObject({ status: 200, body: { refunds: [{ state: 'requested' }] } });
  });

  test('a piece that two desks receive at one moment is in stock once', async () => {
    const { rma, line } = await awaited();
    const before = await coatsAt('returns');
    const answers = await Promise.all([1, 2].map(() => lineWork(rma.id, line.id, 'receive', { quantity: 1 })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await coatsAt('returns')).toBe(before + 1);
  });
});

describe('what a handheld takes along (W-1)', () => {
  test('the desk without a network asks what the server asks, class by class and article by article', async () => {
    const { body: shipped } = await call<BookView>('GET', '/api/inspection/book');
    const coats = {
      id: 'coats',
      goodsClass: 'textile_home',
      skuPrefix: 'COAT',
      serials: 'required',
      minShelfDays: 3,
      checks: [
        {
          code: 'belt',
          kind: 'accessory',
          name: { zh: '腰带', en: 'Belt' },
          required: true,
          photoOnFail: true,
          cap: 'minor_flaw',
          consequence: '¥30',
        },
      ],
    };
    const publish = async (version: number, content: object) =>
      (await call<BookView>('PUT', '/api/inspection/book', { version, content })).body;
    for (const templates of [shipped.content.templates, [...shipped.content.templates, coats]]) {
      const { version } = (await call<BookView>('GET', '/api/inspection/book')).body;
      const { content } = await publish(version, { ...shipped.content, templates });
      const { rma, line } = await awaited();
      const { body: told } = await call<Asked>('GET', `/api/rmas/${rma.id}/lines/${line.id}/desk`);
      const { checks, grades, serials, minShelfDays } = told;
      expect({ ...askedOf(bookOf(content), { sku: 'COAT-M', goodsClass: 'textile_home' }) }).toEqual({
        ...{ checks, grades, serials, minShelfDays },
        serialsKnown: null,
      });
    }
    const { version } = (await call<BookView>('GET', '/api/inspection/book')).body;
    await publish(version, shipped.content);
  });

  test('all that is awaited, page by page, and nothing about buyers', async () => {
    const { rma, waybill } = await awaited(2);
    const seen: { id: string }[] = [];
    let after = '';
    do {
      const url = `/api/receiving/expected?limit=3${after ? `&after=${after}` : ''}`;
      const { body } = await call<{ rows: { id: string }[]; next: string | null }>('GET', url);
      expect(JSON.stringify(body)).not.toMatch(/"(buyer|phone|nick|note)|1234"|王小明/);
      seen.push(...body.rows);
      after = body.next ?? '';
    } while (after);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.find(({ id }) => id === rma.id)).toMatchObject({
      number: rma.number,
      linesMade: 1,
      parcels: [{ waybill }],
      lines: [{ sku: 'COAT-M', title: '羊毛大衣 M', quantity: 2, goodsClass: 'textile_home', reception: 'awaiting' }],
    });
  });

  test('a step that could not be merged is one task until somebody settles it', async () => {
    const { rma, line } = await awaited();
    const told = {
      commandId: `offline-${rma.id}`,
      command: 'receive_line',
      path: `/api/rmas/${rma.id}/lines/${line.id}/receive`,
      body: { quantity: 1 },
      rmaId: rma.id,
      lineId: line.id,
      refusal: { code: 'line_not_expected', reception: 'received' },
      pressedAt: '2026-01-05T08:00:00.000Z',
    };
    const ids = await Promise.all([1, 2].map(() => call<{ id: string }>('POST', '/api/receiving/conflicts', told)));
    expect(ids[0]?.body.id).toBe(ids[1]?.body.id);
    // Whoever repeats a step does so with his own rights: no other place is kept than where the dock sends its steps.
    for (const path of ['/api/members', `/api/rmas/${rma.id}/refund`, `/api/rmas/${rma.id}/lines/${line.id}/dispose`]) {
      const other = { ...told, commandId: `offline-other-${rma.id}`, path };
      expect(await call('POST', '/api/receiving/conflicts', other)).toMatchObject({ status: 400 });
    }
    const list = () => call<{ rows: { id: string }[]; open: number }>('GET', '/api/receiving/conflicts');
    const open1 = (await list()).body;
    expect(open1.rows[0]).toMatchObject({
      command: 'receive_line',
      refusal: { code: 'line_not_expected' },
      rma: { number: rma.number },
      line: { sku: 'COAT-M', reception: 'awaiting' },
      pressedBy: { name: 'test' },
    });
    const settle = (outcome: string) => call('POST', `/api/receiving/conflicts/${ids[0]?.body.id}/settle`, { outcome });
    expect((await settle('dropped')).body).toMatchObject({ state: 'dropped', settledBy: { name: 'test' } });
    expect(await settle('retried')).toMatchObject({ status: 409, body: { code: 'conflict_already_settled' } });
    expect((await list()).body.open).toBe(open1.open - 1);
  });
});

describe('the label of goods that were graded (W-5)', () => {
  test('holds the article and the return as text and bars, and no character its fonts lack', async () => {
    const { rma, line } = await awaited();
    const address = `/api/rmas/${rma.id}/lines/${line.id}/label`;
    expect(await call('GET', `${address}.pdf`)).toMatchObject({ status: 409, body: { code: 'line_not_inspected' } });
    await lineWork(rma.id, line.id, 'receive', { quantity: 1 });
    await lineWork(rma.id, line.id, 'inspect', { quantity: 1, grade: 'minor_flaw' });
    const key = await harness.keyWith(['goods:inspect']);
    const fetched = (format: string) =>
      harness.server.inject({ method: 'GET', url: `${address}.${format}?copies=2`, headers: { 'x-api-key': key } });
    const zpl = await fetched('zpl');
    expect(zpl.body).toContain(`MA,COAT-M|${rma.number}`);
    expect(zpl.body).toContain('^PQ2');
    expect(zpl.body).toContain('MINOR_5fFLAW');
    expect(zpl.body.split('\n').every((row) => /^[ -~]*$/.test(row))).toBe(true);
    const pdf = await fetched('pdf');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.body.match(/\/Type \/Page\b/g)).toHaveLength(2);
  });
});

test('everything that was stored is what its events add up to', async () => {
  expect((await replay(program.app, merchantId)).disagreements).toEqual([]);
});
