import { sql } from 'kysely';
import type { FinancePort, FinanceVoucher, PushOutcome, VoucherLookup } from '../../connectors/finance/port.ts';
import { never } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { type Instant, plusMs, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { askToPush } from '../books/ask-to-push.ts';
import type { Voucher } from '../books/vouchers.ts';
import type { Tx } from '../db/database.ts';
import { iso } from '../orders/order-store.ts';
import { lockTerms, openFinance } from './connection.ts';
import { voucherForFinance } from './voucher-for-finance.ts';

/** One job does so many; the rest is another's. */
const MOST_ROUNDS = 200;
const SHORTEST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

type Asked = Pick<FinanceVoucher, 'id' | 'period' | 'date'>;
type Taken = { port: FinancePort; attempt: number; sentAt: Instant } & (
  | { act: 'push'; voucher: FinanceVoucher }
  /** It may be there already: nobody heard the answer. */
  | { act: 'ask'; voucher: Asked }
);
type Step = Taken | { act: 'later'; at: Instant } | { act: 'nothing' };

/**
 * Takes numbered vouchers to the merchant's finance system one after another, in the order of their numbers: one that was
 * refused keeps back those behind it. `sending` is committed before the call, so a worker that dies leaves a voucher that
 * is asked after before it is sent again.
 */
export async function pushVouchers(app: App, merchantId: MerchantId): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const step = await app.db.inMerchant(merchantId, (tx) => takeNext(app, tx, merchantId));
    if (step.act === 'nothing') return;
    if (step.act === 'later') return again(app, merchantId, step.at);
    const outcome = step.act === 'push' ? await pushInTime(app, step) : await step.port.findVoucher(step.voucher);
    const next = await app.db.inMerchant(merchantId, (tx) => settle(app, tx, merchantId, step, outcome));
    if (next === 'stop') return;
    if (next !== 'on') return again(app, merchantId, next);
  }
  await again(app, merchantId, app.clock.now());
}

/** Who was held up since he took a voucher sends nothing: another one may have found it absent meanwhile, and sent it. */
async function pushInTime(app: App, { port, voucher, sentAt }: Taken & { act: 'push' }): Promise<PushOutcome> {
  const late = toMs(app.clock.now()) - toMs(sentAt) > port.settlesMs / 2;
  return late ? { kind: 'unknown', cause: 'held up before it was sent' } : port.pushVoucher(voucher);
}

const again = (app: App, merchantId: MerchantId, at: Instant): Promise<void> =>
  app.db.inMerchant(merchantId, (tx) => askToPush(app, tx, merchantId, at));

type Row = Asked & {
  id: Voucher['id'];
  isChecked: boolean;
  state: 'waiting' | 'sending' | 'refused' | 'unknown';
  attempts: number;
  sentAt: Instant | null;
  nextAt: Instant | null;
};

async function takeNext(app: App, tx: Tx, merchantId: MerchantId): Promise<Step> {
  const terms = await lockTerms(tx, merchantId);
  if (!terms || terms.halted !== null) return { act: 'nothing' };
  const { rows } = await sql<Row>`select v.voucher_id as id, v.period, v.voucher_date as date,
      v.checked_by is not null as "isChecked", coalesce(x.state, 'waiting') as state, coalesce(x.attempts, 0) as attempts,
      ${iso('x.sent_at')} as "sentAt", ${iso('x.next_at')} as "nextAt"
    from voucher v left join voucher_export x on x.merchant_id = v.merchant_id and x.voucher_id = v.voucher_id
    where v.merchant_id = ${merchantId} and v.period >= ${terms.fromPeriod} and x.state is distinct from 'pushed'
    order by v.period, v.word, v.number limit 1`.execute(tx);
  const [row] = rows;
  if (!row || row.state === 'refused') return { act: 'nothing' };
  const now = app.clock.now();
  if (row.nextAt && row.nextAt > now) return { act: 'later', at: row.nextAt };
  const port = await openFinance(app, tx, merchantId, terms.vendor);
  if (!port) return { act: 'nothing' };
  if (row.state !== 'waiting')
    return { act: 'ask', port, attempt: row.attempts, sentAt: row.sentAt ?? now, voucher: row };
  if (terms.checkedOnly && !row.isChecked) return { act: 'nothing' };
  const ready = await voucherForFinance(tx, merchantId, terms, row.id);
  if (!ready.ok) {
    await write(
      tx,
      merchantId,
      row.id,
      terms.vendor,
      sql`state = 'refused', reason_code = ${ready.rejection.code},
      reason = ${ready.rejection.reason.slice(0, 500)}, settled_at = ${now}`,
    );
    return { act: 'nothing' };
  }
  const attempt = row.attempts + 1;
  await write(
    tx,
    merchantId,
    row.id,
    terms.vendor,
    sql`state = 'sending', attempts = ${attempt}, sent_at = ${now},
    next_at = null, reason_code = null, reason = null, vendor = ${terms.vendor}`,
  );
  return { act: 'push', port, attempt, sentAt: now, voucher: ready.value };
}

