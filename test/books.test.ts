import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { permissions } from '../src/domain/people/permissions.ts';
import { addDays, plusHours } from '../src/domain/time.ts';
import { startHarness } from './support/app-harness.ts';
import { freightBill as bill, bookDesk, cny, type Paper } from './support/book-desk.ts';
import { deskOf } from './support/returns-desk.ts';
import { stockDesk } from './support/stock-desk.ts';

const harness = await startHarness();
const { call, program, keyWith, server } = harness;
const { giveBack, account, place } = stockDesk(harness);
const { step } = deskOf(harness);
const { app } = program;
const { book, booked, get, post, query, expectOpenItemsSound, today, month } = bookDesk(harness);
const asOther = { 'x-api-key': await keyWith([...permissions]) };

type Item = { item: string; balance: { minor: string }; rmaId: string | null };
const losses = async () => (await get<{ rows: Item[] }>('/api/open-items?losses=true')).rows;

beforeAll(async () => {
  await place('A-01');
});

describe('papers (T8 to T24)', () => {
  test('a freight bill books its input tax, once for a press that comes twice, and names the courier (T14)', async () => {
    const headers = { 'idempotency-key': 'freight-1' };
    const [one, two] = await Promise.all([1, 2].map(() => book(bill(), {}, headers)));
    expect([one?.status, two?.status, one?.body.id === two?.body.id]).toEqual([200, 200, true]);
    expect(await book(bill(900), {}, headers)).toMatchObject({ status: 409, body: { code: 'command_id_reused' } });
    expect([await account('6601.02'), await account('2221.01.02'), await account('2202.02')]).toEqual([755, 45, 800]);
    await booked({
      kind: 'party_payment',
      account: 'freight_payable',
      party: { kind: 'courier', id: 'sf' },
      amount: cny(300),
    });
    const { rows } = await get<{
      rows: { account: string; party: object; balance: object; ageing: { upTo30: object } }[];
    }>('/api/counterparties?kind=courier');
    expect(rows).toMatchObject([
      { account: '2202.02', party: { kind: 'courier', id: 'sf' }, balance: cny(-500), ageing: { upTo30: cny(-500) } },
    ]);
    await expectOpenItemsSound();
  });

  test.each<[string, object, object, string]>([
    ['nothing', bill(0), {}, 'amount_not_positive'],
    ['another currency', { ...bill(), gross: { minor: '8', currency: 'USD' } }, {}, 'wrong_currency'],
    ['a day to come', bill(), { occurredOn: addDays(today, 2) }, 'day_in_future'],
    [
      'an estimate under policy B',
      { kind: 'returns_estimate', revenue: cny(1), cost: cny(1) },
      {},
      'estimate_needs_policy_a',
    ],
    [
      'a loss that nobody has met with',
      { kind: 'loss_settled', item: 'R0', amount: cny(1), outcome: 'stock_loss', cause: 'unclear' },
      {},
      'loss_not_waiting',
    ],
  ])('%s is not booked', async (_, document, facts, code) => {
    expect(await book(document, facts)).toMatchObject({ status: 409, body: { code } });
  });

  test('a paper is taken back by an entry with its sides swapped, once, and a reversal stays', async () => {
    const before = [await account('6711.02'), await account('1122')];
    const fine = await booked({ kind: 'fine', platform: 'taobao', amount: cny(3_000) });
    const reversals = await Promise.all(
      ['a', 'b'].map((because) => post<Paper>(`/api/ledger/documents/${fine.id}/reverse`, { because })),
    );
    expect(reversals.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(reversals.find(({ status }) => status === 409)?.body.code).toBe('reversed_already');
    expect([await account('6711.02'), await account('1122')]).toEqual(before);
    const reversal = present(
      reversals.find(({ status }) => status === 200),
      'the reversal',
    ).body;
    const found = await get<{ rows: { id: string; number: string }[] }>(`/api/ledger/documents?q=${reversal.number}`);
    expect(found.rows, 'a paper is found by its number, and it alone').toMatchObject([{ id: reversal.id }]);
    expect((await post(`/api/ledger/documents/${reversal.id}/reverse`, { because: 'x' })).body.code).toBe(
      'reversal_stays',
    );
    await expectOpenItemsSound();
  });
});

describe('losses (T7, T21, T22, M-8)', () => {
  test('scrap waits in 1901 until it is settled: part as usual, part as abnormal with its input tax; never more', async () => {
    const rma = await giveBack(1, 'scrap', 'A-01');
    const waiting = await losses();
    expect(waiting).toMatchObject([{ item: rma.number, balance: cny(8_000), rmaId: rma.id }]);
    const settle = (minor: number, facts: object) =>
      book({ kind: 'loss_settled', item: rma.number, amount: cny(minor), cause: 'warehouse', ...facts });
    expect((await settle(3_000, { outcome: 'stock_loss' })).status).toBe(200);
    expect(await settle(5_001, { outcome: 'stock_loss' })).toMatchObject({
      status: 409,
      body: { code: 'loss_exceeds' },
    });
    const both = await Promise.all(
      [1, 2].map(() => settle(5_000, { outcome: 'abnormal_loss', inputVatBasisPoints: 1_300 })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect([await account('6602.01'), await account('6711.01'), await account('2221.01.04')]).toEqual([
      3_000, 5_650, 650,
    ]);
    expect(await losses()).toEqual([]);
    const report = await get<{ rows: { cause: string; account: string; amount: object }[]; waiting: object }>(
      '/api/losses',
    );
    expect(report.waiting).toEqual(cny(0));
    expect(report.rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ cause: 'warehouse', account: '6602.01', amount: cny(3_000) }),
        expect.objectContaining({ cause: 'warehouse', account: '6711.01', amount: cny(5_650) }),
      ]),
    );
    await expectOpenItemsSound();
  });

  test('a return whose goods came back for less is put down to its reason', async () => {
    const before = await get<{ rows: { cause: string; account: string; amount: { minor: string } }[] }>('/api/losses');
    expect(before.rows.filter(({ account }) => account === '6401')).toEqual([]);
    await giveBack(1, 'resale', 'A-01');
    const { rows } = await get<typeof before>('/api/losses');
    const [loss] = rows.filter(({ account }) => account === '6401');
    const [line] = await query(sql<{ amount: string }>`select l.debit_minor::text as amount from journal_line l
      join journal_entry e on e.merchant_id = l.merchant_id and e.entry_id = l.entry_id
      where e.kind = 'goods_to_resale' and l.account_code = '6401'`);
    expect(loss).toMatchObject({ cause: 'buyer', amount: { minor: line?.amount } });
    const lines = async (cause: string) =>
      (
        await get<{ rows: { debit: { minor: string }; credit: { minor: string } }[] }>(
          `/api/account-ledger?account=6401&cause=${cause}`,
        )
      ).rows.map(({ debit, credit }) => String(BigInt(debit.minor) - BigInt(credit.minor)));
    expect(await lines('buyer'), 'the lines behind the cell, and no others').toEqual([line?.amount]);
    expect(await lines('courier')).toEqual([]);
  });
});

