import { expect, test } from 'vitest';
import type { LocalDate } from '../time.ts';
import { type BillMapping, columnsTwice, headAt, likelyHead, readBillRows } from './bill.ts';

const mapping: BillMapping = {
  at: '完结时间',
  amount: '退款金额',
  tradeNumber: '订单编号',
  refundNumber: '退款编号',
  kind: { column: '类型', refunds: ['退款', '售后退款'] },
};
const head = ['订单编号', '退款编号', '类型', '退款金额', '完结时间'];
const terms = { currency: 'CNY', timeZone: 'Asia/Shanghai' };
const row = (facts: Partial<Record<'trade' | 'refund' | 'kind' | 'amount' | 'at', string>> = {}) => {
  const { trade = 'T1', refund = 'F1', kind = '退款', amount = '199.00', at = '2026-11-10 08:05:09' } = facts;
  return [trade, refund, kind, amount, at];
};
const read = (...rows: string[][]) =>
  readBillRows(
    rows.map((cells, n) => ({ number: n + 3, cells })),
    head,
    mapping,
    terms,
  );

test.each<[string, Parameters<typeof row>[0], string]>([
  ['a plain row', {}, 'T1 F1 19900 2026-11-10T00:05:09.000Z'],
  ['an amount with a minus', { amount: '-199.00' }, 'T1 F1 19900 2026-11-10T00:05:09.000Z'],
  ['an amount as people write it', { amount: '￥1,199.000元' }, 'T1 F1 119900 2026-11-10T00:05:09.000Z'],
  ['a spreadsheet’s moment', { at: '2026/11/9 23:59' }, 'T1 F1 19900 2026-11-09T15:59:00.000Z'],
  ['a day alone', { at: '2026年11月9日' }, 'T1 F1 19900 2026-11-08T16:00:00.000Z'],
  ['a day in one piece', { at: '20261109' }, 'T1 F1 19900 2026-11-08T16:00:00.000Z'],
  ['guards against spreadsheets', { trade: '`T1\t', refund: '="F1"' }, 'T1 F1 19900 2026-11-10T00:05:09.000Z'],
  ['the other word for a refund', { kind: '售后退款' }, 'T1 F1 19900 2026-11-10T00:05:09.000Z'],
])('%s is a refund of its day (M-7)', (_, facts, expected) => {
  const { lines, errors } = read(row(facts));
  expect(errors).toEqual([]);
  expect(lines.map((line) => `${line.tradeNumber} ${line.refundNumber} ${line.amount.minor} ${line.at}`)).toEqual([
    expected,
  ]);
});

test.each<[string, Parameters<typeof row>[0], string, string]>([
  ['no number', { refund: '' }, '退款编号', 'empty'],
  ['a number that a spreadsheet cut', { trade: '3.38123E+18' }, '订单编号', 'cut_by_spreadsheet'],
  ['no moment', { at: '' }, '完结时间', 'empty'],
  ['a day that is none', { at: '2026-02-30 10:00:00' }, '完结时间', 'not_a_moment'],
  ['an hour that is none', { at: '2026-11-10 25:00:00' }, '完结时间', 'not_a_moment'],
  ['a word for an amount', { amount: '见备注' }, '退款金额', 'not_an_amount'],
  ['a tenth of a fen', { amount: '1.001' }, '退款金额', 'not_an_amount'],
  ['no kind', { kind: '' }, '类型', 'empty'],
])('%s is an error that names row and column, and the rows around it are read (M-7)', (_, facts, column, fault) => {
  const { lines, errors } = read(row(), row(facts), row({ refund: 'F2' }));
  expect(errors).toMatchObject([{ row: 4, column, fault }]);
  expect(lines.map((line) => line.row)).toEqual([3, 5]);
});

test('a day outside of those that the bill is said to cover is an error (M-7)', () => {
  const day = '2026-11-09' as LocalDate;
  const { errors } = readBillRows([{ number: 2, cells: row() }], head, mapping, { ...terms, from: day, to: day });
  expect(errors).toEqual([{ row: 2, column: '完结时间', text: '2026-11-10 08:05:09', fault: 'outside_days' }]);
});

test('what is no refund is set aside by its word and counted; sums and notes are counted too (M-7)', () => {
  const { lines, setAside, notes, errors } = read(
    row({ kind: '货款', refund: '' }),
    row(),
    row({ kind: '货款', amount: 'x' }),
    ['', '', '', '', ''],
    ['合计', '', '', '199.00', ''],
    ['#业务明细结束'],
  );
  expect(lines).toHaveLength(1);
  expect({ setAside, notes, errors }).toEqual({ setAside: [{ word: '货款', rows: 2 }], notes: 2, errors: [] });
});

test('the table begins below the notes (M-7)', () => {
  const rows = [['#某店账单'], ['起始日期', '2026-11-01'], head, row()].map((cells, n) => ({ number: n + 1, cells }));
  expect(headAt(rows, ['订单编号', '类型'])).toBe(2);
  expect(headAt(rows, ['余额'])).toBeUndefined();
  expect(likelyHead(rows)).toBe(2);
  expect(likelyHead([])).toBeUndefined();
});

test('a row of another sign than the other refunds is named, and is not added to them (M-7)', () => {
  const cancelled = read(row({ amount: '-100.00' }), row({ amount: '100.00' }), row({ refund: 'F2', amount: '-5.00' }));
  expect(cancelled.errors).toEqual([{ row: 4, column: '退款金额', text: '100.00', fault: 'other_sign' }]);
  expect(cancelled.lines.map(({ amount }) => amount.minor)).toEqual([10_000n, 500n]);
  const { errors } = read(row({ amount: '100.00' }), row({ amount: '-100.00' }));
  expect(errors).toMatchObject([{ row: 4, text: '-100.00', fault: 'other_sign' }]);
  expect(read(row({ amount: '-1.00' }), row({ amount: '0.00' })).errors).toEqual([]);
});

test('a row with more or fewer cells than the head is wrong, unless it is of a sheet (M-7)', () => {
  const shifted = ['T1', 'F1', '退款', '1', '199.00', '2026-11-10 08:05:09'];
  const { errors, lines } = read(row(), shifted, row().slice(0, 4), [...row({ kind: '货款' }), 'x']);
  expect(errors).toEqual([
    { row: 4, column: '订单编号', text: '6 / 5', fault: 'other_width' },
    { row: 5, column: '订单编号', text: '4 / 5', fault: 'other_width' },
    { row: 6, column: '订单编号', text: '6 / 5', fault: 'other_width' },
  ]);
  expect(lines).toHaveLength(1);
  const sheet = [{ number: 2, cells: row({ kind: '货款' }).slice(0, 3), isPlaced: true }];
  expect(readBillRows(sheet, head, mapping, terms).errors).toMatchObject([]);
});

test('a refund that names neither payment nor moment is wrong, and no note (M-7)', () => {
  const { errors, notes } = read(row({ trade: '', at: '' }));
  expect({ errors, notes }).toMatchObject({ errors: [{ row: 3, column: '订单编号', fault: 'empty' }], notes: 0 });
});

test('a mapped column that the head has twice is found (M-7)', () => {
  expect(columnsTwice([...head, '退款金额', '备注', '备注'], mapping)).toEqual(['退款金额']);
  expect(columnsTwice(head, mapping)).toEqual([]);
});
