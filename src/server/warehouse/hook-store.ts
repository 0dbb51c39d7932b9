import { sql } from 'kysely';
import type { StockHookView } from '../../contract/stock-hook.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';
import type { Secrets } from '../secrets.ts';
import { changeColumns, positionChanges } from './changes.ts';

const placeOf = (merchantId: MerchantId): string => `${merchantId}|stock_hook|secret`;

export type Hook = { url: string; secret: string; paused: boolean; position: bigint };

/** The hook with a lock: one job at a time speaks to it. */
export async function lockHook(tx: Tx, secrets: Secrets, merchantId: MerchantId): Promise<Hook | undefined> {
  const { rows } = await sql<{ url: string; secret: Buffer; paused: boolean; position: bigint }>`
    select url, secret, paused, position from stock_hook where merchant_id = ${merchantId} for update`.execute(tx);
  const row = rows[0];
  if (!row) return undefined;
  return { ...row, secret: secrets.open(row.secret, placeOf(merchantId)) };
}

/** Sets its address. A new hook hears what changes from now on; what was before can be read. */
export async function saveHook(
  tx: Tx,
  secrets: Secrets,
  merchantId: MerchantId,
  { url, paused, secret }: { url: string; paused: boolean; secret: string | null },
  now: Instant,
): Promise<void> {
  if (secret === null) {
    await sql`update stock_hook set url = ${url}, paused = ${paused}, failing_since = null, last_error = null,
      updated_at = ${now} where merchant_id = ${merchantId}`.execute(tx);
    return;
  }
  await positionChanges(tx, merchantId);
  const sealed = secrets.seal(secret, placeOf(merchantId));
  await sql`insert into stock_hook (merchant_id, url, secret, paused, position, created_at, updated_at)
    values (${merchantId}, ${url}, ${sealed}, ${paused},
      (select coalesce(max(position), 0) from stock_change where merchant_id = ${merchantId}), ${now}, ${now})
    on conflict (merchant_id) do update set url = excluded.url, secret = excluded.secret, paused = excluded.paused,
      failing_since = null, last_error = null, updated_at = excluded.updated_at`.execute(tx);
}

export async function hookView(tx: Tx, merchantId: MerchantId): Promise<StockHookView | null> {
  const { rows } = await sql<StockHookView>`select h.url, h.paused, ${iso('h.failing_since')} as "failingSince",
      h.last_error as "lastError", ${iso('h.last_sent_at')} as "lastSentAt",
      (select count(*)::int from stock_delivery d where d.merchant_id = h.merchant_id and d.state = 'waiting') as waiting,
      (select count(*)::int from stock_delivery d where d.merchant_id = h.merchant_id and d.state = 'dead') as dead
    from stock_hook h where h.merchant_id = ${merchantId}`.execute(tx);
  return rows[0] ?? null;
}

export type DeliveryState = 'waiting' | 'sent' | 'dead' | 'skipped';
type DeliveryRow = {
  id: string;
  position: number;
  sku: string;
  location: string;
  delta: number;
  balance: number;
  movementIds: string[];
  at: Instant;
  state: DeliveryState;
  attempts: number;
  nextAt: Instant | null;
  settledAt: Instant | null;
  cause: string | null;
};

export async function listDeliveries(
  tx: Tx,
  merchantId: MerchantId,
  { after, limit, state }: { after?: string | undefined; limit: number; state?: DeliveryState | undefined },
) {
  const [position] = readCursor(after) ?? [];
  const { rows } = await sql<DeliveryRow>`select ${changeColumns}, d.state, d.attempts, d.cause,
      case when d.state = 'waiting' then ${iso('d.next_at')} end as "nextAt", ${iso('d.settled_at')} as "settledAt"
    from stock_delivery d join stock_change c on c.merchant_id = d.merchant_id and c.position = d.position
    where d.merchant_id = ${merchantId} ${state ? sql`and d.state = ${state}` : sql``}
      ${position ? sql`and d.position < ${position}::bigint` : sql``}
    order by d.position desc limit ${limit + 1}`.execute(tx);
  return pageFrom(rows, limit, (row) => cursorOf(String(row.position)));
}

/** A dead delivery is tried again as if new, or given up. Answers its state, or undefined where none is dead there. */
export async function settleDead(
  tx: Tx,
  merchantId: MerchantId,
  position: number,
  action: 'retry' | 'skip',
  now: Instant,
): Promise<DeliveryState | undefined> {
  const state: DeliveryState = action === 'retry' ? 'waiting' : 'skipped';
  const { rows } = await sql`update stock_delivery set state = ${state}, attempts = 0, next_at = ${now},
      settled_at = ${action === 'skip' ? now : null}
    where merchant_id = ${merchantId} and position = ${position} and state = 'dead' returning 1`.execute(tx);
  return rows.length > 0 ? state : undefined;
}

/** Has the hook looked after, now or later. */
export const askToTell = (
  app: Pick<App, 'enqueue'>,
  tx: Tx,
  merchantId: MerchantId,
  runAt?: Instant,
): Promise<void> => {
  const key = `stock-hook:${merchantId}`;
  return app.enqueue(tx, [{ kind: 'tell_stock', merchantId, jobKey: key, queue: key, ...(runAt ? { runAt } : {}) }]);
};