describe('trial balance (M-5)', () => {
  type Standing = { account: string; opening: object; debit: object; credit: object; balance: object };
  type Trial = { rows: Standing[]; totals: Record<string, { minor: string }>; balanced: boolean };

  test('says what stood before the period, what moved, and what stands after; each pair of totals is equal', async () => {
    const whole = await get<Trial>('/api/trial-balance');
    const [last] = await query(sql<{ day: string }>`select max(posted_on)::text as day from journal_entry`);
    const after = new Date(`${last?.day}T00:00:00Z`);
    after.setUTCDate(after.getUTCDate() + 1);
    const later = await get<Trial>(`/api/trial-balance?from=${after.toISOString().slice(0, 10)}`);
    const standing = whole.rows.filter(({ balance }) => JSON.stringify(balance) !== JSON.stringify(cny(0)));
    expect(standing.length).toBeGreaterThan(2);
    for (const { account, balance } of standing) {
      expect(later.rows.find((row) => row.account === account)).toMatchObject({
        opening: balance,
        debit: cny(0),
        credit: cny(0),
        balance,
      });
    }
    expect(whole.totals).toMatchObject({ openingDebit: cny(0), openingCredit: cny(0) });
    expect(later.totals['openingDebit']).toEqual(whole.totals['balanceDebit']);
    expect(later.totals['openingDebit']).toEqual(later.totals['openingCredit']);
    expect(later.totals['openingDebit']?.minor).not.toBe('0');
    expect([whole.balanced, later.balanced]).toEqual([true, true]);
  });
});