async function write(tx: Tx, merchantId: MerchantId, id: string, vendor: string, set: ReturnType<typeof sql>) {
  await sql`insert into voucher_export (merchant_id, voucher_id, vendor, state)
    values (${merchantId}, ${id}, ${vendor}, 'waiting') on conflict do nothing`.execute(tx);
  await sql`update voucher_export set ${set} where merchant_id = ${merchantId} and voucher_id = ${id}`.execute(tx);
}

/** What the outcome makes of the voucher. A later attempt, or a person, may have been faster: then it changes nothing. */
async function settle(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  { act, voucher, attempt, sentAt, port }: Taken,
  outcome: PushOutcome | VoucherLookup,
): Promise<'on' | 'stop' | Instant> {
  const now = app.clock.now();
  const set = async (values: ReturnType<typeof sql>, from = ['sending', 'unknown']): Promise<void> => {
    await sql`update voucher_export set ${values} where merchant_id = ${merchantId} and voucher_id = ${voucher.id}
      and attempts = ${attempt} and state = any(${from})`.execute(tx);
  };
  const unknownUntil = async (at: Instant, cause: string): Promise<Instant> => {
    await set(sql`state = 'unknown', reason = ${cause.slice(0, 500)}, next_at = ${at}`);
    return at;
  };
  // What was turned away at the door is not there; a question that was turned away has answered nothing.
  const unsent = act === 'push' ? 'waiting' : 'unknown';
  switch (outcome.kind) {
    case 'booked':
      await set(
        sql`state = 'pushed', vendor_id = ${outcome.vendorId}, vendor_number = ${outcome.vendorNumber},
        reason_code = null, reason = null, next_at = null, settled_at = ${now}`,
        // Seen there it is there, though a person may have said in the meantime that it was not.
        ['sending', 'unknown', 'waiting'],
      );
      return 'on';
    case 'refused':
      await set(sql`state = 'refused', reason_code = ${outcome.code.slice(0, 100)},
        reason = ${outcome.message.slice(0, 500)}, settled_at = ${now}`);
      return 'stop';
    case 'absent': {
      // A call that was given up may still be on its way.
      const surely = plusMs(sentAt, port.settlesMs);
      if (surely > now) return unknownUntil(surely, 'not_there_yet');
      await set(sql`state = 'waiting', reason = null, next_at = null`);
      return 'on';
    }
    case 'throttled':
      await set(sql`state = ${unsent}, next_at = ${plusMs(now, outcome.retryAfterMs)}`);
      return plusMs(now, outcome.retryAfterMs);
    case 'configuration_fault':
      await set(sql`state = ${unsent}`);
      await sql`update finance_terms set halted = ${outcome.message.slice(0, 500)}
        where merchant_id = ${merchantId}`.execute(tx);
      app.log.warn({ merchantId, reason: outcome.message }, 'the finance system refuses our keys');
      return 'stop';
    case 'unknown':
      return unknownUntil(plusMs(now, pauseAfter(now, sentAt)), outcome.cause);
    default:
      return never(outcome);
  }
}

/** As long again as it has been waited. */
const pauseAfter = (now: Instant, sentAt: Instant): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, toMs(now) - toMs(sentAt)));
