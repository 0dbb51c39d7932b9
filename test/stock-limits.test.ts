import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { permissions } from '../src/domain/people/permissions.ts';
import { checkStock } from '../src/server/stock/check-stock.ts';
import { startHarness } from './support/app-harness.ts';
import { inspectionDesk } from './support/inspection-desk.ts';
import { deskOf } from './support/returns-desk.ts';
import { stockDesk } from './support/stock-desk.ts';

const harness = await startHarness();
const { call, program, merchantId, keyWith } = harness;
const { post, done, get, giveBack, at, account, place, expectSound } = stockDesk(harness);
const { step, see } = deskOf(harness);
const { publish } = inspectionDesk(harness);
const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });

/** Each test has people of its own: what somebody has scrapped today counts against him. */
let asOne: Record<string, string>;
let asOther: Record<string, string>;
beforeEach(async () => {
  asOne = { 'x-api-key': await keyWith([...permissions]) };
  asOther = { 'x-api-key': await keyWith([...permissions]) };
});
beforeAll(async () => {
  await publish(() => ({ scrapApprovalAbove: cny(100_000) }));
});

const move = (from: string, to: string, quantity: number, condition = 'good', into = condition) => ({
  lines: [{ sku: 'COAT-M', quantity, from: { location: from, condition }, to: { location: to, condition: into } }],
});
const places = async (...codes: string[]) => {
  for (const code of codes) await place(code);
};
const refusedWith = (code: string, rejection: object = {}) => ({
  status: 409,
  body: { code, rejection: expect.objectContaining(rejection) },
});

describe('scrap above the limit waits for a second person, whichever document scraps (W-4, W-5)', () => {
  test('a transfer to scrap waits, moves nothing, and its own asker cannot approve it', async () => {
    await places('L-01', 'L-02');
    await giveBack(2, 'restock', 'L-01', { unitCostMinor: 80_000 });
    const asked = await done('transfers', move('L-01', 'L-02', 2, 'good', 'scrap'), asOne);
    expect(asked.state).toBe('to_approve');
    expect((await at('L-02', 'scrap')).quantity).toBe(0);
    const url = `transfers/${asked.id}/approve`;
    expect(await post(url, {}, asOne)).toMatchObject(refusedWith('second_person_needed_here'));
    const mover = { 'x-api-key': await keyWith(['stock:read', 'stock:move']) };
    expect((await post(url, {}, mover)).status).toBe(403);
    const lost = await account('1901');
    expect((await done(url, {}, asOther)).state).toBe('done');
    expect(await at('L-02', 'scrap')).toEqual({ quantity: 2, value: 0 });
    expect((await account('1901')) - lost).toBe(160_000);
    expect(await post(url, {}, asOther)).toMatchObject(refusedWith('transfer_not_waiting'));
    await expectSound();
  });

  test('in small parts it is as much as in one', async () => {
    await places('L-03', 'L-04');
    await giveBack(2, 'restock', 'L-03', { unitCostMinor: 80_000 });
    expect((await done('transfers', move('L-03', 'L-04', 1, 'good', 'scrap'), asOne)).state).toBe('done');
    expect((await done('transfers', move('L-03', 'L-04', 1, 'good', 'scrap'), asOne)).state).toBe('to_approve');
  });

  test('what is not approved stays where it is, and the asker may take his wish back', async () => {
    await places('L-05', 'L-06');
    await giveBack(4, 'restock', 'L-05', { unitCostMinor: 80_000 });
    const wish = () => done('transfers', move('L-05', 'L-06', 2, 'good', 'scrap'), asOne);
    const first = await wish();
    expect((await done(`transfers/${first.id}/refuse`, { note: '还能卖' }, asOther)).state).toBe('declined');
    const second = await wish();
    expect((await done(`transfers/${second.id}/cancel`, {}, asOne)).state).toBe('cancelled');
    const third = await wish();
    await done('transfers', move('L-05', 'L-03', 3), asOther);
    expect(await post(`transfers/${third.id}/approve`, {}, asOther)).toMatchObject(
      refusedWith('not_enough_there', { available: 1 }),
    );
    expect(await at('L-05', 'good')).toEqual({ quantity: 1, value: 80_000 });
    await expectSound();
  });

  test('a repair that ends in scrap waits too, and goes on where it is refused', async () => {
    await places('R-11', 'R-12');
    await giveBack(2, 'repair', 'R-11', { unitCostMinor: 80_000 });
    const repair = await done('repairs', { sku: 'COAT-M', quantity: 2, location: 'R-11' }, asOne);
    const finish = () => done(`repairs/${repair.id}/finish`, { result: 'scrap', location: 'R-12' }, asOne);
    expect((await finish()).state).toBe('to_approve');
    expect(await at('R-12', 'scrap')).toEqual({ quantity: 0, value: 0 });
    expect(await post(`repairs/${repair.id}/approve-scrap`, {}, asOne)).toMatchObject(
      refusedWith('second_person_needed_here'),
    );
    expect(await post(`repairs/${repair.id}/parts`, { name: '拉链', quantity: 1, cost: cny(1) }, asOne)).toMatchObject(
      refusedWith('scrap_waits_for_approval'),
    );
    expect((await done(`repairs/${repair.id}/refuse-scrap`, { note: '再修修' }, asOther)).state).toBe('open');
    await finish();
    expect(await done(`repairs/${repair.id}/approve-scrap`, {}, asOther)).toMatchObject({
      state: 'finished',
      result: 'scrap',
    });
    expect(await at('R-12', 'scrap')).toEqual({ quantity: 2, value: 0 });
    await expectSound();
  });
});

