import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { vouchersAsExcel } from './voucher-excel.ts';
import type { PrintedVoucher } from './voucher-pdf.ts';

const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });
const VOUCHERS = 4_000;

const voucherOf = (number: number): PrintedVoucher => ({
  id: `vch_${number}`,
  period: '2026-11',
  word: '记',
  number,
  date: '2026-11-03' as PrintedVoucher['date'],
  kind: 'refund_paid',
  entries: 1,
  total: cny(100),
  attachments: 1,
  madeBy: 'system',
  checkedBy: null,
  numbers: `R${number}`,
  summary: `退款 R${number}`,
  lines: [
    { account: '2221', nameZh: '应付退货款', nameEn: 'Refunds due', party: null, debit: cny(100), credit: cny(0) },
    { account: '1012.01', nameZh: '支付宝', nameEn: 'Alipay', party: null, debit: cny(0), credit: cny(100) },
  ],
});

test('a month of many vouchers is written row by row, and its rows leave the memory (M-6)', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const held: number[] = [];
  async function* vouchers() {
    for (let number = 1; number <= VOUCHERS; number++) {
      if (number === 1_000 || number === VOUCHERS) {
        collect();
        held.push(process.memoryUsage().heapUsed);
      }
      yield voucherOf(number);
    }
  }
  const file = await vouchersAsExcel(vouchers(), { period: '2026-11', nameOf: (id) => id });
  const [first = 0, last = 0] = held;
  expect((last - first) / 1_048_576).toBeLessThan(8);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(file as unknown as ExcelJS.Buffer);
  const sheet = book.worksheets[0];
  expect(sheet?.rowCount).toBe(2 * VOUCHERS + 2);
  expect(sheet?.getRow(2 * VOUCHERS + 2).getCell(7).value).toBe(VOUCHERS);
}, 60_000);
