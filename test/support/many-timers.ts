import { sql } from 'kysely';
import type { MerchantId } from '../../src/domain/ids.ts';
import { money } from '../../src/domain/money.ts';
import { defaultPolicy } from '../../src/domain/policy/default-policy.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { App } from '../../src/server/app.ts';
import type { Tx } from '../../src/server/db/database.ts';
import { openChart } from '../../src/server/ledger/account-book.ts';
import { publishPolicy } from '../../src/server/policy/policy-shelf.ts';

/** `count` timers whose clocks end evenly from `first` on, one every `everyMs`. */
export type Stripe = { count: number; first: Instant; everyMs: number };

/**
 * A merchant with one return for each timer: asked for and not answered, each with one clock, its answer, and nothing to
 * be done before it ends. Made in the database as the program would have written it.
 */
export async function seedTimers(app: App, merchantId: MerchantId, stripes: readonly Stripe[]): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    await sql`insert into merchant (merchant_id, name) values (${merchantId}, 'timers')`.execute(tx);
    await openChart(tx, merchantId);
    const { autoActions: _, clockHours: __, ...policy } = defaultPolicy(1, money(0, 'CNY'), 'Asia/Shanghai');
    await publishPolicy(tx, merchantId, policy, 'test');
    await sql`insert into shop (merchant_id, shop_id, channel, name, external_id)
      values (${merchantId}, 'shop_1', 'own_shop', 'shop', 'shop')`.execute(tx);
    await sql`insert into buyer (merchant_id, buyer_id) values (${merchantId}, 'byr_1')`.execute(tx);
    await sql`insert into party (merchant_id, party_id, shop_id, token, buyer_id)
      values (${merchantId}, 'pty_1', 'shop_1', 'buyer', 'byr_1')`.execute(tx);
  });
  for (const [i, stripe] of stripes.entries()) {
    await app.db.inMerchant(merchantId, (tx) => seedStripe(tx, merchantId, String.fromCharCode(97 + i), stripe));
  }
}

/** A text for an instant as the program writes it. */
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

async function seedStripe(tx: Tx, merchantId: MerchantId, name: string, { count, first, everyMs }: Stripe) {
  const id = sql.raw(`'${name}' || lpad(n::text, 8, '0')`);
  const due = sql`(${first}::timestamptz + n * ${everyMs}::float8 * interval '1 millisecond')`;
  const rows = sql`from generate_series(0, ${count}::int - 1) n`;
  // What the program writes ends at a millisecond.
  const dueAt = sql`date_trunc('milliseconds', ${due})`;
  const opened = sql`(${dueAt} - interval '1 day')`;
  const text = (moment: ReturnType<typeof sql>) => sql`to_char(${moment} at time zone 'UTC', ${sql.raw(ISO)})`;
  await sql`insert into sales_order (merchant_id, order_id, shop_id, channel, external_id, currency, buyer_id, placed_at,
      paid_at, freight_minor, paid_minor)
    select ${merchantId}, 'ord_' || ${id}, 'shop_1', 'own_shop', 'T' || ${id}, 'CNY', 'pty_1', ${opened}, ${opened}, 0, 19900
    ${rows}`.execute(tx);
  await sql`insert into order_line (merchant_id, order_id, line_id, position, external_id, sku, title, quantity,
      unit_price_minor, paid_minor, freight_minor, claimed)
    select ${merchantId}, 'ord_' || ${id}, 'oli_' || ${id}, 1, '1', 'SKU-1', '羊毛大衣', 1, 19900, 19900, 0, 1 ${rows}`.execute(
    tx,
  );
  await sql`insert into order_payment (merchant_id, order_id, payment_id, position, method, trade_number, paid_minor)
    select ${merchantId}, 'ord_' || ${id}, 'pay_' || ${id}, 1, 'alipay', '2026' || ${id}, 19900 ${rows}`.execute(tx);
  await sql`insert into rma (merchant_id, rma_id, number, order_id, order_external_id, shop_id, channel, resolution, reason,
      review, stage, channel_push, due_at, due_source, units, currency, amount_minor, opened_at, updated_at,
      opened_by_command, version)
    select ${merchantId}, 'rma_' || ${id}, 'R' || ${id}, 'ord_' || ${id}, 'T' || ${id}, 'shop_1', 'own_shop',
      'return_and_refund', 'other', 'pending', 'to_review', 'none', ${dueAt}, 'rule', 1, 'CNY', 19900, ${opened}, ${opened},
      'open-' || ${id}, 1 ${rows}`.execute(tx);
  await sql`insert into rma_line (merchant_id, rma_id, line_id, order_line_id, sku, quantity, reception, inspection,
      disposition, settlement)
    select ${merchantId}, 'rma_' || ${id}, 'rli_' || ${id}, 'oli_' || ${id}, 'SKU-1', 1, 'not_expected', 'not_needed',
      'none', 'not_due' ${rows}`.execute(tx);
  await sql`insert into rma_event (merchant_id, rma_id, seq, type, data, actor_kind, actor_id, command_id, command_hash, occurred_at)
    select ${merchantId}, 'rma_' || ${id}, 1, 'rma_opened', jsonb_build_object('rmaId', 'rma_' || ${id}, 'number', 'R' || ${id},
      'orderId', 'ord_' || ${id}, 'shopId', 'shop_1', 'channel', 'own_shop', 'resolution', 'return_and_refund',
      'reason', 'other', 'requested', null, 'evidence', '[]'::jsonb, 'channelRef', null,
      'reviewDue', jsonb_build_object('at', ${text(dueAt)}, 'source', 'rule'), 'policyVersion', 1,
      'openedAt', ${text(opened)}, 'lines', jsonb_build_array(jsonb_build_object('lineId', 'rli_' || ${id},
        'orderLineId', 'oli_' || ${id}, 'sku', 'SKU-1', 'quantity', 1))),
      'system', 'seed', 'open-' || ${id}, '\\x00'::bytea, ${opened} ${rows}`.execute(tx);
  await sql`insert into rma_timer (merchant_id, rma_id, kind, side, source, shop_id, channel, from_at, due_at, act_at)
    select ${merchantId}, 'rma_' || ${id}, 'review', 'seller', 'rule', 'shop_1', 'own_shop', ${opened}, ${dueAt}, ${dueAt}
    ${rows}`.execute(tx);
}

export type Fired = { events: number; returns: number; missed: number };

/** How many clocks were recorded as lapsed, of how many returns, and how many that ended by `now` were not. */
export async function countFired(app: App, merchantId: MerchantId, now: Instant): Promise<Fired> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Fired>`select
      (select count(*)::int from rma_event where merchant_id = ${merchantId} and type = 'deadline_lapsed') as events,
      (select count(distinct rma_id)::int from rma_event
        where merchant_id = ${merchantId} and type = 'deadline_lapsed') as returns,
      (select count(*)::int from rma_timer where merchant_id = ${merchantId} and act_at <= ${now}) as missed`.execute(
      tx,
    ),
  );
  return rows[0] ?? { events: 0, returns: 0, missed: 0 };
}
