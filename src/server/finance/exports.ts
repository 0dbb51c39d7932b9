import { sql } from 'kysely';
import type { exportStates } from '../../contract/finance.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { type Instant, type LocalDate, plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { askToPush } from '../books/ask-to-push.ts';
import type { Voucher } from '../books/vouchers.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';
import { openFinance } from './connection.ts';

type State = (typeof exportStates)[number];
type Row = {
  id: Voucher['id'];
  period: string;
  word: string;
  number: number;
  date: LocalDate;
  kind: string;
  total: { minor: string; currency: string };
  isChecked: boolean;
  state: State;
  vendorNumber: string | null;
  reasonCode: string | null;
  reason: string | null;
  nextAt: Instant | null;
  settledAt: Instant | null;
  settledBy: string | null;
};

type Query = {
  after?: string | undefined;
  limit: number;
  state?: State | undefined;
  period?: string | undefined;
  fromPeriod: string;
};

export async function listExports(tx: Tx, merchantId: MerchantId, query: Query) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`v.merchant_id = ${merchantId}`,
    sql`v.period >= ${query.fromPeriod}`,
    ...(query.period ? [sql`v.period = ${query.period}`] : []),
    ...(query.state ? [sql`coalesce(x.state, 'waiting') = ${query.state}`] : []),
    ...(cursor ? [sql`(v.period, v.word, v.number) < (${cursor[0]}, ${cursor[1]}, ${cursor[2]}::int)`] : []),
  ];
  const { rows } = await sql<Row>`select v.voucher_id as id, v.period, v.word, v.number, v.voucher_date as date, v.kind,
      jsonb_build_object('minor', v.total_minor::text, 'currency', v.currency) as total,
      v.checked_by is not null as "isChecked", coalesce(x.state, 'waiting') as state, x.vendor_number as "vendorNumber",
      x.reason_code as "reasonCode", x.reason, ${iso('x.next_at')} as "nextAt", ${iso('x.settled_at')} as "settledAt",
      x.settled_by as "settledBy"
    from voucher v left join voucher_export x on x.merchant_id = v.merchant_id and x.voucher_id = v.voucher_id
    where ${sql.join(conditions, sql` and `)}
    order by v.period desc, v.word desc, v.number desc limit ${query.limit + 1}`.execute(tx);
  return pageFrom(rows, query.limit, (row) => cursorOf(row.period, row.word, String(row.number)));
}

/** Refused vouchers wait again: whoever asks has changed something, here or there. */
export async function pushAgain(app: App, tx: Tx, merchantId: MerchantId): Promise<number> {
  const { rows } =
    await sql`update voucher_export set state = 'waiting', reason_code = null, reason = null, next_at = null
    where merchant_id = ${merchantId} and state = 'refused' returning 1`.execute(tx);
  await askToPush(app, tx, merchantId);
  return rows.length;
}

type Said = { outcome: 'booked'; vendorNumber: string } | { outcome: 'absent' };
type No =
  | { code: 'voucher_not_found' }
  | { code: 'voucher_not_in_doubt'; state: State }
  /** What was sent may still arrive until then. */
  | { code: 'voucher_on_its_way'; until: Instant };

/** A person has looked into the finance system. What has just been sent is not his to settle: its answer may come. */
export async function settleByHand(
  app: App,
  tx: Tx,
  id: Voucher['id'],
  said: Said,
  { merchantId, by }: { merchantId: MerchantId; by: string },
): Promise<Result<{ id: Voucher['id'] }, No>> {
  const { rows } = await sql<{
    state: State;
    vendor: string;
    sentAt: Instant | null;
  }>`select state, vendor, ${iso('sent_at')} as "sentAt"
    from voucher_export
    where merchant_id = ${merchantId} and voucher_id = ${id} for update`.execute(tx);
  const [row] = rows;
  if (!row) return reject({ code: 'voucher_not_found' });
  const { state, vendor, sentAt } = row;
  if (state !== 'unknown' && !(state === 'refused' && said.outcome === 'booked'))
    return reject({ code: 'voucher_not_in_doubt', state });
  const now = app.clock.now();
  if (said.outcome === 'absent' && sentAt) {
    const port = await openFinance(app, tx, merchantId, vendor);
    const until = port && plusMs(sentAt, port.settlesMs);
    if (until && until > now) return reject({ code: 'voucher_on_its_way', until });
  }
  const set =
    said.outcome === 'booked'
      ? sql`state = 'pushed', vendor_id = 'by_hand', vendor_number = ${said.vendorNumber}, reason = null, reason_code = null`
      : sql`state = 'waiting', reason = null, reason_code = null`;
  await sql`update voucher_export set ${set}, next_at = null, settled_at = ${now}, settled_by = ${by}
    where merchant_id = ${merchantId} and voucher_id = ${id}`.execute(tx);
  await askToPush(app, tx, merchantId);
  return ok({ id });
}
