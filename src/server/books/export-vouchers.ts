import { sql } from 'kysely';
import type { voucherForms } from '../../contract/books.ts';
import { never } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { entryWords } from './entry-words.ts';
import { vouchersAsExcel } from './voucher-excel.ts';
import { summaryOf, vouchersAsCsv, vouchersAsKingdeeSheet } from './voucher-files.ts';
import { type PrintedVoucher, vouchersAsPdf } from './voucher-pdf.ts';
import { vouchersAsU8Text } from './voucher-u8.ts';
import { countVouchers, type VoucherRange, vouchersOf } from './vouchers.ts';

type Form = (typeof voucherForms)[number];
type VoucherFile = { name: string; content: string | Buffer };

/** Drawing takes its time, and nobody binds more at once. */
const MOST_PRINTED = 1_000;
/** A file is held until it is sent, and a sheet has an end: what is more is asked for by its numbers. */
const MOST_LISTED = 50_000;

const endings: Record<Form, string> = { csv: 'csv', xlsx: 'xlsx', pdf: 'pdf', kingdee: 'kingdee.xlsx', u8: 'u8.txt' };

/** Vouchers of a month as a file, in the form that is asked for. */
export async function exportVouchers(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  { form, ...range }: VoucherRange & { form: Form },
): Promise<Result<VoucherFile, { code: 'too_many_vouchers'; count: number; most: number } | { code: 'no_vouchers' }>> {
  const most = form === 'pdf' ? MOST_PRINTED : MOST_LISTED;
  const count = await countVouchers(tx, merchantId, range);
  if (form === 'pdf' && count === 0) return reject({ code: 'no_vouchers' });
  if (count > most) return reject({ code: 'too_many_vouchers', count, most });
  const content = await contentOf(app, tx, merchantId, form, range);
  return ok({ name: `vouchers-${range.period}.${endings[form]}`, content });
}

async function contentOf(app: App, tx: Tx, merchantId: MerchantId, form: Form, range: VoucherRange) {
  const names = await app.staffNames(merchantId);
  const nameOf = (id: string): string => names.get(id) ?? (id === 'system' ? '系统' : id);
  switch (form) {
    case 'csv':
      return vouchersAsCsv(tx, merchantId, range, entryWords);
    case 'kingdee':
      return vouchersAsKingdeeSheet(tx, merchantId, range, entryWords);
    case 'xlsx':
      return vouchersAsExcel(printed(tx, merchantId, range), { period: range.period, nameOf });
    case 'u8':
      return vouchersAsU8Text(printed(tx, merchantId, range), nameOf);
    case 'pdf': {
      const { rows } = await sql<{ name: string }>`select name from merchant where merchant_id = ${merchantId}`.execute(
        tx,
      );
      return vouchersAsPdf(printed(tx, merchantId, range), { company: rows[0]?.name ?? '', nameOf });
    }
    default:
      return never(form);
  }
}

async function* printed(tx: Tx, merchantId: MerchantId, range: VoucherRange): AsyncGenerator<PrintedVoucher> {
  for await (const voucher of vouchersOf(tx, merchantId, range))
    yield { ...voucher, summary: summaryOf(voucher, entryWords) };
}
