import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { BookView, WayView } from '../src/contract/inspection.ts';
import { permissions } from '../src/domain/people/permissions.ts';
import type { Tx } from '../src/server/db/database.ts';
import { replay } from '../src/server/returns/replay.ts';
import { anOrder, type OrderReply, placeOrder, startHarness } from './support/app-harness.ts';
import { inspectionDesk } from './support/inspection-desk.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, keyWith, program, merchantId } = harness;
const { open, see, step } = deskOf(harness);
const inMerchant = <T>(work: (tx: Tx) => Promise<T>) => program.app.db.inMerchant(merchantId, work);

const { at, arrived, publish, tasks, atPlaces, accounts } = inspectionDesk(harness);
const other = { 'x-api-key': await keyWith([...permissions]) };
const third = { 'x-api-key': await keyWith([...permissions]) };
const inspector = {
  'x-api-key': await keyWith(['rma:read', 'order:read', 'goods:receive', 'goods:inspect', 'goods:dispose']),
};
const supervisor = { 'x-api-key': await keyWith(['rma:read', 'order:read', 'goods:supervise']) };

type Desk = { checks: { code: string }[]; ways: WayView[]; suggested: { way: string; by: string } | null };
type Told = Omit<Rma, 'lines'> & {
  lines: (Rma['lines'][number] & {
    grade: string | null;
    failedTests: string[];
    waitsFor: string | null;
    gradeName: { zh: string } | null;
  })[];
};
type Problem = { code: string; rejection: { field?: string } };

describe('the book of inspecting (W-3)', () => {
  test('is the shipped one until something is published, and then every version stays', async () => {
    const first = await call<BookView>('GET', '/api/inspection/book');
    expect(first.body).toMatchObject({ version: 0, publishedAt: null, currency: 'CNY' });
    const next = await publish(({ grades }) => ({
      grades: [...grades, { code: 'b-plus', base: 'minor_flaw', zh: '九成新', en: 'Nearly new' }],
    }));
    expect(next.version).toBe(1);
    const history = await call<{ rows: { version: number }[] }>('GET', '/api/inspection/book/versions');
    expect(history.body.rows.map(({ version }) => version)).toEqual([1]);
    expect((await call<BookView>('GET', '/api/inspection/book?version=1')).body.content).toEqual(next.content);
    expect((await call('GET', '/api/inspection/book?version=9')).status).toBe(404);
    const late = await call<Problem>('PUT', '/api/inspection/book', { version: 0, content: next.content });
    expect(late).toMatchObject({ status: 409, body: { code: 'book_has_changed' } });
  });

  test.each([
    ['two templates for one class', { templates: 'twice' }, 'named_twice', 'templates.4.id'],
    ['no name for a grade', { grades: 'none damaged' }, 'grade_has_no_name', 'grades'],
    [
      'money of another country',
      { scrapApprovalAbove: { minor: '1', currency: 'USD' } },
      'wrong_currency',
      'scrapApprovalAbove',
    ],
  ])('with %s is refused, and the field is named', async (_, change, code, field) => {
    const { body } = await call<BookView>('GET', '/api/inspection/book');
    const { content } = body;
    const changed = {
      ...content,
      ...('templates' in change ? { templates: [...content.templates, content.templates[0]] } : {}),
      ...('grades' in change
        ? { grades: content.grades.map((row) => (row.base === 'damaged' ? { ...row, base: 'new' } : row)) }
        : {}),
      ...('scrapApprovalAbove' in change ? change : {}),
    };
    const answer = await call<Problem>('PUT', '/api/inspection/book', { version: body.version, content: changed });
    expect(answer).toMatchObject({ status: 409, body: { code, rejection: { field } } });
  });

  test('is nobody’s to publish without the permission', async () => {
    const { body } = await call<BookView>('GET', '/api/inspection/book');
    const answer = await call(
      'PUT',
      '/api/inspection/book',
      { version: body.version, content: body.content },
      inspector,
    );
    expect(answer.status).toBe(403);
  });
});

