import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import { formatDecimal, money } from '../../domain/money.ts';
import { yuanInWords } from '../../domain/yuan-in-words.ts';
import { type Sheet, sheetsOf } from './voucher-sheets.ts';
import type { ExportedVoucher } from './vouchers.ts';

const require = createRequire(import.meta.url);

/** All simplified Chinese letters; only those that occur go into a file. */
const FONT = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts', 'NotoSansHans-Regular.otf');

const mm = (length: number): number => (length * 72) / 25.4;

/** A4, three forms to a page, cut apart and bound. */
const PAGE = { width: 210, height: 297, margin: 12 } as const;
const FORMS_PER_PAGE = 3;
const FORM_HEIGHT = 92;
const ROWS = 6;
const ROW_HEIGHT = 7;
const TABLE_TOP = 19;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const columns = [
  { name: '摘要', at: 0, width: 58 },
  { name: '会计科目', at: 58, width: 64 },
  { name: '借方金额', at: 122, width: 32 },
  { name: '贷方金额', at: 154, width: 32 },
] as const;

export type PrintedVoucher = ExportedVoucher & { summary: string };
type Line = ExportedVoucher['lines'][number];
type Form = { document: PDFKit.PDFDocument; top: number };
type Facts = {
  company: string;
  /** Who somebody is, by his id. */
  nameOf: (id: string) => string;
};

/** Vouchers as they are printed, signed and bound (记账凭证). */
export async function vouchersAsPdf(vouchers: AsyncIterable<PrintedVoucher>, facts: Facts): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, info: { Title: '记账凭证' } });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  document.registerFont('han', FONT);
  let drawn = 0;
  for await (const voucher of vouchers) {
    for (const sheet of sheetsOf(voucher.lines, ROWS)) {
      const place = drawn++ % FORMS_PER_PAGE;
      if (place === 0) document.addPage().font('han');
      const form = { document, top: PAGE.margin / 2 + place * (FORM_HEIGHT + 3) };
      drawHead(form, voucher, sheet, facts);
      drawTable(form, voucher, sheet);
      drawFoot(form, voucher, facts);
      if (place < FORMS_PER_PAGE - 1) drawCut(form);
    }
  }
  if (drawn === 0) document.addPage();
  document.end();
  await done;
  return Buffer.concat(chunks);
}

type Box = { x: number; y: number; width: number; align?: 'left' | 'center' | 'right'; size?: number; lines?: number };

/** Text in a box, from the left edge of the form; what does not fit ends in an ellipsis. */
function write(
  { document, top }: Form,
  text: string,
  { x, y, width, align = 'left', size = 8.5, lines = 1 }: Box,
): void {
  document.fontSize(size);
  const lineHeight = document.currentLineHeight();
  document.text(text, mm(PAGE.margin + x), mm(top + y), {
    width: mm(width),
    height: lineHeight * (lines + 0.4),
    align,
    ellipsis: true,
    lineGap: -lineHeight * 0.15,
  });
}

function rule({ document, top }: Form, from: [number, number], to: [number, number]): void {
  document
    .moveTo(mm(PAGE.margin + from[0]), mm(top + from[1]))
    .lineTo(mm(PAGE.margin + to[0]), mm(top + to[1]))
    .lineWidth(0.6)
    .stroke('#000');
}

function drawHead(form: Form, voucher: ExportedVoucher, { part, of }: Sheet<Line>, { company }: Facts): void {
  const [year, month, day] = voucher.date.split('-');
  write(form, '记  账  凭  证', { x: 0, y: 1, width: WIDTH, align: 'center', size: 16 });
  rule(form, [WIDTH / 2 - 22, 9.5], [WIDTH / 2 + 22, 9.5]);
  rule(form, [WIDTH / 2 - 22, 10.2], [WIDTH / 2 + 22, 10.2]);
  write(form, `核算单位：${company}`, { x: 0, y: 12.5, width: 66 });
  write(form, `${year} 年 ${month} 月 ${day} 日`, { x: 68, y: 12.5, width: 50, align: 'center' });
  const number = `${voucher.word}字第 ${String(voucher.number).padStart(4, '0')} 号${of > 1 ? `（${part}/${of}）` : ''}`;
  write(form, `${number}　附单据 ${voucher.attachments} 张`, { x: 112, y: 12.5, width: WIDTH - 112, align: 'right' });
}

