import type pg from 'pg';
import type { MerchantId } from '../../src/domain/ids.ts';

export const BIG: MerchantId = 'mer_big';

/**
 * A merchant with `count` returns of two years, most of them over, among 99 small ones. Numbers repeat with coprime
 * steps, so that every combination of shop, reason, kind and stage occurs, some of them hardly ever.
 */
export async function seedReturns(owner: pg.Client, count: number): Promise<void> {
  await seedMerchant(owner, BIG, count);
  for (let n = 1; n < 100; n++) await seedMerchant(owner, `mer_small${n}`, 1_000);
  await owner.query('vacuum analyze');
}

async function seedMerchant(owner: pg.Client, merchantId: MerchantId, count: number): Promise<void> {
  await owner.query(`insert into merchant (merchant_id, name) values ($1, $1)`, [merchantId]);
  await seedReturnsOf(owner, merchantId, count);
}

/** `count` returns of one line each for a merchant that is there: rows only, without the events that lead to them. */
export async function seedReturnsOf(owner: pg.Client, merchantId: MerchantId, count: number): Promise<void> {
  const run = (text: string, ...values: unknown[]) => owner.query(text, [merchantId, ...values]);
  await run(`insert into shop (merchant_id, shop_id, channel, name, external_id)
    select $1, 'shop_' || n, (array['own_shop','taobao','jd','pinduoduo','douyin','shopify','woocommerce'])[n], 'Shop ' || n, 's' || n
    from generate_series(1, 7) n`);
  await run(
    `insert into buyer (merchant_id, buyer_id) select $1, 'byr_' || n from generate_series(1, greatest($2::int / 5, 1)) n`,
    count,
  );
  await run(
    `insert into party (merchant_id, party_id, shop_id, token, nick, buyer_id)
    select $1, 'pty_' || n, 'shop_' || (1 + n % 7), 't' || n, '买家' || n, 'byr_' || n from generate_series(1, greatest($2::int / 5, 1)) n`,
    count,
  );
  await run(
    `insert into sales_order (merchant_id, order_id, shop_id, channel, external_id, currency, buyer_id, placed_at, freight_minor, paid_minor)
    select $1, 'ord_' || lpad(n::text, 12, '0'), ${SHOP}, ${CHANNEL}, 'GL' || (100000000 + n), 'CNY',
      'pty_' || (1 + n % greatest($2::int / 5, 1)), ${OPENED} - interval '5 days', 0, 19900 from generate_series(1, $2::int) n`,
    count,
  );
  await run(
    `insert into order_line (merchant_id, order_id, line_id, position, external_id, sku, title, quantity, unit_price_minor, paid_minor, freight_minor)
    select $1, 'ord_' || lpad(n::text, 12, '0'), 'oli_' || n, 1, n || '-1', 'SKU-' || n % 5000, '羊毛大衣 ' || n % 5000, 1, 19900, 19900, 0
    from generate_series(1, $2::int) n`,
    count,
  );
  await run(
    `insert into rma (merchant_id, rma_id, number, order_id, order_external_id, shop_id, channel, resolution, reason, review,
      stage, channel_push, due_at, due_source, units, currency, amount_minor, opened_at, updated_at, opened_by_command, version)
    select $1, 'rma_' || lpad(n::text, 12, '0'), 'R' || (100000000 + n), 'ord_' || lpad(n::text, 12, '0'), 'GL' || (100000000 + n),
      ${SHOP}, ${CHANNEL}, case when n % 5 = 0 then 'refund_only' else 'return_and_refund' end,
      (array['no_reason','size_or_color','quality_fault','not_as_described','wrong_item','missing_part','damaged_in_transit',
        'not_shipped','not_received','other'])[1 + least(n % 13, 9)],
      'approved', ${STAGE}, case when n % 4001 = 0 then 'failed' else 'done' end,
      case when ${STAGE} in ('to_review', 'to_inspect', 'to_dispose', 'to_refund', 'refund_problem')
        then now() + (n % 4000) * interval '1 minute' end, 'rule', 1, 'CNY', 19900, ${OPENED},
      ${OPENED} + interval '2 days', 'cmd_' || n, 12
    from generate_series(1, $2::int) n`,
    count,
  );
  await run(
    `insert into rma_line (merchant_id, rma_id, line_id, order_line_id, sku, quantity, reception, inspection, disposition, settlement)
    select $1, 'rma_' || lpad(n::text, 12, '0'), 'rli_' || n, 'oli_' || n, 'SKU-' || n % 5000, 1, 'received', 'graded', 'restock', 'refunded'
    from generate_series(1, $2::int) n`,
    count,
  );
}

/** Half of all on the second shop, a thousandth on the last. */
const SHOP_NUMBER = `(case when n % 1000 = 7 then 7 when n % 2 = 0 then 2 else 1 + n % 6 end)`;
const SHOP = `'shop_' || ${SHOP_NUMBER}`;
const CHANNEL = `(array['own_shop','taobao','jd','pinduoduo','douyin','shopify','woocommerce'])[${SHOP_NUMBER}]`;
const OPENED = `(now() - interval '730 days' + n * (interval '730 days' / $2::int))`;
/** The last four in a hundred are open. */
const STAGE = `(case when n > $2::int * 0.96
  then (array['to_review','awaiting_buyer','in_transit','to_inspect','to_dispose','to_refund','refunding','refund_problem'])[1 + n % 8]
  else (array['closed','closed','closed','closed','closed','closed','closed','closed','rejected','withdrawn'])[1 + n % 10] end)`;