describe('an inspection (W-3)', () => {
  test('that lacks a required check is refused with its name, and takes the merchant’s own grade', async () => {
    await publish(({ templates }) => ({
      templates: [
        ...templates,
        {
          id: 'coats',
          goodsClass: 'textile_home',
          skuPrefix: 'COAT',
          serials: 'no',
          checks: [
            {
              code: 'belt',
              kind: 'accessory',
              name: { zh: '腰带', en: 'Belt' },
              required: true,
              photoOnFail: true,
              cap: 'minor_flaw',
            },
          ],
        },
      ],
    }));
    const rma = await arrived();
    const desk = await call<Desk>('GET', at(rma, 'desk'));
    expect(desk.body.checks.map(({ code }) => code)).toEqual(['tag_removed', 'soiled', 'damaged', 'belt']);
    const refused = await call<Problem>('POST', at(rma, 'inspect'), { quantity: 1, grade: 'new' });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'check_missing', rejection: { check: 'belt', field: 'checks' } },
    });
    const passed = ['tag_removed', 'soiled', 'damaged'].map((check) => ({ check, outcome: 'passed' }));
    const noPhoto = await call<Problem>('POST', at(rma, 'inspect'), {
      quantity: 1,
      grade: 'minor_flaw',
      checks: [...passed, { check: 'belt', outcome: 'failed' }],
    });
    expect(noPhoto.body).toMatchObject({
      code: 'photo_needed_for_failed_test',
      rejection: { field: 'checks.3.photos' },
    });
    const unknown = await call<Problem>('POST', at(rma, 'inspect'), {
      quantity: 1,
      grade: 'minor_flaw',
      checks: [...passed, { check: 'belt', outcome: 'failed', photos: ['fil_none'] }],
    });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'file_not_found' } });
    const done = await call<Told>('POST', at(rma, 'inspect'), {
      quantity: 1,
      grade: 'minor_flaw',
      gradeCode: 'b-plus',
      checks: [...passed, { check: 'belt', outcome: 'failed', photos: ['fil_1'] }],
    });
    expect(done.body.lines[0]).toMatchObject({
      grade: 'minor_flaw',
      gradeName: { zh: '九成新' },
      failedChecks: ['belt'],
    });
    await publish(({ templates }) => ({ templates: templates.filter(({ id }) => id !== 'coats') }));
  });

  test('compares serial numbers with those that were sent, which the desk does not tell', async () => {
    const facts = anOrder();
    const line = facts.order.lines[0];
    const body = { ...facts, order: { ...facts.order, lines: [{ ...line, serials: ['SN-1'] }] } };
    const order = (await call<OrderReply>('POST', '/api/orders', body)).body;
    const rma = await step(at(await open(order), 'receive'), { quantity: 1 });
    const desk = await call('GET', at(rma, 'desk'));
    expect(desk.body).toMatchObject({ serialsKnown: 1 });
    expect(JSON.stringify(desk.body)).not.toContain('SN-1');
    const done = await call<Told>('POST', at(rma, 'inspect'), { quantity: 1, grade: 'new', serials: ['SN-2'] });
    expect(done.body.lines[0]).toMatchObject({ foreignSerials: ['SN-2'] });
    expect(done.body.refunds).toEqual([]);
    const restock = await call('POST', at(rma, 'dispose'), { quantity: 1, disposition: 'restock', location: 'A-01' });
    expect(restock).toMatchObject({ status: 409, body: { code: 'serial_was_not_sold' } });
    await call('PUT', `/api/orders/${order.id}/shipping`, {
      shippedAt: facts.order.shippedAt,
      deliveredAt: facts.order.deliveredAt,
      serials: [{ orderLineId: order.lines[0]?.id, serials: ['SN-2'] }],
    });
    expect((await call('GET', `/api/orders/${order.id}`)).body).toMatchObject({ lines: [{ serials: ['SN-2'] }] });
  });
});

