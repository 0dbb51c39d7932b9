import { expect, test } from 'vitest';
import { readBill } from './csv-bill.ts';

const bill = (...rows: string[]) => ['#支付宝业务明细查询', '交易号,商品,金额,备注', ...rows].join('\r\n');
const read = (text: string) => {
  const found = readBill(text, ['交易号', '金额']);
  return found?.kind === 'rows' ? found.rows.map((row) => [row('交易号'), row('商品'), row('金额')]) : found;
};

test.each<[string, string[], unknown]>([
  ['a comma within quotes', ['T1\t,"大衣,红色",199.00,'], [['T1', '大衣,红色', '199.00']]],
  ['a line break within quotes', ['T1,"大衣\r\n红色",199.00,'], [['T1', '大衣\r\n红色', '199.00']]],
  ['a doubled quote', ['T1,"12"" 平板",199.00,'], [['T1', '12" 平板', '199.00']]],
  ['a quote within a bare value', ['T1,12" 平板,199.00,'], [['T1', '12" 平板', '199.00']]],
  ['back-ticks against spreadsheets', ['`T1,`大衣,`199.00,`'], [['T1', '大衣', '199.00']]],
  [
    'an empty line between rows',
    ['T1,大衣,199.00,', '', 'T2,大衣,1.00,'],
    [
      ['T1', '大衣', '199.00'],
      ['T2', '大衣', '1.00'],
    ],
  ],
  ['notes behind the rows', ['T1,大衣,199.00,', '#业务明细结束', 'X,Y,1,'], [['T1', '大衣', '199.00']]],
  ['a sum behind the rows', ['T1,大衣,199.00,', '总交易单数,总金额', '`1,`199.00'], [['T1', '大衣', '199.00']]],
  ['no rows', [], []],
])('a bill with %s is read whole (M-7)', (_, rows, expected) => {
  expect(read(bill(...rows))).toEqual(expected);
});

test('a row that lacks a value ends nothing: the bill is refused by its line (M-7)', () => {
  expect(read(bill('T1,大衣,199.00,', 'T2', 'T3,大衣,1.00,'))).toEqual({ kind: 'broken', line: 4 });
  expect(read(bill('T1,大衣,199.00,', 'T2,大衣,1.00,,x,'))).toEqual({ kind: 'broken', line: 4 });
  expect(read(bill('T1,"大衣,199.00,', 'T2,大衣,1.00,'))).toEqual({ kind: 'broken', line: expect.any(Number) });
});

test('a file without the columns is no bill (M-7)', () => {
  expect(read('时间,余额\r\n1,2')).toBeUndefined();
});
