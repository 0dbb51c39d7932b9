import { inflateSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { beforeAll, expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { permissions } from '../src/domain/people/permissions.ts';
import { sheetsOf } from '../src/server/books/voucher-sheets.ts';
import { startHarness } from './support/app-harness.ts';
import { bookDesk, freightBill } from './support/book-desk.ts';

const harness = await startHarness();
const { booked, post, month } = bookDesk(harness);
const headers = { 'x-api-key': await harness.keyWith([...permissions]) };
const file = async (form: string, range = '') => {
  const url = `/api/vouchers/export?period=${month}&form=${form}${range}`;
  return harness.server.inject({ method: 'GET', url, headers });
};

/** The pages of a PDF, and every letter that its fonts say they draw. */
function readPdf(bytes: Buffer): { pages: number; letters: string } {
  const text = bytes.toString('latin1');
  const pages = text.match(/\/Type \/Page\b/g)?.length ?? 0;
  const maps = [...text.matchAll(/stream\r?\n/g)].flatMap(({ index, 0: mark }) => {
    try {
      const map = inflateSync(bytes.subarray(index + mark.length)).toString('latin1');
      return map.includes('beginbfrange') || map.includes('beginbfchar') ? [map] : [];
    } catch {
      return [];
    }
  });
  const codes = maps.flatMap((map) => [...map.matchAll(/<([0-9a-f]{4})>/gi)].map(([, code]) => code ?? ''));
  return { pages, letters: codes.map((code) => String.fromCharCode(Number.parseInt(code, 16))).join('') };
}

beforeAll(async () => {
  for (let i = 0; i < 4; i++) await booked(freightBill(800 + i));
  await booked({ kind: 'fine', platform: '=1+1,龘', amount: { minor: '100', currency: 'CNY' } });
  await post('/api/vouchers', { period: month });
});

test('printed vouchers have their Chinese letters in the file, three forms to a page, and can be narrowed to one (M-6)', async () => {
  const all = await file('pdf');
  expect([all.statusCode, all.headers['content-disposition']]).toEqual([
    200,
    `attachment; filename="vouchers-${month}.pdf"`,
  ]);
  const { pages, letters } = readPdf(all.rawPayload);
  expect(pages).toBe(2);
  for (const letter of '记账凭证摘要会计科目借贷方金额制单审核合计捌元零壹分快递运费龘')
    expect(letters).toContain(letter);
  // The font has thirty thousand letters; only those that occur are in the file.
  expect(all.rawPayload.length).toBeLessThan(200_000);
  expect(readPdf((await file('pdf', '&from=2&to=2')).rawPayload).pages).toBe(1);
  expect((await file('pdf', '&from=900')).json()).toMatchObject({ code: 'no_vouchers' });
});

test('a voucher with more lines than a form has rows goes on, and only its last form has the total', () => {
  expect(sheetsOf([1, 2, 3, 4, 5, 6, 7], 6)).toEqual([
    { part: 1, of: 2, lines: [1, 2, 3, 4, 5, 6], isLast: false },
    { part: 2, of: 2, lines: [7], isLast: true },
  ]);
  expect(sheetsOf([], 6)).toHaveLength(1);
});

test('vouchers as Excel are amounts to reckon with, add up, and hold no formula (M-6)', async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await file('xlsx')).rawPayload as unknown as ExcelJS.Buffer);
  const sheet = present(book.worksheets[0], 'the sheet');
  const rows = Array.from({ length: sheet.rowCount - 1 }, (_, i) => sheet.getRow(i + 2));
  const debit = rows.map((row) => row.getCell(7).value);
  const last = present(debit.pop(), 'the total');
  expect(debit.every((cell) => typeof cell === 'number')).toBe(true);
  expect(last).toBe(33.06);
  expect(rows.at(-1)?.getCell(8).value).toBe(33.06);
  expect(rows.map((row) => row.getCell(2).value).slice(0, -1)).toContain('记-5');
  const parties = rows.map((row) => row.getCell(6));
  expect(parties.every((cell) => cell.type !== ExcelJS.ValueType.Formula)).toBe(true);
});

test('the file for U8 is GBK, and a comma in a text ends no column (M-6)', async () => {
  const rows = new TextDecoder('gbk')
    .decode((await file('u8')).rawPayload)
    .trimEnd()
    .split('\r\n');
  expect(rows[0]).toBe('填制凭证,V800');
  const cells = rows.slice(1).map((row) => row.split(','));
  expect(new Set(cells.map(({ length }) => length))).toEqual(new Set([12]));
  expect(cells[0]?.slice(1, 3)).toEqual(['记', '1']);
  const total = (column: number) => cells.reduce((sum, row) => sum + Math.round(Number(row[column]) * 100), 0);
  expect([total(6), total(7)]).toEqual([3_306, 3_306]);
});