describe('putting away by value (W-4)', () => {
  test('each way is worked out, what is forbidden says why, and the best of the rest is suggested', async () => {
    const rma = await arrived();
    await step(at(rma, 'inspect'), { quantity: 1, grade: 'minor_flaw', failedTests: ['soiled'], photos: ['fil_1'] });
    const { body } = await call<Desk>('GET', at(rma, 'desk'));
    const way = new Map(body.ways.map((each) => [each.way, each]));
    expect(way.get('restock')?.because).toMatchObject({ code: 'failed_test_forbids_restock' });
    // 60 % − 4 days × 0.3 % = 58.8 % of 199.00 is 117.01; labour 5.00, holding 30 × 0.05.
    expect(way.get('resale')?.value).toMatchObject({
      share: 5_880,
      proceeds: { minor: '11701' },
      net: { minor: '11051' },
    });
    expect(body.suggested).toEqual({ way: 'repair', by: 'value', rule: null });
  });

  test('the database itself keeps goods that failed a test from the shelf', async () => {
    const rma = await arrived();
    await step(at(rma, 'inspect'), { quantity: 1, grade: 'minor_flaw', failedTests: ['soiled'], photos: ['fil_1'] });
    const forced = inMerchant((tx) =>
      sql`update rma_line set disposition = 'restock' where merchant_id = ${merchantId} and rma_id = ${rma.id}`.execute(
        tx,
      ),
    );
    await expect(forced).rejects.toThrow('rma_line_as_new');
  });

  test('to the vendor and into quarantine: stock and books follow, and out of quarantine it is decided again', async () => {
    const rma = await arrived({ quantity: 2 });
    await step(at(rma, 'inspect'), { quantity: 2, grade: 'minor_flaw' });
    const [before, books] = [await atPlaces('COAT-M'), await accounts()];
    await step(at(rma, 'dispose'), { quantity: 1, disposition: 'to_vendor', location: 'V-01' });
    const apart = await step(at(await see(rma.id), 'dispose', 1), {
      quantity: 1,
      disposition: 'quarantine',
      location: 'Q-01',
    });
    expect(apart.stage).not.toBe('closed');
    let now = await atPlaces('COAT-M');
    expect(now.get('V-01/to_vendor')).toBe((before.get('V-01/to_vendor') ?? 0) + 1);
    expect(now.get('Q-01/quarantine')).toBe((before.get('Q-01/quarantine') ?? 0) + 1);
    expect(Number((await accounts()).get('1405.04')) - Number(books.get('1405.04') ?? 0)).toBe(8_000);
    await step(at(await see(rma.id), 'dispose', 1), { quantity: 1, disposition: 'restock', location: 'A-01' });
    now = await atPlaces('COAT-M');
    expect(now.get('Q-01/quarantine')).toBe(before.get('Q-01/quarantine') ?? 0);
    expect(now.get('A-01/good')).toBe((before.get('A-01/good') ?? 0) + 1);
  });

  test('goods are put away in a place of ours: the names that movements use for others are none', async () => {
    const rma = await arrived();
    await step(at(rma, 'inspect'), { quantity: 1, grade: 'minor_flaw' });
    for (const location of ['customer', 'supplier', 'difference', 'at_vendor', 'returns'])
      expect(
        await call('POST', at(rma, 'dispose'), { quantity: 1, disposition: 'resale', location }),
        location,
      ).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    await step(at(rma, 'dispose'), { quantity: 1, disposition: 'resale', location: 'B-01' });
  });

  test('dear scrap waits for somebody else, who may refuse it', async () => {
    const rma = await arrived({ unitCostMinor: 150_000 });
    await step(at(rma, 'inspect'), { quantity: 1, grade: 'damaged' });
    const asked = await step(at(rma, 'dispose'), { quantity: 1, disposition: 'scrap', location: 'S-01' });
    expect(asked.lines[0]).toMatchObject({ disposition: 'undecided', waitsFor: 'scrap_approval' });
    expect(await call('POST', at(rma, 'approve-scrap'), {})).toMatchObject({
      status: 409,
      body: { code: 'second_person_needed_here' },
    });
    expect((await call('POST', at(rma, 'approve-scrap'), {}, inspector)).status).toBe(403);
    const task = (await tasks('scrap_approval', supervisor)).find(({ rmaId }) => rmaId === rma.id);
    expect(task).toMatchObject({ cost: { minor: '150000' }, notMine: false, askedBy: 'test' });
    await call('POST', at(rma, 'refuse-scrap'), { note: '可修' }, supervisor);
    await step(at(rma, 'dispose'), { quantity: 1, disposition: 'scrap', location: 'S-01' });
    const yes = await call<Rma>('POST', at(rma, 'approve-scrap'), {}, supervisor);
    expect(yes.body.lines[0]).toMatchObject({ disposition: 'scrap', waitsFor: null });
  });
});