describe('goods that a return or a repair holds (W-5, W-6)', () => {
  test('no document takes what a return has set apart, and the return still can', async () => {
    await places('Q-01', 'Q-02');
    const rma = await giveBack(1, 'quarantine', 'Q-01');
    expect(await post('transfers', move('Q-01', 'Q-02', 1, 'quarantine', 'to_vendor'))).toMatchObject(
      refusedWith('goods_are_held', { sku: 'COAT-M', location: 'Q-01', available: 0, held: 1 }),
    );
    const line = (await see(rma.id)).lines[0]?.id;
    await step(`/api/rmas/${rma.id}/lines/${line}/dispose`, { quantity: 1, disposition: 'resale', location: 'Q-02' });
    expect(await at('Q-01', 'quarantine')).toEqual({ quantity: 0, value: 0 });
    await expectSound();
  });

  test('what was set apart and is there no more is told before it is put away', async () => {
    await places('Q-03', 'Q-04');
    const rma = await giveBack(1, 'quarantine', 'Q-03');
    // As goods that a document of an earlier version has taken.
    await program.app.db.inMerchant(merchantId, (tx) =>
      sql`update stock_balance set quantity = 0 where merchant_id = ${merchantId} and location = 'Q-03'`.execute(tx),
    );
    const line = (await see(rma.id)).lines[0]?.id;
    const put = { quantity: 1, disposition: 'resale', location: 'Q-04' };
    expect(await call('POST', `/api/rmas/${rma.id}/lines/${line}/dispose`, put)).toMatchObject(
      refusedWith('goods_have_moved_on', { left: 0 }),
    );
    await program.app.db.inMerchant(merchantId, (tx) =>
      sql`update stock_balance set quantity = 1 where merchant_id = ${merchantId} and location = 'Q-03'`.execute(tx),
    );
  });

  test('no transfer and no undoing takes what an open repair holds', async () => {
    await places('R-21', 'R-22');
    const rma = await giveBack(1, 'repair', 'R-21');
    const repair = await done('repairs', { sku: 'COAT-M', quantity: 1, location: 'R-21' });
    expect(await post('transfers', move('R-21', 'R-22', 1, 'to_repair'))).toMatchObject(
      refusedWith('goods_are_held', { available: 0, held: 1 }),
    );
    const line = (await see(rma.id)).lines[0]?.id;
    const undo = { quantity: 1, because: '放错了' };
    expect(await call('POST', `/api/rmas/${rma.id}/lines/${line}/undo-disposition`, undo)).toMatchObject(
      refusedWith('goods_have_moved_on', { left: 0 }),
    );
    await done(`repairs/${repair.id}/cancel`);
    await done('transfers', move('R-21', 'R-22', 1, 'to_repair'));
    await expectSound();
  });

  test('what the database itself refuses is told with place, article and what is there', async () => {
    await places('D-01', 'D-02');
    await giveBack(1, 'restock', 'D-01');
    const { notThere } = await import('../src/server/db/stock-is-there.ts');
    const error = await program.app.db
      .inMerchant(merchantId, (tx) =>
        sql`update stock_balance set quantity = quantity - 3 where merchant_id = ${merchantId} and location = 'D-01'`.execute(
          tx,
        ),
      )
      .catch((thrown: unknown) => thrown);
    expect(notThere(error)).toEqual({
      code: 'stock_is_not_there',
      sku: 'COAT-M',
      location: 'D-01',
      condition: 'good',
      available: 1,
    });
    expect(notThere(new Error('other'))).toBeUndefined();
  });
});

