import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { Refund } from '../../domain/returns/rma.ts';
import { type Instant, plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';

/** Longer than a query and a refund may take together; who holds a turn for longer is thought dead. */
const LEASE_MS = 60_000;

export type Turn = { merchantId: MerchantId; refund: Refund; attempt: number };

/**
 * Refunds of one payment are sent one after another, with the pause that the gateway wants between them. Gives the moment
 * from which it may be tried again where another refund has the turn; undefined: it is ours.
 */
export async function takeTurn(app: App, tx: Tx, turn: Turn, pauseMs: number): Promise<Instant | undefined> {
  const { merchantId, refund, attempt } = turn;
  const now = app.clock.now();
  const { rows } = await sql<{ refund_id: string }>`
    insert into payment_turn as t (merchant_id, method, trade_number, refund_id, attempt, held_until, next_at)
    values (${merchantId}, ${refund.method}, ${refund.tradeNumber}, ${refund.id}, ${attempt},
      ${plusMs(now, LEASE_MS)}, ${plusMs(now, pauseMs)})
    on conflict (merchant_id, method, trade_number) do update
      set refund_id = excluded.refund_id, attempt = excluded.attempt, held_until = excluded.held_until,
        next_at = excluded.next_at
      where (t.refund_id = excluded.refund_id and t.attempt < excluded.attempt)
        or (t.held_until <= ${now} and (t.refund_id = excluded.refund_id or t.next_at <= ${now}))
    returning refund_id`.execute(tx);
  if (rows.length > 0) return undefined;
  const held = await sql<{ from: Instant }>`
    select case when refund_id = ${refund.id} then held_until else greatest(held_until, next_at) end as from
    from payment_turn
    where merchant_id = ${merchantId} and method = ${refund.method} and trade_number = ${refund.tradeNumber}`.execute(
    tx,
  );
  return held.rows[0]?.from ?? plusMs(now, 1_000);
}

/** Whose turn was taken over in the meantime gives nothing back. */
export const giveTurnBack = (app: App, tx: Tx, { merchantId, refund, attempt }: Turn) =>
  sql`update payment_turn set held_until = ${app.clock.now()}
    where merchant_id = ${merchantId} and method = ${refund.method} and trade_number = ${refund.tradeNumber}
      and refund_id = ${refund.id} and attempt = ${attempt}`.execute(tx);