describe('taking back (W-6)', () => {
  test('a put-away is reversed in stock and books to the last fen, and needs the permission', async () => {
    const rma = await arrived({ unitCostMinor: 3_333 });
    await step(at(rma, 'inspect'), { quantity: 1, grade: 'minor_flaw', failedTests: ['soiled'], photos: ['fil_1'] });
    const before = [await atPlaces('COAT-M'), await accounts()];
    const undo = { quantity: 1, because: '放错库位' };
    await step(at(rma, 'dispose'), { quantity: 1, disposition: 'resale', location: 'B-77' });
    expect((await call('POST', at(rma, 'undo-disposition'), undo, inspector)).status).toBe(403);
    const back = await call<Rma>('POST', at(rma, 'undo-disposition'), undo, supervisor);
    expect(back.body.lines[0]?.disposition).toBe('undecided');
    const after = [await atPlaces('COAT-M'), await accounts()];
    expect(after[0]?.get('B-77/second_hand')).toBe(0);
    for (const [i, was] of before.entries())
      for (const [key, value] of was) expect([key, after[i]?.get(key)]).toEqual([key, value]);
    const again = await call('POST', at(rma, 'undo-disposition'), undo, supervisor);
    expect(again).toMatchObject({ status: 409, body: { code: 'line_not_disposed' } });
  });

  test('goods that were moved on from there cannot be put back', async () => {
    const rma = await arrived();
    await step(at(rma, 'inspect'), { quantity: 1, grade: 'minor_flaw', failedTests: ['soiled'], photos: ['fil_1'] });
    await step(at(rma, 'dispose'), { quantity: 1, disposition: 'repair', location: 'W-99' });
    await inMerchant((tx) =>
      sql`update stock_balance set quantity = 0 where merchant_id = ${merchantId} and location = 'W-99'`.execute(tx),
    );
    const undo = await call('POST', at(rma, 'undo-disposition'), { quantity: 1, because: 'x' });
    expect(undo).toMatchObject({ status: 409, body: { code: 'goods_have_moved_on', rejection: { left: 0 } } });
  });

  test('a verdict that money rests on is a manager’s to take back; the refund stays one', async () => {
    const rma = await arrived();
    const paid = await step(at(rma, 'inspect'), { quantity: 1, grade: 'new' });
    expect(paid.refunds).toHaveLength(1);
    const undo = { quantity: 1, because: '验错件' };
    const refused = await call<{ permission: string }>('POST', at(rma, 'undo-inspection'), undo, supervisor);
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_permitted' } });
    const taken = await call<Told>('POST', at(rma, 'undo-inspection'), undo);
    expect(taken.body.lines[0]).toMatchObject({ inspection: 'pending', grade: null });
    const anew = await step(at(rma, 'inspect'), { quantity: 1, grade: 'new' });
    expect(anew.refunds).toHaveLength(1);
  });
});

test('what goes back to the buyer unpaid closes the case, and he may ask again (R-2)', async () => {
  const order = await placeOrder(harness);
  const rma = await step(at(await open(order), 'receive'), { quantity: 1 });
  await step(at(rma, 'inspect'), { quantity: 1, grade: 'damaged', failedTests: ['soiled'], photos: ['fil_1'] });
  const back = await step(at(rma, 'dispose'), { quantity: 1, disposition: 'to_buyer', location: 'OUT' });
  expect(back).toMatchObject({ stage: 'closed', refunds: [] });
  expect((await open(order)).id).not.toBe(rma.id);
  const undo = await call('POST', at(rma, 'undo-disposition'), { quantity: 1, because: 'x' });
  expect(undo).toMatchObject({ status: 409, body: { code: 'quantity_exceeds_bought' } });
});