function drawTable(form: Form, voucher: PrintedVoucher, { lines, isLast }: Sheet<Line>): void {
  const bottom = TABLE_TOP + (ROWS + 2) * ROW_HEIGHT;
  for (let row = 0; row <= ROWS + 2; row++)
    rule(form, [0, TABLE_TOP + row * ROW_HEIGHT], [WIDTH, TABLE_TOP + row * ROW_HEIGHT]);
  for (const { at } of columns) rule(form, [at, TABLE_TOP], [at, at === 58 ? bottom - ROW_HEIGHT : bottom]);
  rule(form, [WIDTH, TABLE_TOP], [WIDTH, bottom]);
  for (const { name, at, width } of columns) write(form, name, { x: at, y: TABLE_TOP + 1.6, width, align: 'center' });
  for (const [i, line] of lines.entries()) drawLine(form, voucher.summary, line, TABLE_TOP + (i + 1) * ROW_HEIGHT);
  const y = bottom - ROW_HEIGHT + 1.6;
  const { minor, currency } = voucher.total;
  const words = isLast ? `合计：${currency === 'CNY' ? yuanInWords(BigInt(minor)) : currency}` : '转次页';
  write(form, words, { x: 1.5, y, width: columns[2].at - 3 });
  if (!isLast) return;
  for (const { at, width } of columns.slice(2)) write(form, decimal(voucher.total), amountBox(at, y, width));
}

const amountBox = (at: number, y: number, width: number): Box => ({ x: at + 1, y, width: width - 2.5, align: 'right' });

function drawLine(form: Form, summary: string, line: Line, y: number): void {
  const [text, account, debit, credit] = columns;
  const party = line.party?.id ? ` / ${line.party.id}` : '';
  writeInRow(form, summary, text, y);
  writeInRow(form, `${line.account} ${line.nameZh}${party}`, account, y);
  if (line.debit.minor !== '0') write(form, decimal(line.debit), amountBox(debit.at, y + 1.6, debit.width));
  if (line.credit.minor !== '0') write(form, decimal(line.credit), amountBox(credit.at, y + 1.6, credit.width));
}

/** Up to two lines, in the middle of the row. */
function writeInRow(form: Form, text: string, { at, width }: (typeof columns)[number], y: number): void {
  const size = 7;
  const needed = form.document.fontSize(size).widthOfString(text) > mm(width - 2) ? 2 : 1;
  write(form, text, { x: at + 1, y: y + (needed === 2 ? 0.5 : 1.9), width: width - 2, size, lines: needed });
}

function drawFoot(form: Form, { madeBy, checkedBy }: ExportedVoucher, { nameOf }: Facts): void {
  const y = TABLE_TOP + (ROWS + 2) * ROW_HEIGHT + 2;
  const signed: [role: string, name: string][] = [
    ['会计主管', ''],
    ['记账', ''],
    ['审核', checkedBy === null ? '' : nameOf(checkedBy)],
    ['出纳', ''],
    ['制单', nameOf(madeBy)],
  ];
  for (const [i, [role, name]] of signed.entries())
    write(form, `${role}：${name}`, { x: (i * WIDTH) / 5, y, width: WIDTH / 5 - 2 });
}

function drawCut({ document, top }: Form): void {
  const y = mm(top + FORM_HEIGHT);
  document.save().dash(2, { space: 3 }).moveTo(0, y).lineTo(mm(PAGE.width), y).lineWidth(0.3).stroke('#888').restore();
}

const decimal = ({ minor, currency }: { minor: string; currency: string }): string =>
  formatDecimal(money(BigInt(minor), currency)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
