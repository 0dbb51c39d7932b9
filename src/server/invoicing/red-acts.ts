import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import {
  type RedAction,
  type RedInvoiceId,
  type RedRejection,
  type RedState,
  whyNot,
} from '../../domain/invoicing/red-task.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { askToPushReds } from './ask-to-push-reds.ts';
import { readInvoicing } from './connection.ts';
import { redVatIssued } from './red-vat-issued.ts';

type By = { merchantId: MerchantId; by: string };
type No = RedRejection | { code: 'red_invoice_not_found' } | { code: 'invoicing_not_connected' };
type Done = Result<{ id: RedInvoiceId }, No>;

async function mayAct(tx: Tx, merchantId: MerchantId, id: RedInvoiceId, action: RedAction): Promise<No | null> {
  const { rows } = await sql<{ state: RedState }>`select state from red_invoice
    where merchant_id = ${merchantId} and red_id = ${id} for update`.execute(tx);
  const [row] = rows;
  return row ? whyNot(action, row.state) : { code: 'red_invoice_not_found' };
}

/** Puts it in the line of what is applied for: a sheet of its own, under a new number of request. */
export async function applyForRed(app: App, tx: Tx, id: RedInvoiceId, { merchantId }: By): Promise<Done> {
  if (!(await readInvoicing(tx, merchantId))) return reject({ code: 'invoicing_not_connected' });
  const no = await mayAct(tx, merchantId, id, 'apply');
  if (no) return reject(no);
  await sql`update red_invoice set state = 'queued', application = application + 1, attempts = attempts + 1,
      sheet_id = null, sheet_status = null, confirm_by = null, sent_at = null, next_at = null, reason_code = null,
      cause = null, updated_at = ${app.clock.now()}
    where merchant_id = ${merchantId} and red_id = ${id}`.execute(tx);
  await askToPushReds(app, tx, merchantId);
  return ok({ id });
}

/** The sheet is taken back at the service, unless its red invoice turns out to exist. */
export async function withdrawRed(app: App, tx: Tx, id: RedInvoiceId, { merchantId }: By): Promise<Done> {
  const no = await mayAct(tx, merchantId, id, 'withdraw');
  if (no) return reject(no);
  const now = app.clock.now();
  await sql`update red_invoice set state = 'withdrawing', attempts = attempts + 1, sent_at = ${now}, next_at = null,
      reason_code = null, cause = null, updated_at = ${now}
    where merchant_id = ${merchantId} and red_id = ${id}`.execute(tx);
  await askToPushReds(app, tx, merchantId);
  return ok({ id });
}

type ByHand = { redNumber: string; issuedOn: LocalDate; note: string };

/** Somebody has issued it elsewhere, under that number. */
export async function finishByHand(
  app: App,
  tx: Tx,
  id: RedInvoiceId,
  { redNumber, issuedOn, note }: ByHand,
  { merchantId, by }: By,
): Promise<Result<{ id: RedInvoiceId }, No | { code: 'red_number_taken'; field: 'redNumber' }>> {
  const no = await mayAct(tx, merchantId, id, 'finish_by_hand');
  if (no) return reject(no);
  const { rows } = await sql`select 1 from red_invoice where merchant_id = ${merchantId} and red_number = ${redNumber}
    union all select 1 from blue_invoice where merchant_id = ${merchantId} and number = ${redNumber}`.execute(tx);
  if (rows.length > 0) return reject({ code: 'red_number_taken', field: 'redNumber' });
  await sql`update red_invoice set state = 'by_hand', attempts = attempts + 1, red_number = ${redNumber},
      issued_on = ${issuedOn}, done_by = ${by}, note = ${note}, next_at = null, reason_code = null, cause = null,
      updated_at = ${app.clock.now()}
    where merchant_id = ${merchantId} and red_id = ${id}`.execute(tx);
  await redVatIssued(app, tx, merchantId, id);
  return ok({ id });
}