describe('counting', () => {
  const line = (quantity: number, location: string, condition = 'good') => ({
    sku: 'COAT-M',
    location,
    condition,
    quantity,
  });
  const counted = async (id: string, ...lines: ReturnType<typeof line>[]) => {
    for (const _ of [1, 2]) {
      await done(`counts/${id}/counted`, { lines }, asOne);
      await done(`counts/${id}/submit`, {}, asOne);
    }
  };

  test('two sheets that found the same difference post it once', async () => {
    await places('C-11');
    await giveBack(5, 'restock', 'C-11');
    const one = await done('counts', { location: 'C-11' }, asOne);
    const two = await done('counts', { location: 'C-11' }, asOne);
    await counted(one.id, line(4, 'C-11'));
    await counted(two.id, line(4, 'C-11'));
    expect((await done(`counts/${one.id}/approve`, {}, asOther)).state).toBe('done');
    expect(await post(`counts/${two.id}/approve`, {}, asOther)).toMatchObject(
      refusedWith('counted_elsewhere', { sku: 'COAT-M', location: 'C-11', number: one.number }),
    );
    expect((await at('C-11', 'good')).quantity).toBe(4);
    expect((await done(`counts/${two.id}/send-back`, {}, asOther)).state).toBe('recounting');
    await done(`counts/${two.id}/counted`, { lines: [line(3, 'C-11')] }, asOne);
    expect((await done(`counts/${two.id}/submit`, {}, asOne)).state).toBe('to_approve');
    await done(`counts/${two.id}/approve`, {}, asOther);
    expect((await at('C-11', 'good')).quantity).toBe(3);
    await expectSound();
  });

  test('both at once: one is posted', async () => {
    await places('C-12');
    await giveBack(1, 'restock', 'C-12');
    const sheets = [await done('counts', { location: 'C-12' }), await done('counts', { location: 'C-12' })];
    // Found where the books have no such article: there is no row to lock.
    for (const { id } of sheets) await counted(id, line(2, 'C-12', 'to_vendor'), line(1, 'C-12'));
    const answers = await Promise.all(sheets.map(({ id }) => post(`counts/${id}/approve`, {}, asOther)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await at('C-12', 'to_vendor')).quantity).toBe(2);
    await expectSound();
  });

  test('found scrap is worth nothing, and found second-hand goods what such goods stand at', async () => {
    await places('C-13');
    await giveBack(1, 'restock', 'C-13', { unitCostMinor: 9_000 });
    const sheet = await done('counts', { location: 'C-13' });
    await counted(sheet.id, line(1, 'C-13'), line(2, 'C-13', 'scrap'), line(1, 'C-13', 'second_hand'));
    const { rows } = await program.app.db.inMerchant(merchantId, (tx) =>
      sql<{
        quantity: bigint;
        value: bigint;
      }>`select sum(quantity)::bigint as quantity, sum(value_minor)::bigint as value
        from stock_balance where merchant_id = ${merchantId} and sku = 'COAT-M' and condition = 'second_hand'
          and quantity > 0 and location <> 'difference'`.execute(tx),
    );
    await done(`counts/${sheet.id}/approve`, {}, asOther);
    expect(await at('C-13', 'scrap')).toEqual({ quantity: 2, value: 0 });
    const average = Math.round(Number(rows[0]?.value) / Number(rows[0]?.quantity));
    expect((await at('C-13', 'second_hand')).value).toBe(average);
    await expectSound();
  });
});

describe('undoing (W-6)', () => {
  test('goods leave a place at what it stands at now, and come back at what they came in at', async () => {
    await places('U-01', 'U-02');
    const rma = await giveBack(1, 'restock', 'U-01', { unitCostMinor: 8_000 });
    await giveBack(1, 'restock', 'U-01', { unitCostMinor: 10_000 });
    await done('transfers', move('U-01', 'U-02', 1));
    expect(await at('U-01', 'good')).toEqual({ quantity: 1, value: 9_000 });
    const line = (await see(rma.id)).lines[0]?.id;
    const sold = await account('6401');
    await step(`/api/rmas/${rma.id}/lines/${line}/undo-disposition`, { quantity: 1, because: '放错了' });
    expect(await at('U-01', 'good')).toEqual({ quantity: 0, value: 0 });
    expect((await account('6401')) - sold).toBe(1_000);
    await expectSound();
  });

  test('a place that holds nothing and is worth something is told by the check', async () => {
    expect(await checkStock(program.app, merchantId)).toEqual([]);
    await program.app.db.inMerchant(merchantId, async (tx) => {
      await sql`insert into stock_movement (merchant_id, movement_id, sku, quantity, from_location, from_condition,
          to_location, to_condition, currency, value_minor, cost_minor, document_id, document_seq, document_line)
        select ${merchantId}, 'mov_' || n, 'HAT', 1, case n when 1 then 'difference' else 'H-01' end, 'good',
          case n when 1 then 'H-01' else 'difference' end, 'good', 'CNY', case n when 1 then 500 else 300 end, null, document_id, 99, n
        from generate_series(1, 2) as n, (select document_id from stock_document where merchant_id = ${merchantId} limit 1) as d`.execute(
        tx,
      );
      await sql`insert into stock_balance (merchant_id, sku, location, condition, quantity, value_minor)
        values (${merchantId}, 'HAT', 'H-01', 'good', 0, 200), (${merchantId}, 'HAT', 'difference', 'good', 0, -200)`.execute(
        tx,
      );
    });
    expect(await checkStock(program.app, merchantId)).toEqual([
      { key: 'HAT at H-01, good', stored: '0 worth 200', replayed: '0 worth 200' },
    ]);
    expect((await get<{ rows: object[] }>('documents?kind=transfer&state=to_approve')).rows.length).toBeGreaterThan(0);
  });
});
