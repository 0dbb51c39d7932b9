import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { permissions } from '../src/domain/people/permissions.ts';
import { startHarness } from './support/app-harness.ts';
import { stockDesk } from './support/stock-desk.ts';

const harness = await startHarness();
const { call, program, merchantId, keyWith } = harness;
const { post, done, get, giveBack, at, account, place, expectSound } = stockDesk(harness);
const asOther = { 'x-api-key': await keyWith([...permissions]) };
const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });

beforeAll(async () => {
  for (const code of ['A-01', 'A-02', 'B-01']) await place(code);
  await place('DROP', 'returns');
});

const move = (from: string, to: string, quantity: number, condition = 'good', into = condition) => ({
  lines: [{ sku: 'COAT-M', quantity, from: { location: from, condition }, to: { location: to, condition: into } }],
});

describe('putting away (W-5)', () => {
  test('what lies in a drop place waits, is put away at its average, and waits no more', async () => {
    await giveBack(2, 'restock', 'DROP', { unitCostMinor: 8_000 });
    await giveBack(1, 'restock', 'DROP', { unitCostMinor: 9_001 });
    const waiting = await get<{ rows: object[] }>('waiting');
    expect(waiting.rows).toEqual([
      { sku: 'COAT-M', title: '羊毛大衣 M', location: 'DROP', condition: 'good', quantity: 3 },
    ]);
    await done('transfers', move('DROP', 'A-01', 2));
    expect(await at('A-01', 'good')).toEqual({ quantity: 2, value: 16_668 });
    expect(await at('DROP', 'good')).toEqual({ quantity: 1, value: 8_333 });
    await done('transfers', move('DROP', 'A-01', 1));
    expect((await get<{ rows: object[] }>('waiting')).rows).toEqual([]);
    expect(await at('A-01', 'good')).toEqual({ quantity: 3, value: 25_001 });
    await expectSound();
  });

  test('the same press twice moves once, and other content under its key is refused', async () => {
    await giveBack(2, 'restock', 'DROP');
    const headers = { 'idempotency-key': 'put-away-1' };
    const before = await at('A-02', 'good');
    const [one, two] = await Promise.all([1, 2].map(() => post('transfers', move('DROP', 'A-02', 1), headers)));
    expect([one?.status, two?.status, one?.body.id === two?.body.id]).toEqual([200, 200, true]);
    expect((await at('A-02', 'good')).quantity).toBe(before.quantity + 1);
    expect(await post('transfers', move('DROP', 'A-02', 2), headers)).toMatchObject({
      status: 409,
      body: { code: 'command_id_reused' },
    });
  });

  test('two hands that reach for the last piece: one gets it, and no place ever holds less than nothing', async () => {
    await giveBack(1, 'restock', 'B-01');
    const { quantity } = await at('B-01', 'good');
    const answers = await Promise.all(
      ['A-01', 'A-02', 'DROP'].map((to) => post('transfers', move('B-01', to, quantity))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('not_enough_there');
    expect((await at('B-01', 'good')).quantity).toBe(0);
    await expectSound();
  });

  test.each([
    ['a place that nobody has named', move('A-01', 'Z-99', 1), 'location_unknown'],
    ['to buyers', move('A-01', 'customer', 1), 'location_unknown'],
    ['more than is there', move('A-01', 'A-02', 999), 'not_enough_there'],
    ['nowhere else', move('A-01', 'A-01', 1), 'nothing_would_move'],
    ['second-hand made new', move('A-01', 'A-02', 1, 'second_hand', 'good'), 'condition_cannot_rise'],
  ])('%s is refused', async (_, body, code) => {
    expect(await post('transfers', body)).toMatchObject({ status: 409, body: { code } });
  });

  test('goods held to be scrap wait among the losses for their approval', async () => {
    await giveBack(1, 'restock', 'DROP', { unitCostMinor: 8_000 });
    const before = await account('1901');
    const lost = (await at('DROP', 'good')).value;
    await done('transfers', move('DROP', 'A-02', (await at('DROP', 'good')).quantity, 'good', 'scrap'));
    expect((await account('1901')) - before).toBe(lost);
    expect((await at('A-02', 'scrap')).value).toBe(0);
    await expectSound();
  });

  test('the database itself refuses a movement without a cause, one with two, and less than nothing in a place', async () => {
    const run = (statement: string) =>
      program.app.db
        .inMerchant(merchantId, (tx) => sql.raw(statement).execute(tx))
        .then(
          () => 'done',
          (error: Error) => error.message,
        );
    const movement = (
      columns: string,
      values: string,
    ) => `insert into stock_movement (merchant_id, movement_id, sku, quantity,
      from_location, from_condition, to_location, to_condition, currency, value_minor ${columns})
      values ('${merchantId}', 'mov_x', 'COAT-M', 1, 'customer', 'good', 'A-01', 'good', 'CNY', 0 ${values})`;
    expect(await run(movement('', ''))).toContain('stock_movement_of_one');
    expect(await run(movement(', rma_id, rma_seq, unknown_id, unknown_seq', ", 'rma_x', 1, 'unp_x', 1"))).toContain(
      'stock_movement_of_one',
    );
    const taken = `update stock_balance set quantity = -1 where merchant_id = '${merchantId}' and location = 'A-01'`;
    expect(await run(taken)).toContain('there are no');
  });
});

describe('counting', () => {
  type Sheet = {
    id: string;
    state: string;
    isBlind: boolean;
    mayApprove: boolean;
    lines: {
      sku: string;
      condition: string;
      isDue: boolean;
      book: number | null;
      difference: number | null;
      counted: number | null;
    }[];
  };
  const line = (quantity: number, location = 'C-01') => ({ sku: 'COAT-M', location, condition: 'good', quantity });

  test('a shortage is counted blind and twice, approved by another, and posted as of when it was counted', async () => {
    await place('C-01');
    await giveBack(5, 'restock', 'C-01', { unitCostMinor: 8_000 });
    const sheet = await done<Sheet>('counts', { location: 'C-01' });
    expect(sheet).toMatchObject({
      state: 'counting',
      isBlind: true,
      lines: [{ isDue: true, book: null, counted: null }],
    });
    const on = (verb: string, body: object = {}, headers = {}) =>
      done<Sheet>(`counts/${sheet.id}/${verb}`, body, headers);
    expect(await post(`counts/${sheet.id}/submit`)).toMatchObject({ status: 409, body: { code: 'lines_uncounted' } });
    await on('counted', { lines: [line(3)] });
    expect((await on('submit')).lines).toEqual([expect.objectContaining({ isDue: true, counted: null, book: null })]);
    // One leaves between the rounds: the second count is compared with the books of its own moment.
    await done('transfers', move('C-01', 'A-01', 1));
    await on('counted', { lines: [line(3)] });
    const counted = await on('submit');
    expect(counted).toMatchObject({ state: 'to_approve', isBlind: false, mayApprove: false });
    expect(counted.lines).toEqual([expect.objectContaining({ book: 4, counted: 3, difference: -1 })]);
    // And one after it, which makes no difference.
    await done('transfers', move('C-01', 'A-01', 1));
    expect(await post(`counts/${sheet.id}/approve`)).toMatchObject({
      status: 409,
      body: { code: 'counter_cannot_approve' },
    });
    const before = await account('1901');
    expect((await on('approve', {}, asOther)).state).toBe('done');
    expect(await at('C-01', 'good')).toEqual({ quantity: 2, value: 16_000 });
    expect((await account('1901')) - before).toBe(8_000);
    const journal = await call<{ rows: { kind: string; documentId: string }[] }>('GET', `/api/journal?limit=1`);
    expect(journal.body.rows[0]).toMatchObject({ kind: 'stock_short', documentId: sheet.id });
    await expectSound();
  });

  test('goods that the books do not know of come in at what good ones stand at, less what second-hand ones lose', async () => {
    await place('C-02');
    await giveBack(1, 'restock', 'C-02');
    const sheet = await done<Sheet>('counts', { location: 'C-02' });
    const on = (verb: string, body: object = {}, headers = {}) =>
      done<Sheet>(`counts/${sheet.id}/${verb}`, body, headers);
    const csv = `\ufeffsku,location,condition,counted,note\r\nCOAT-M,C-02,good,1,\r\nCOAT-M,C-02,second_hand,2,found\r\nCOAT-M,C-02,scrap,,\r\n`;
    await on('import', { csv });
    await on('submit');
    await on('import', { csv });
    await on('submit');
    await on('approve', {}, asOther);
    const { quantity, value } = await at('C-02', 'second_hand');
    expect(quantity).toBe(2);
    // Six tenths of about 80.00, by the default policy.
    expect(value / quantity).toBeGreaterThan(4_600);
    expect(value / quantity).toBeLessThan(5_200);
    await expectSound();
  });

  test('a sheet that agrees with the books is done at once; one whose goods have left since is counted again', async () => {
    await place('C-03');
    await giveBack(2, 'restock', 'C-03');
    const fine = await done<Sheet>('counts', { location: 'C-03' });
    await done(`counts/${fine.id}/counted`, { lines: [line(2, 'C-03')] });
    expect(await done<Sheet>(`counts/${fine.id}/submit`)).toMatchObject({ state: 'done' });

    const stale = await done<Sheet>('counts', { skus: ['COAT-M'], location: 'C-03' });
    const on = (verb: string, body: object = {}, headers = {}) =>
      post<Sheet & { code: string }>(`counts/${stale.id}/${verb}`, body, headers);
    for (const _ of [1, 2]) {
      await on('counted', { lines: [line(0, 'C-03')] });
      await on('submit');
    }
    await done('transfers', move('C-03', 'A-01', 1));
    expect(await on('approve', {}, asOther)).toMatchObject({ status: 409, body: { code: 'count_is_stale' } });
    expect((await on('send-back', {}, asOther)).body.state).toBe('recounting');
    expect((await on('cancel')).body.state).toBe('cancelled');
    expect(await on('counted', { lines: [line(1, 'C-03')] })).toMatchObject({ body: { code: 'count_not_open' } });
  });

  test.each([
    ['sku,location\nA,B', 'csv_column_missing'],
    ['sku,location,condition,counted\nCOAT-M,A-01,shiny,1', 'csv_row_wrong'],
    ['sku,location,condition,counted\nCOAT-M,A-01,good,many', 'csv_row_wrong'],
    ['sku,location,condition,counted\nNO-SUCH,A-01,good,1', 'sku_unknown'],
  ])('the file %j is refused with where it is wrong', async (csv, code) => {
    const sheet = await done<Sheet>('counts', { location: 'A-01' });
    expect(await post(`counts/${sheet.id}/import`, { csv })).toMatchObject({ status: 409, body: { code } });
  });
});

describe('repairing', () => {
  const order = (facts: object = {}) => ({ sku: 'COAT-M', quantity: 1, location: 'R-01', ...facts });

  test('what is mended is good again, with the cost in its value where it is capitalised', async () => {
    await place('R-01', 'repair');
    await giveBack(2, 'repair', 'R-01', { unitCostMinor: 8_000 });
    const repair = await done('repairs', order({ booking: 'capitalise', fault: '拉链' }));
    expect(await post('repairs', order({ quantity: 2 }))).toMatchObject({
      status: 409,
      body: { code: 'goods_are_held', rejection: { available: 1, held: 1 } },
    });
    await done(`repairs/${repair.id}/parts`, { name: '拉链', quantity: 1, cost: cny(500) });
    await done(`repairs/${repair.id}/labour`, { minutes: 20, cost: cny(1_000) });
    const before = await at('A-01', 'good');
    const owed = await account('2202.01');
    expect(await post(`repairs/${repair.id}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'repair_has_costs' },
    });
    expect(await post(`repairs/${repair.id}/finish`, { result: 'good' })).toMatchObject({
      body: { code: 'result_needs_place' },
    });
    const finished = await done(`repairs/${repair.id}/finish`, { result: 'good', location: 'A-01' });
    expect(finished).toMatchObject({ state: 'finished', result: 'good', cost: cny(1_500) });
    const after = await at('A-01', 'good');
    expect([after.quantity - before.quantity, after.value - before.value]).toEqual([1, 9_500]);
    expect((await account('2202.01')) - owed).toBe(1_500);
    await expectSound();
  });

  test('what cannot be mended is scrap, and what was spent on it an expense whatever was planned', async () => {
    const repair = await done('repairs', order({ booking: 'capitalise' }));
    await done(`repairs/${repair.id}/labour`, { minutes: 5, cost: cny(300) });
    const [spent, lost] = [await account('6601.01'), await account('1901')];
    await done(`repairs/${repair.id}/finish`, { result: 'scrap', location: 'A-02' });
    expect((await account('6601.01')) - spent).toBe(300);
    expect((await account('1901')) - lost).toBe(8_000);
    await expectSound();
  });

  test('a buyer’s own goods are in no repair stock of ours, and their repair is an expense', async () => {
    const rma = await giveBack(1, 'repair_for_buyer', 'R-01', { unitCostMinor: 8_000 });
    expect((await at('R-01', 'to_repair')).quantity).toBe(1);
    expect(await post('repairs', order())).toMatchObject({
      status: 409,
      body: { code: 'goods_are_held', rejection: { available: 0, held: 1 } },
    });
    expect(await post('transfers', move('R-01', 'A-01', 1, 'to_repair'))).toMatchObject({
      status: 409,
      body: { code: 'goods_are_held' },
    });
    const repair = await done('repairs', order({ rmaId: rma.id }));
    await done(`repairs/${repair.id}/parts`, { name: '纽扣', quantity: 2, cost: cny(200) });
    const spent = await account('6601.01');
    await done(`repairs/${repair.id}/finish`, { result: 'good' });
    expect((await account('6601.01')) - spent).toBe(200);
    expect((await at('R-01', 'to_repair')).quantity).toBe(1);
    await expectSound();
  });
});

describe('returning to vendors', () => {
  test('goods go out, a part is taken and credited, the rest comes back, and the credit can be reversed', async () => {
    await place('V-01', 'vendor');
    const imported = await done<{ articles: number }>('vendors/import', {
      csv: 'sku,vendor_code,vendor_name\nCOAT-M,V100,衣源制衣\n',
    });
    expect(imported).toEqual({ articles: 1, vendors: 1 });
    await giveBack(3, 'restock', 'V-01', { unitCostMinor: 8_000 });
    await done('transfers', move('V-01', 'V-01', 3, 'good', 'to_vendor'));
    const waiting = await get<{ rows: { vendor: { id: string }; quantity: number }[] }>('to-vendor');
    expect(waiting.rows).toMatchObject([{ sku: 'COAT-M', location: 'V-01', quantity: 3, vendor: { code: 'V100' } }]);
    const vendorId = waiting.rows[0]?.vendor.id;
    const lines = [{ sku: 'COAT-M', location: 'V-01', quantity: 3 }];
    const draft = await done('vendor-returns', { vendorId, lines });
    const on = (verb: string, body: object = {}) => done(`vendor-returns/${draft.id}/${verb}`, body);
    await on('send', { courier: 'shunfeng', waybill: 'SF1234567890' });
    expect(await at('at_vendor', 'to_vendor')).toEqual({ quantity: 3, value: 24_000 });
    await on('reverse');
    expect(await at('V-01', 'to_vendor')).toEqual({ quantity: 3, value: 24_000 });
    await on('send', { waybill: 'SF1234567891' });
    const answer = { lines: [{ sku: 'COAT-M', location: 'V-01', accepted: 2 }], backTo: 'V-01' };
    expect(await on('answer', answer)).toMatchObject({ state: 'answered' });
    expect(await at('V-01', 'to_vendor')).toEqual({ quantity: 1, value: 8_000 });
    expect(await on('credit', { amount: cny(15_000) })).toMatchObject({ state: 'credited', credit: cny(15_000) });
    expect([await account('1221.02'), (await at('at_vendor', 'to_vendor')).quantity]).toEqual([15_000, 0]);
    await expectSound();
    expect(await on('reverse')).toMatchObject({ state: 'answered', credit: null });
    expect([await account('1221.02'), (await at('at_vendor', 'to_vendor')).quantity]).toEqual([0, 2]);
    await on('credit', { amount: cny(17_000) });
    await expectSound();
    expect(await post(`vendor-returns/${draft.id}/cancel`)).toMatchObject({
      body: { code: 'vendor_return_not_ready' },
    });
    const list = await get<{ rows: object[] }>('documents?kind=vendor_return&state=credited');
    expect(list.rows).toMatchObject([{ id: draft.id, vendor: '衣源制衣', units: 3 }]);
  });

  test('a vendor that nobody knows, and a file with a hole, are refused', async () => {
    const lines = [{ sku: 'COAT-M', location: 'V-01', quantity: 1 }];
    expect(await post('vendor-returns', { vendorId: 'ven_none', lines })).toMatchObject({ status: 404 });
    expect(await post('vendors/import', { csv: 'sku,vendor_code,vendor_name\n,V1,x\n' })).toMatchObject({
      status: 409,
      body: { code: 'csv_row_wrong', rejection: { line: 2, column: 'sku' } },
    });
  });
});

test('goods whose order does not say what they cost come back at the average of the good stock, and leave inspection at it', async () => {
  await place('M-01');
  const units = await program.app.db.inMerchant(merchantId, (tx) =>
    sql<{ quantity: bigint; value: bigint }>`select sum(quantity)::bigint as quantity, sum(value_minor)::bigint as value
      from stock_balance where merchant_id = ${merchantId} and sku = 'COAT-M' and condition = 'good'
        and quantity > 0 and location <> 'difference'`.execute(tx),
  );
  const { quantity = 1n, value = 0n } = units.rows[0] ?? {};
  await giveBack(1, 'restock', 'M-01', { unitCostMinor: 0 });
  expect((await at('M-01', 'good')).value).toBe(Math.round(Number(value) / Number(quantity)));
  await expectSound();
});

test('second-hand goods are listed for sale with grade and a price, a page at a time', async () => {
  await giveBack(1, 'resale', 'S-01');
  await giveBack(1, 'resale', 'S-02');
  const first = await get<{ rows: object[]; next: string }>('resale?limit=1');
  const rest = await get<{ rows: object[] }>(`resale?after=${first.next}`);
  expect([...first.rows, ...rest.rows]).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ sku: 'COAT-M', location: 'S-02', grade: 'minor_flaw', quantity: 1 }),
    ]),
  );
  await expectSound();
});