describe('vouchers', () => {
  type Voucher = {
    id: string;
    number: number;
    kind: string;
    total: object;
    attachments: number;
    lines: { account: string; debit: { minor: string }; credit: { minor: string } }[];
    sources: { number: string; rmaId: string | null; bookId: string | null }[];
  };
  const list = async () => (await get<{ rows: Voucher[] }>(`/api/vouchers?period=${month}&limit=200`)).rows;

  test('numbers run without a gap from one, also where four make them at once while others post', async () => {
    const posting = Array.from({ length: 6 }, (_, i) => booked(bill(100 + i), { attachments: i }));
    const made = await Promise.all([1, 2, 3, 4].map(() => post<{ made: number }>('/api/vouchers', { period: month })));
    await Promise.all(posting);
    expect(made.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await post('/api/vouchers', { period: month });
    const numbers = (await list()).map(({ number }) => number).toSorted((a, b) => a - b);
    const [entries] = await query(sql<{ n: number }>`select count(*)::int as n from journal_entry`);
    expect(numbers).toEqual(Array.from({ length: entries?.n ?? 0 }, (_, i) => i + 1));
    const [doubled] = await query(
      sql<{ n: number }>`select count(*)::int - count(distinct entry_id)::int as n from voucher_entry`,
    );
    expect(doubled?.n).toBe(0);
  });

  test('a voucher leads to its return or paper, and the line of the account leads to the voucher', async () => {
    const vouchers = await list();
    const scrapped = present(
      vouchers.find(({ kind }) => kind === 'goods_scrapped'),
      'the voucher of the scrap',
    );
    const voucher = await get<Voucher>(`/api/vouchers/${scrapped.id}`);
    expect(voucher).toMatchObject({ attachments: 1, total: cny(8_000) });
    expect(voucher.lines.map(({ account, debit, credit }) => [account, debit.minor, credit.minor])).toEqual([
      ['1901', '8000', '0'],
      ['1406', '0', '8000'],
    ]);
    expect(voucher.sources).toMatchObject([{ rmaId: expect.stringMatching(/^rma_/), bookId: null }]);
    const ledger = await get<{ rows: { voucher: { id: string } | null; kind: string }[] }>(
      '/api/account-ledger?account=1901',
    );
    expect(ledger.rows.find(({ kind }) => kind === 'goods_scrapped')?.voucher?.id).toBe(scrapped.id);
    expect((await list()).find(({ kind }) => kind === 'freight_billed')).toBeDefined();
    const found = await get<{ rows: Voucher[] }>(`/api/vouchers?q=${voucher.sources[0]?.number}`);
    expect(found.rows.map(({ id }) => id)).toContain(scrapped.id);
  });

  test('somebody else than its maker checks a voucher', async () => {
    const ids = (await list()).slice(0, 3).map(({ id }) => id);
    expect((await post('/api/vouchers/check', { ids })).body).toEqual({ checked: 0, own: 3 });
    expect((await post('/api/vouchers/check', { ids }, asOther)).body).toEqual({ checked: 3, own: 0 });
    const checked = await get<{ rows: Voucher[] }>(`/api/vouchers?period=${month}&state=checked`);
    expect(checked.rows.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  test('files: every line once, debit equals credit, and no cell is a formula', async () => {
    await booked({ kind: 'fine', platform: '=1+1', amount: cny(100) }, { memo: '@x' });
    await post('/api/vouchers', { period: month });
    const file = (form: string) =>
      server.inject({ method: 'GET', url: `/api/vouchers/export?period=${month}&form=${form}`, headers: asOther });
    const csv = (await file('csv')).body;
    expect(csv.startsWith('\uFEFF日期,凭证字,凭证号')).toBe(true);
    expect(csv).toContain(",'=1+1,");
    expect(csv.split(/[\r\n,]/).filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await file('kingdee')).rawPayload as unknown as ExcelJS.Buffer);
    const sheet = present(workbook.worksheets[0], 'the sheet');
    expect([sheet.name, sheet.getCell('A1').value, sheet.getCell('B2').value]).toEqual([
      '凭证#单据头(FBillHead)',
      'FBillHead(GL_VOUCHER)',
      '*(单据头)账簿#编码',
    ]);
    const [lines] = await query(sql<{ n: number }>`select count(*)::int as n from journal_line`);
    expect(sheet.rowCount - 2).toBe(lines?.n);
    const total = (column: string) =>
      sheet
        .getColumn(column)
        .values.slice(3)
        .reduce<number>((sum, cell) => sum + Number(cell), 0);
    expect(Math.round(total('N') * 100)).toBe(Math.round(total('O') * 100));
  });
});

describe('the account ledger', () => {
  test('pages add up: each opens where the one before ended, and the last ends at the trial balance', async () => {
    type Ledger = { opening: { minor: string }; rows: { balance: { minor: string } }[]; next: string | null };
    let at = '0';
    let after = '';
    let seen = 0;
    do {
      const page: Ledger = await get(`/api/account-ledger?account=2202.02&limit=3${after && `&after=${after}`}`);
      expect(page.opening.minor).toBe(at);
      at = page.rows.at(-1)?.balance.minor ?? at;
      seen += page.rows.length;
      after = page.next ?? '';
    } while (after);
    expect(Number(at)).toBe(await account('2202.02'));
    const [lines] = await query(
      sql<{ n: number }>`select count(*)::int as n from journal_line where account_code = '2202.02'`,
    );
    expect(seen).toBe(lines?.n);
    const later = await get<Ledger>(`/api/account-ledger?account=2202.02&from=${addDays(today, 1)}`);
    expect([later.opening.minor, later.rows]).toEqual([at, []]);
    expect((await call('GET', '/api/account-ledger?account=9999')).status).toBe(404);
  });
});

test('a claim stands against the loss of its goods; what is left of it is settled, and what is too much as well (T21)', async () => {
  const rma = await giveBack(1, 'scrap', 'A-01');
  const claimOf = async (amount: number) => {
    const now = app.clock.now();
    const filed = {
      against: 'vendor',
      party: 'V-9',
      cause: 'damaged',
      amount: cny(amount),
      filedAt: plusHours(now, -1),
    };
    const { claims } = (await step(`/api/rmas/${rma.id}/claims`, filed)) as unknown as { claims: { id: string }[] };
    const path = `/api/rmas/${rma.id}/claims/${claims.at(-1)?.id}/answer`;
    await step(path, { outcome: 'accepted', amount: cny(amount), at: now });
  };
  await claimOf(5_000);
  expect(await losses()).toMatchObject([{ item: rma.number, balance: cny(3_000), rmaId: rma.id }]);
  const settling = { kind: 'loss_settled', item: rma.number, outcome: 'selling_loss', cause: 'vendor' };
  await booked({ ...settling, amount: cny(3_000) });
  expect(await losses()).toEqual([]);
  const { rows } = await get<{ rows: { account: string; party: object; balance: object }[] }>(
    '/api/counterparties?kind=vendor',
  );
  expect(rows).toMatchObject([{ account: '1221.02', party: { kind: 'vendor', id: 'V-9' }, balance: cny(5_000) }]);
  const other = await giveBack(1, 'restock', 'A-01');
  const now = app.clock.now();
  const filed = { against: 'vendor', party: 'V-9', cause: 'short', amount: cny(200), filedAt: plusHours(now, -1) };
  const { claims } = (await step(`/api/rmas/${other.id}/claims`, filed)) as unknown as { claims: { id: string }[] };
  await step(`/api/rmas/${other.id}/claims/${claims[0]?.id}/answer`, {
    outcome: 'accepted',
    amount: cny(200),
    at: now,
  });
  expect(await losses()).toMatchObject([{ item: other.number, balance: cny(-200) }]);
  const wrongWay = await book({ ...settling, item: other.number, amount: cny(200) });
  expect([wrongWay.status, wrongWay.body.code]).toEqual([409, 'loss_not_waiting']);
  await booked({ ...settling, item: other.number, amount: cny(200), gain: true });
  expect(await losses()).toEqual([]);
  await expectOpenItemsSound();
});