describe('the blind second look (W-3)', () => {
  test('is by another, who is not told the first verdict; where both differ a third decides; kappa counts it', async () => {
    await publish(() => ({ secondLooks: { share: 10_000, newBelow: 0, newShare: 0, byClass: [] } }));
    const rma = await arrived();
    await step(at(rma, 'inspect'), { quantity: 1, grade: 'minor_flaw' });
    const mine = await see(rma.id);
    expect(mine.lines[0]).toMatchObject({ grade: 'minor_flaw', waitsFor: 'second_look' });
    const seen = await call<Told>('GET', `/api/rmas/${rma.id}`, undefined, other);
    expect(seen.body.lines[0]).toMatchObject({ grade: null, failedTests: [], waitsFor: 'second_look' });
    expect(JSON.stringify(seen.body.timeline)).not.toContain('minor_flaw');
    const desk = await call<Desk>('GET', at(rma, 'desk'), undefined, other);
    expect(desk.body.ways).toEqual([]);
    expect((await tasks('second_look')).find(({ rmaId }) => rmaId === rma.id)).toMatchObject({
      notMine: true,
      first: null,
    });
    expect(await call('POST', at(rma, 'dispose'), { quantity: 1, disposition: 'resale', location: 'B' })).toMatchObject(
      {
        status: 409,
        body: { code: 'second_look_waits' },
      },
    );
    const look = { grade: 'damaged', failedTests: ['soiled'], photos: ['fil_1'] };
    expect(await call('POST', at(rma, 'look-again'), look)).toMatchObject({
      body: { code: 'second_person_needed_here' },
    });
    const second = await call<Told>('POST', at(rma, 'look-again'), look, other);
    expect(second.body.lines[0]).toMatchObject({ grade: 'minor_flaw', waitsFor: 'verdict' });
    const [task] = (await tasks('verdict', third)).filter(({ rmaId }) => rmaId === rma.id);
    expect(task).toMatchObject({
      first: { grade: 'minor_flaw', failedTests: [] },
      second: { grade: 'damaged', failedTests: ['soiled'] },
      notMine: false,
    });
    const settled = await call<Told>('POST', at(rma, 'resolve-second-look'), { take: 'second', note: '污渍' }, third);
    expect(settled.body.lines[0]).toMatchObject({ grade: 'damaged', failedTests: ['soiled'], waitsFor: null });

    const same = await arrived();
    await step(at(same, 'inspect'), { quantity: 1, grade: 'new' });
    const agreed = await call<Told>('POST', at(same, 'look-again'), { grade: 'new' }, other);
    expect(agreed.body.lines[0]).toMatchObject({ waitsFor: null });
    type Report = {
      whole: { n: number; observed: number; kappa: number };
      inspectors: { n: number }[];
      skus: { key: string }[];
    };
    const { body } = await call<Report>('GET', '/api/inspection/agreement');
    // One of two agrees; by chance ½·½ would: (0.5 − 0.25) / 0.75.
    expect(body.whole).toMatchObject({ n: 2, observed: 0.5 });
    expect(body.whole.kappa).toBeCloseTo(1 / 3, 10);
    expect(body.inspectors.map(({ n }) => n)).toEqual([2, 2]);
    expect(body.skus.map(({ key }) => key)).toEqual(['COAT-M']);
    await publish(() => ({ secondLooks: { share: 0, newBelow: 0, newShare: 0, byClass: [] } }));
  });

  test('a draw is of the line: about as many as the rate says, and the same one every time', async () => {
    await publish(() => ({ secondLooks: { share: 5_000, newBelow: 0, newShare: 0, byClass: [] } }));
    const rma = await arrived({ quantity: 24, unitPriceMinor: 1_000, unitCostMinor: 100 });
    let now: Rma = rma;
    for (let i = 0; i < 24; i++) now = await step(at(now, 'inspect', i), { quantity: 1, grade: 'minor_flaw' });
    const { lines } = (await call<Told>('GET', `/api/rmas/${rma.id}`)).body;
    const drawn = lines.filter(({ waitsFor }) => waitsFor).length;
    expect(drawn).toBeGreaterThan(2);
    expect(drawn).toBeLessThan(22);
    const i = lines.findIndex(({ waitsFor }) => waitsFor === null);
    const line = lines[i];
    const taken = await call<Told>('POST', at(now, 'undo-inspection', i), { quantity: 1, because: 'x' });
    expect(taken.status).toBe(200);
    const anew = await call<Told>('POST', at(now, 'inspect', i), { quantity: 1, grade: 'minor_flaw' });
    expect(anew.body.lines.find(({ id }) => id === line?.id)?.waitsFor).toBeNull();
    await publish(() => ({ secondLooks: { share: 0, newBelow: 0, newShare: 0, byClass: [] } }));
  });
});

test('every row is what its events add up to, after all of this (I-3)', async () => {
  const { disagreements, returns } = await replay(program.app, merchantId);
  expect(disagreements).toEqual([]);
  expect(returns).toBeGreaterThan(10);
});
