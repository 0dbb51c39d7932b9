import { sql } from 'kysely';
import type { InvoicePort, RedRequest, SheetLookup, SheetOutcome } from '../../connectors/invoicing/port.ts';
import type { MerchantId, OrderLineId } from '../../domain/ids.ts';
import type { RedReason } from '../../domain/invoicing/red-due.ts';
import type { RedState } from '../../domain/invoicing/red-task.ts';
import { money, subtract } from '../../domain/money.ts';
import { type Instant, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';
import { askToPushReds } from './ask-to-push-reds.ts';
import { lockInvoicing, openInvoicing } from './connection.ts';
import type { RedStep } from './red-step.ts';
import { settleRed } from './settle-red.ts';

/** One job does so many steps; the rest is another's. */
const MOST_ROUNDS = 200;

type Step = RedStep | { act: 'later'; at: Instant } | { act: 'nothing' };

/**
 * Goes on with red invoices that somebody has applied for: applies, asks after sheets, issues what is confirmed. What is
 * sent is committed as sent before the call, so a worker that dies leaves a task that is asked after first.
 */
export async function pushReds(app: App, merchantId: MerchantId): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const step = await app.db.inMerchant(merchantId, (tx) => takeNext(app, tx, merchantId));
    if (step.act === 'nothing') return;
    if (step.act === 'later') return again(app, merchantId, step.at);
    const outcome = await perform(app, step);
    const next = await app.db.inMerchant(merchantId, (tx) => settleRed(app, tx, merchantId, step, outcome));
    if (next === 'stop') return;
  }
  await again(app, merchantId, app.clock.now());
}

const again = (app: App, merchantId: MerchantId, at: Instant): Promise<void> =>
  app.db.inMerchant(merchantId, (tx) => askToPushReds(app, tx, merchantId, at));

async function perform(app: App, step: RedStep): Promise<SheetOutcome | SheetLookup> {
  const { port } = step;
  // Who was held up sends nothing: another one may have found it absent meanwhile, and sent it.
  const late = toMs(app.clock.now()) - toMs(step.sentAt) > port.settlesMs / 2;
  if (step.act === 'find') return port.findSheet(step.requestId);
  if (step.act === 'query') return port.querySheet(step.sheetId);
  if (late) return { kind: 'unknown', cause: 'held up before it was sent' };
  if (step.act === 'apply') return port.applyRed(step.request);
  return step.act === 'issue' ? port.issueRed(step.sheetId) : port.revoke(step.sheetId);
}

type Row = {
  id: string;
  state: RedState;
  application: number;
  attempts: number;
  sentAt: Instant | null;
  nextAt: Instant | null;
  sheetId: string | null;
  blueNumber: string;
  reason: RedReason;
  currency: string;
  lines: { number: number; orderLineId: OrderLineId; gross: string; tax: string }[];
};

async function takeNext(app: App, tx: Tx, merchantId: MerchantId): Promise<Step> {
  const terms = await lockInvoicing(tx, merchantId);
  if (!terms || terms.halted !== null) return { act: 'nothing' };
  const { rows } =
    await sql<Row>`select r.red_id as id, r.state, r.application, r.attempts, ${iso('r.sent_at')} as "sentAt",
      ${iso('r.next_at')} as "nextAt", r.sheet_id as "sheetId", b.number as "blueNumber", r.reason, r.currency,
      (select json_agg(json_build_object('number', l.line_number, 'orderLineId', l.order_line_id,
          'gross', l.gross_minor::text, 'tax', l.tax_minor::text) order by l.line_number)
        from red_invoice_line l where l.merchant_id = r.merchant_id and l.red_id = r.red_id) as lines
    from red_invoice r join blue_invoice b on b.merchant_id = r.merchant_id and b.invoice_id = r.invoice_id
    where r.merchant_id = ${merchantId} and r.state in ('queued', 'applying', 'awaiting_buyer', 'awaiting_us', 'confirmed',
      'issuing', 'withdrawing', 'blocked')
    order by r.next_at nulls first, r.red_id limit 1 for update of r`.execute(tx);
  const [row] = rows;
  if (!row) return { act: 'nothing' };
  const now = app.clock.now();
  if (row.nextAt && row.nextAt > now) return { act: 'later', at: row.nextAt };
  const port = await openInvoicing(app, tx, merchantId, terms.vendor);
  return port ? stepOf(tx, merchantId, row, port, now) : { act: 'nothing' };
}

async function stepOf(tx: Tx, merchantId: MerchantId, row: Row, port: InvoicePort, now: Instant): Promise<Step> {
  const attempt = row.attempts + 1;
  const { id, sheetId } = row;
  const take = async (state: RedState, sends: boolean): Promise<Omit<RedStep, 'act'>> => {
    const sent = sends ? sql`, sent_at = ${now}, next_at = null` : sql``;
    await sql`update red_invoice set state = ${state}, attempts = ${attempt}, updated_at = ${now}${sent}
      where merchant_id = ${merchantId} and red_id = ${id}`.execute(tx);
    return { port, id, attempt, state, sentAt: sends ? now : (row.sentAt ?? now) };
  };
  if (row.state === 'queued') return { ...(await take('applying', true)), act: 'apply', request: requestOf(row) };
  if (sheetId === null) return { ...(await take(row.state, false)), act: 'find', requestId: requestIdOf(row) };
  if (row.state === 'confirmed') return { ...(await take('issuing', true)), act: 'issue', sheetId };
  if (row.state === 'withdrawing') return { ...(await take('withdrawing', true)), act: 'revoke', sheetId };
  return { ...(await take(row.state, false)), act: 'query', sheetId };
}

const requestIdOf = ({ id, application }: Row): string => `${id}-${application}`;

const requestOf = (row: Row): RedRequest => ({
  requestId: requestIdOf(row),
  blueNumber: row.blueNumber,
  reason: row.reason,
  lines: row.lines.map(({ number, gross, tax }) => {
    const [all, vat] = [money(BigInt(gross), row.currency), money(BigInt(tax), row.currency)];
    return { number, net: subtract(all, vat), tax: vat };
  }),
});
