import type { MerchantId } from '../../domain/ids.ts';
import { formatDecimal, money } from '../../domain/money.ts';
import type { Tx } from '../db/database.ts';
import { excelOf } from './excel-rows.ts';
import { type ExportedVoucher, type VoucherRange, vouchersOf } from './vouchers.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** A cell that no spreadsheet takes for a formula, in the quotes of RFC 4180. */
export function safeCell(text: string): string {
  const guarded = /^[=+\-@\t\r\n\0＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

type View = { minor: string; currency: string };
const decimal = ({ minor, currency }: View): string => formatDecimal(money(BigInt(minor), currency));
const orNothing = (amount: View): string => (amount.minor === '0' ? '' : decimal(amount));

const columns = [
  '日期',
  '凭证字',
  '凭证号',
  '摘要',
  '科目编码',
  '科目名称',
  '借方金额',
  '贷方金额',
  '往来单位',
  '部门',
  '外部单号',
];

/** What a line of a voucher says it is for. The kind's own word is the reader's to translate; the number finds the case. */
export const summaryOf = (voucher: Pick<ExportedVoucher, 'kind' | 'numbers' | 'entries'>, words: Words): string =>
  `${words[voucher.kind] ?? voucher.kind} ${voucher.numbers}${voucher.entries > 3 ? ` …（${voucher.entries}）` : ''}`.trim();

/** Words for the kinds of entries. */
export type Words = Readonly<Record<string, string>>;

/** Our own form (§9.5 c): one line for each line of a voucher. */
export async function vouchersAsCsv(
  tx: Tx,
  merchantId: MerchantId,
  range: VoucherRange,
  words: Words,
): Promise<string> {
  const lines = [columns.join(',')];
  for await (const voucher of vouchersOf(tx, merchantId, range)) {
    for (const line of voucher.lines) {
      const cells = [
        voucher.date,
        voucher.word,
        String(voucher.number),
        summaryOf(voucher, words),
        line.account,
        line.nameZh,
        orNothing(line.debit),
        orNothing(line.credit),
        line.party?.id ?? '',
        '',
        voucher.numbers,
      ];
      lines.push(cells.map(safeCell).join(','));
    }
  }
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

const kingdeeKeys = [
  ['FBillHead(GL_VOUCHER)', '*单据头(序号)'],
  ['FAccountBookID', '*(单据头)账簿#编码'],
  ['FDate', '*(单据头)日期'],
  ['FVOUCHERGROUPID', '*(单据头)凭证字#编码'],
  ['FVOUCHERGROUPNO', '*(单据头)凭证号'],
  ['FACCBOOKORGID', '*(单据头)核算组织#编码'],
  ['FEntity', '*分录(序号)'],
  ['FEXPLANATION', '(分录)摘要'],
  ['FACCOUNTID', '*(分录)科目编码#编码'],
  ['FCURRENCYID', '*(分录)币别#编码'],
  ['FEXCHANGERATETYPE', '*(分录)汇率类型#编码'],
  ['FEXCHANGERATE', '(分录)汇率'],
  ['FAMOUNTFOR', '(分录)原币金额'],
  ['FDEBIT', '(分录)借方金额'],
  ['FCREDIT', '(分录)贷方金额'],
] as const;

/**
 * The sheet that 金蝶云星空 imports (§9.5 a): two rows of heads, the keys of its fields and their names. Its book, word and
 * currency have the codes that its own set-up begins with; another set-up changes them in the sheet.
 */
export async function vouchersAsKingdeeSheet(
  tx: Tx,
  merchantId: MerchantId,
  range: VoucherRange,
  words: Words,
): Promise<Buffer> {
  return excelOf('凭证#单据头(FBillHead)', async (sheet) => {
    const add = (cells: (string | number)[]) => sheet.addRow(cells).commit();
    add(kingdeeKeys.map(([key]) => key));
    add(kingdeeKeys.map(([, name]) => name));
    for await (const voucher of vouchersOf(tx, merchantId, range)) {
      const summary = summaryOf(voucher, words);
      voucher.lines.forEach((line, i) => {
        const [debit, credit] = [Number(decimal(line.debit)), Number(decimal(line.credit))];
        const head =
          i === 0 ? [voucher.number, '001', voucher.date, 'PRE001', voucher.number, '100'] : ['', '', '', '', '', ''];
        add([...head, i + 1, summary, line.account, 'PRE001', 'HLTX01_SYS', 1, debit || credit, debit, credit]);
      });
    }
  });
}
