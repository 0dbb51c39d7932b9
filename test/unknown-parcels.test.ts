import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { RmaId } from '../src/domain/ids.ts';
import type { Tx } from '../src/server/db/database.ts';
import { replay } from '../src/server/returns/replay.ts';
import { anOrder, type OrderReply, startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';
import { COAT, type Unknown, unknownDesk } from './support/unknown-desk.ts';

const harness = await startHarness();
const { call, program, merchantId } = harness;
const { open, see, step } = deskOf(harness);
const { act, aNumber, aPhone, bookIn, look, order } = unknownDesk(harness);
const inMerchant = <T>(work: (tx: Tx) => Promise<T>) => program.app.db.inMerchant(merchantId, work);

/** Where units of the coat lie, by the balances that the movements add up to. */
async function coatsAt(): Promise<Record<string, number>> {
  const { rows } = await inMerchant((tx) =>
    sql<{ location: string; quantity: bigint }>`select location, quantity from stock_balance
      where merchant_id = ${merchantId} and sku = 'COAT-M' and condition = 'uninspected'`.execute(tx),
  );
  return Object.fromEntries(rows.map(({ location, quantity }) => [location, Number(quantity)]));
}
const moved = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries(['QUARANTINE', 'returns', 'customer'].map((at) => [at, (after[at] ?? 0) - (before[at] ?? 0)]));

// An article is known by an order that holds it.
await order();

describe('a parcel without an owner (W-2)', () => {
  test('is booked in, set apart, and its sender’s phone is nowhere in clear', async () => {
    const before = await coatsAt();
    const phone = aPhone();
    const parcel = await bookIn({ phone, senderName: '王小明', city: '深圳', weightGrams: 1_300 });
    expect(parcel).toMatchObject({
      state: 'open',
      ageing: 'fresh',
      sender: { phoneTail: phone.slice(-4), maskedName: '王**' },
      items: [{ sku: 'COAT-M', quantity: 1, bound: 0 }],
    });
    expect(moved(before, await coatsAt())).toEqual({ QUARANTINE: 1, returns: 0, customer: -1 });
    const stored = await inMerchant((tx) =>
      sql<{ text: string }>`select (select string_agg(u::text, '') from unknown_parcel u)
        || (select string_agg(e::text, '') from unknown_parcel_event e) as text`.execute(tx),
    );
    expect(stored.rows[0]?.text).toContain(phone.slice(-4));
    for (const secret of [phone, '王小明']) expect(stored.rows[0]?.text).not.toContain(secret);
  });

  test('is one parcel however often the same press arrives, and one number is booked in once', async () => {
    const waybill = aNumber();
    const body = { waybill, contents: [COAT] };
    const headers = { 'idempotency-key': `book-${waybill}` };
    const before = await coatsAt();
    const answers = await Promise.all(
      [1, 2, 3].map(() => call<Unknown>('POST', '/api/unknown-parcels', body, headers)),
    );
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const other = await call(
      'POST',
      '/api/unknown-parcels',
      { ...body, contents: [{ ...COAT, quantity: 2 }] },
      headers,
    );
    expect(other).toMatchObject({ status: 409, body: { code: 'command_id_reused' } });
    const desks = await Promise.all([1, 2].map(() => call('POST', '/api/unknown-parcels', body)));
    for (const desk of desks) {
      expect(desk).toMatchObject({
        status: 409,
        body: { code: 'already_booked_in', rejection: { unknownId: answers[0]?.body.id } },
      });
    }
    expect(moved(before, await coatsAt())).toMatchObject({ QUARANTINE: 1 });
  });

  test.each([
    ['an article that nobody sells', { contents: [{ sku: 'NO-SUCH', quantity: 1 }] }, 409, 'sku_unknown'],
    ['a picture that does not exist', { photos: ['fil_none'] }, 404, 'file_not_found'],
    ['a place that is not apart', { location: 'returns' }, 400, 'invalid_input'],
    ['half a phone tail', { phoneTail: '12' }, 400, 'invalid_input'],
    ['no unit at all', { contents: [{ sku: 'COAT-M', quantity: 0 }] }, 400, 'invalid_input'],
  ])('with %s is refused', async (_, facts, status, code) => {
    const answer = await call('POST', '/api/unknown-parcels', { contents: [COAT], ...facts });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  test('is counted again before it is bound, and stock follows', async () => {
    const parcel = await bookIn({ contents: [] });
    const before = await coatsAt();
    const again = await act(parcel.id, 'recount', { contents: [COAT, COAT] });
    expect(again.body.items).toEqual([expect.objectContaining({ sku: 'COAT-M', quantity: 2 })]);
    expect(moved(before, await coatsAt())).toMatchObject({ QUARANTINE: 2 });
    await act(parcel.id, 'recount', { contents: [COAT] });
    expect(moved(before, await coatsAt())).toMatchObject({ QUARANTINE: 1 });
  });

  test('is sent back, and then its number may come again', async () => {
    const waybill = aNumber();
    const parcel = await bookIn({ waybill });
    const before = await coatsAt();
    const gone = await act(parcel.id, 'send-back', { courier: 'shunfeng', waybill: aNumber() });
    expect(gone.body).toMatchObject({ state: 'sent_back', candidates: [] });
    expect(moved(before, await coatsAt())).toEqual({ QUARANTINE: -1, returns: 0, customer: 1 });
    expect(await act(parcel.id, 'recount', { contents: [COAT] })).toMatchObject({
      status: 409,
      body: { code: 'unknown_parcel_not_open' },
    });
    expect((await bookIn({ waybill })).id).not.toBe(parcel.id);
  });
});

describe('its candidates', () => {
  test('the return of the phone on the label stands first, with the reason of its score', async () => {
    const phone = aPhone();
    const right = await open(await order({ phone }));
    await open(await order());
    const parcel = await bookIn({ phone, senderName: '王**' });
    const [first, second] = parcel.candidates;
    expect(first).toMatchObject({ kind: 'return', rma: { id: right.id }, fits: 1, obstacle: null });
    expect(first?.score).toBeGreaterThan(0.95);
    expect(first?.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['phone_same', 'name_fits', 'goods_expected', 'goods_complete', 'timing_usual']),
    );
    expect(second?.score ?? 0).toBeLessThan(0.2);
  });

  test('a tail of four digits, a number with one digit wrong, and the number an order went out under are enough', async () => {
    const phone = aPhone();
    const byTail = await open(await order({ phone }));
    const tail = await bookIn({ phoneTail: phone.slice(-4) });
    expect(tail.candidates[0]?.rma?.id).toBe(byTail.id);

    const said = await open(await order());
    await step(`/api/rmas/${said.id}/parcels`, { courier: 'yuantong', waybill: 'YT8800000001' });
    const mistyped = await bookIn({ waybill: 'YT8800000007' });
    expect(mistyped.candidates[0]).toMatchObject({ rma: { id: said.id } });
    expect(mistyped.candidates[0]?.reasons.map(({ code }) => code)).toContain('waybill_nearly');

    const out = aNumber();
    const facts = anOrder({ phone: aPhone() });
    const shipped = await call<OrderReply>('POST', '/api/orders', facts);
    await inMerchant((tx) =>
      sql`update sales_order set outbound = ${JSON.stringify([{ courier: 'yuantong', waybill: out }])}::jsonb
        where merchant_id = ${merchantId} and order_id = ${shipped.body.id}`.execute(tx),
    );
    const refused = await bookIn({ waybill: out });
    expect(refused.candidates[0]).toMatchObject({ kind: 'order', rma: null, order: { id: shipped.body.id } });
    expect(refused.candidates[0]?.reasons[0]?.code).toBe('waybill_outbound');
  });

  test('a request that is not granted yet is a candidate that cannot be bound, and says why', async () => {
    const phone = aPhone();
    const asked = await open(await order({ phone }), { reason: 'other' });
    expect(asked.review).toBe('escalated');
    const parcel = await bookIn({ phone });
    expect(parcel.candidates[0]).toMatchObject({ rma: { id: asked.id }, obstacle: { code: 'not_approved' } });
    const refused = await act(parcel.id, 'bind', { rmaId: asked.id });
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_approved' } });
  });
});

describe('binding', () => {
  test('one tap books the goods into the return; undo reverses all of it, books and stock too', async () => {
    const rma = await open(await order({ unitCostMinor: 8_000 }));
    const before = await coatsAt();
    const parcel = await bookIn();
    const bound = await act(parcel.id, 'bind', { rmaId: rma.id });
    expect(bound.body).toMatchObject({
      state: 'bound',
      ageing: 'none',
      bindings: [{ rmaId: rma.id, units: 1 }],
      candidates: [],
    });
    expect((await see(rma.id)).lines[0]).toMatchObject({ reception: 'received' });
    expect(moved(before, await coatsAt())).toEqual({ QUARANTINE: 0, returns: 1, customer: -1 });

    const undone = await act(parcel.id, 'unbind', { rmaId: rma.id });
    expect(undone.body).toMatchObject({ state: 'open', bindings: [] });
    expect(undone.body.history.map(({ type }) => type)).toEqual(['booked_in', 'bound', 'unbound']);
    const after = await see(rma.id);
    expect(after.lines[0]).toMatchObject({ reception: 'awaiting' });
    expect(after.stage).toBe('awaiting_buyer');
    expect(moved(before, await coatsAt())).toEqual({ QUARANTINE: 1, returns: 0, customer: -1 });
    const books = await inMerchant((tx) =>
      sql<{
        account: string;
        net: bigint;
      }>`select l.account_code as account, sum(l.debit_minor - l.credit_minor)::bigint as net
        from journal_entry e join journal_line l on l.merchant_id = e.merchant_id and l.entry_id = e.entry_id
        where e.merchant_id = ${merchantId} and e.rma_id = ${rma.id} group by 1`.execute(tx),
    );
    expect(books.rows.map(({ net }) => Number(net))).toEqual([0, 0]);
    expect((await act(parcel.id, 'bind', { rmaId: rma.id })).body).toMatchObject({ state: 'bound' });
  });

  test('two people who bind one parcel to two returns at once: one of them has it', async () => {
    const [one, other] = [await open(await order()), await open(await order())];
    const parcel = await bookIn();
    const answers = await Promise.all([one, other].map(({ id }) => act(parcel.id, 'bind', { rmaId: id })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const received = (await Promise.all([one, other].map(({ id }) => see(id)))).filter(
      ({ lines }) => lines[0]?.reception === 'received',
    );
    expect(received).toHaveLength(1);
  });

  test('the same press twice binds once', async () => {
    const rma = await open(await order());
    const parcel = await bookIn();
    const headers = { 'idempotency-key': `bind-${parcel.id}` };
    const answers = await Promise.all([1, 2].map(() => act(parcel.id, 'bind', { rmaId: rma.id }, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await look(parcel.id)).history.map(({ type }) => type)).toEqual(['booked_in', 'bound']);
  });

  test('goods of two returns in one box: each takes its own, and the parcel is done when both have', async () => {
    const [one, other] = [await open(await order()), await open(await order())];
    const parcel = await bookIn({ contents: [{ ...COAT, quantity: 2 }] });
    const half = await act(parcel.id, 'bind', { rmaId: one.id });
    expect(half.body).toMatchObject({ state: 'open', items: [{ quantity: 2, bound: 1 }] });
    expect(half.body.candidates.map(({ rma }) => rma?.id)).not.toContain(one.id);
    expect((await act(parcel.id, 'bind', { rmaId: other.id })).body.state).toBe('bound');
  });

  test('what was graded stays: nothing of it is unbound', async () => {
    const rma = await open(await order());
    const parcel = await bookIn();
    await act(parcel.id, 'bind', { rmaId: rma.id });
    await step(`/api/rmas/${rma.id}/lines/${rma.lines[0]?.id}/inspect`, { quantity: 1, grade: 'new' });
    expect(await act(parcel.id, 'unbind', { rmaId: rma.id })).toMatchObject({
      status: 409,
      body: { code: 'line_already_inspected' },
    });
    expect((await look(parcel.id)).state).toBe('bound');
  });

  test('a part graded meanwhile: nothing is unbound, not even the rest', async () => {
    const bought = await order({ quantity: 2 });
    const both = await step('/api/rmas', {
      orderId: bought.id,
      resolution: 'return_and_refund',
      reason: 'no_reason',
      lines: [{ orderLineId: bought.lines[0]?.id, quantity: 2 }],
    });
    const parcel = await bookIn({ contents: [{ ...COAT, quantity: 2 }] });
    await act(parcel.id, 'bind', { rmaId: both.id });
    await step(`/api/rmas/${both.id}/lines/${both.lines[0]?.id}/inspect`, { quantity: 1, grade: 'new' });
    const refused = await act(parcel.id, 'unbind', { rmaId: both.id });
    expect(refused).toMatchObject({ status: 409, body: { code: 'line_already_inspected' } });
    expect((await see(both.id)).lines.every(({ reception }) => reception === 'received')).toBe(true);
  });

  test('the database itself takes no piece twice', async () => {
    const parcel = await bookIn();
    const tooMany = (statement: ReturnType<typeof sql>) => inMerchant((tx) => statement.execute(tx));
    await expect(
      tooMany(
        sql`update unknown_parcel_item set bound = 2 where merchant_id = ${merchantId} and unknown_id = ${parcel.id}`,
      ),
    ).rejects.toThrow(/check constraint/);
    await expect(
      tooMany(
        sql`update unknown_parcel set bound_units = 2 where merchant_id = ${merchantId} and unknown_id = ${parcel.id}`,
      ),
    ).rejects.toThrow(/check constraint/);
    await expect(
      tooMany(sql`delete from unknown_parcel_event where merchant_id = ${merchantId} and unknown_id = ${parcel.id}`),
    ).rejects.toThrow(/permission denied/);
  });

  test('an order on which nobody asked: the return is opened for these goods and takes them at once', async () => {
    const phone = aPhone();
    const bought = await order({ phone, quantity: 2 });
    const parcel = await bookIn({ phone });
    expect(parcel.candidates[0]).toMatchObject({ kind: 'order', order: { id: bought.id }, fits: 1 });
    const headers = { 'idempotency-key': `open-${parcel.id}` };
    const asked = { orderId: bought.id, reason: 'no_reason' };
    const path = `/api/unknown-parcels/${parcel.id}/open-return`;
    const opened = await call<{ rmaId: RmaId; bound: boolean; parcel: Unknown }>('POST', path, asked, headers);
    expect(opened.body).toMatchObject({ bound: true, parcel: { state: 'bound' } });
    expect((await see(opened.body.rmaId)).lines).toMatchObject([{ quantity: 1, reception: 'received' }]);
    const again = await call<{ rmaId: RmaId }>('POST', path, asked, headers);
    expect(again.body.rmaId).toBe(opened.body.rmaId);
  });

  test('where the rules want a person first, the opened return waits with the goods suggested', async () => {
    const bought = await order();
    const parcel = await bookIn();
    const opened = await act(parcel.id, 'open-return', { orderId: bought.id, reason: 'other' });
    expect(opened.body).toMatchObject({ bound: false, parcel: { state: 'open', suggested: { score: 1 } } });
  });
});

test('whoever may not receive goods sees them and binds none', async () => {
  const parcel = await bookIn();
  const rma = await open(await order());
  const headers = { 'x-api-key': await harness.keyWith(['rma:read']) };
  expect((await call('GET', `/api/unknown-parcels/${parcel.id}`, undefined, headers)).status).toBe(200);
  expect((await act(parcel.id, 'bind', { rmaId: rma.id }, headers)).status).toBe(403);
});

test('folding all events again gives the rows that are stored, and every movement has its other side', async () => {
  expect((await replay(program.app, merchantId)).disagreements).toEqual([]);
  const { rows } = await inMerchant((tx) =>
    sql<{ stored: string; moved: string }>`select
      (select sum(quantity)::text from stock_balance where merchant_id = ${merchantId}) as stored,
      (select string_agg(b.sku || b.location, ',') from stock_balance b where b.merchant_id = ${merchantId}
        and b.quantity <> (select coalesce(sum(case when m.to_location = b.location and m.to_condition = b.condition
            then m.quantity else 0 end) - sum(case when m.from_location = b.location and m.from_condition = b.condition
            then m.quantity else 0 end), 0) from stock_movement m where m.merchant_id = b.merchant_id and m.sku = b.sku))
        as moved`.execute(tx),
  );
  expect(rows[0]).toEqual({ stored: '0', moved: null });
});
