import type ExcelJS from 'exceljs';
import { formatDecimal, money } from '../../domain/money.ts';
import { excelOf } from './excel-rows.ts';
import type { PrintedVoucher } from './voucher-pdf.ts';

const columns = [
  { header: '日期', key: 'date', width: 12 },
  { header: '凭证字号', key: 'number', width: 10 },
  { header: '摘要', key: 'summary', width: 42 },
  { header: '科目编码', key: 'account', width: 13 },
  { header: '科目名称', key: 'name', width: 28 },
  { header: '往来单位', key: 'party', width: 16 },
  { header: '借方金额', key: 'debit', width: 14 },
  { header: '贷方金额', key: 'credit', width: 14 },
  { header: '附单据', key: 'attachments', width: 8 },
  { header: '制单', key: 'madeBy', width: 12 },
  { header: '审核', key: 'checkedBy', width: 12 },
  { header: '外部单号', key: 'numbers', width: 34 },
];

const AMOUNT = '#,##0.00;[Red]-#,##0.00;';

type View = { minor: string; currency: string };
const yuan = ({ minor, currency }: View): number => Number(formatDecimal(money(BigInt(minor), currency)));

/** The vouchers of a month as a book to read and to reckon with: a row for each line, and their totals below. */
export async function vouchersAsExcel(
  vouchers: AsyncIterable<PrintedVoucher>,
  { period, nameOf }: { period: string; nameOf: (id: string) => string },
): Promise<Buffer> {
  const frozen: Partial<ExcelJS.WorksheetView>[] = [{ state: 'frozen', ySplit: 1 }];
  return excelOf(`记账凭证 ${period}`, (sheet) => writeRows(sheet, vouchers, nameOf), frozen);
}

async function writeRows(
  sheet: ExcelJS.Worksheet,
  vouchers: AsyncIterable<PrintedVoucher>,
  nameOf: (id: string) => string,
): Promise<void> {
  sheet.columns = columns;
  sheet.getRow(1).font = { bold: true };
  for (const key of ['debit', 'credit']) sheet.getColumn(key).numFmt = AMOUNT;
  sheet.autoFilter = { from: 'A1', to: { row: 1, column: columns.length } };
  const total = { debit: 0n, credit: 0n, currency: 'CNY' };
  for await (const voucher of vouchers) {
    for (const line of voucher.lines) {
      const row = sheet.addRow({
        date: voucher.date,
        number: `${voucher.word}-${voucher.number}`,
        summary: voucher.summary,
        account: line.account,
        name: line.nameZh,
        party: line.party?.id ?? '',
        debit: yuan(line.debit),
        credit: yuan(line.credit),
        attachments: voucher.attachments,
        madeBy: nameOf(voucher.madeBy),
        checkedBy: voucher.checkedBy === null ? '' : nameOf(voucher.checkedBy),
        numbers: voucher.numbers,
      });
      row.commit();
      total.debit += BigInt(line.debit.minor);
      total.credit += BigInt(line.credit.minor);
      total.currency = voucher.total.currency;
    }
  }
  const { currency } = total;
  const last = sheet.addRow({
    summary: '合计',
    debit: yuan({ minor: String(total.debit), currency }),
    credit: yuan({ minor: String(total.credit), currency }),
  });
  last.font = { bold: true };
  last.commit();
}
