import { sql } from 'kysely';
import { never, present } from '../../domain/assert.ts';
import type { MerchantId, OrderId } from '../../domain/ids.ts';
import { money } from '../../domain/money.ts';
import {
  type AppraisedOrder,
  appraise,
  type Change,
  changeOf,
  type IncomingOrder,
  type KnownOrder,
  type OrderRefusal,
} from '../../domain/orders/incoming-order.ts';
import type { Result } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { lineColumns, lineRows, linesIn, orderRow, paymentColumns, paymentRows, paymentsIn } from './order-rows.ts';
import { type BuyingAt, saveParties } from './parties.ts';

/** What became of one order; in the order in which they were given. */
export type Taken =
  | { kind: 'taken' | 'updated' | 'unchanged'; orderId: OrderId }
  | { kind: 'refused'; refusal: OrderRefusal };

export type TakingShop = BuyingAt & { channel: string };
type Parts = Pick<App, 'secrets' | 'newId'>;
type Target = { merchantId: MerchantId; shop: TakingShop };

/**
 * Takes over orders of one shop: unknown ones are added, known ones follow the newest version. A handful of statements,
 * however many orders; what is refused stops none of the others.
 */
export async function takeOrders(
  tx: Tx,
  app: Parts,
  merchantId: MerchantId,
  shop: TakingShop,
  orders: readonly IncomingOrder[],
): Promise<Taken[]> {
  const target = { merchantId, shop };
  const judged = await judgeOrders(tx, target, orders);
  const news = judged.flatMap((verdict) => (verdict.kind === 'new' ? [verdict.appraised] : []));
  const changes = judged.flatMap((verdict) => (verdict.kind === 'changed' ? [verdict] : []));
  await saveParties(
    tx,
    app,
    merchantId,
    shop,
    [...news, ...changes.map(({ appraised }) => appraised)].map(({ order }) => order.buyer),
  );
  const added = await insertOrders(tx, app, target, news);
  await updateOrders(tx, app, target, changes);

  const taken = judged.map((verdict) => outcomeOf(verdict, added));
  // Left are orders that somebody else added at this moment, and further documents of an order within this batch: both
  // are known by now and judged as such.
  const left = taken.flatMap((one, i) => (one ? [] : [i]));
  if (left.length === 0) return taken.map((one) => present(one, 'the outcome of an order'));
  const again = await takeOrders(
    tx,
    app,
    merchantId,
    shop,
    left.map((i) => present(orders[i], 'an order that is left')),
  );
  left.forEach((i, n) => {
    taken[i] = again[n];
  });
  return taken.map((one) => present(one, 'the outcome of an order'));
}

/** Undefined for what only another look can tell. */
function outcomeOf(verdict: Verdict, added: ReadonlyMap<string, OrderId>): Taken | undefined {
  switch (verdict.kind) {
    case 'refused':
      return verdict;
    case 'new': {
      const orderId = added.get(verdict.appraised.order.externalId);
      return orderId && { kind: 'taken', orderId };
    }
    case 'changed':
      return verdict.refusal
        ? { kind: 'refused', refusal: verdict.refusal }
        : { kind: 'updated', orderId: verdict.orderId };
    case 'known':
      return { kind: 'unchanged', orderId: verdict.orderId };
    case 'repeated':
      return undefined;
    default:
      return never(verdict);
  }
}

export type Verdict =
  | { kind: 'new'; appraised: AppraisedOrder }
  | { kind: 'known'; orderId: OrderId }
  | Changed
  | { kind: 'repeated' }
  | { kind: 'refused'; refusal: OrderRefusal };

type Changed = {
  kind: 'changed';
  orderId: OrderId;
  change: Exclude<Change, 'none'>;
  appraised: AppraisedOrder;
  /** The amounts were refused; the dates, which came with them, are taken none the less. */
  refusal: OrderRefusal | null;
};

/** What taking each order would do; writes nothing. Known orders stay locked until the transaction ends. */
export async function judgeOrders(tx: Tx, target: Target, orders: readonly IncomingOrder[]): Promise<Verdict[]> {
  const { currency, known } = await readKnown(tx, target, orders);
  const first = new Map<string, number>();
  orders.forEach((order, i) => {
    const other = orders[first.get(order.externalId) ?? i];
    if (!first.has(order.externalId) || (other && other.version < order.version)) first.set(order.externalId, i);
  });
  return orders.map((order, i): Verdict => {
    if (first.get(order.externalId) !== i) return { kind: 'repeated' };
    const appraised: Result<AppraisedOrder, OrderRefusal> = appraise(order, currency);
    if (!appraised.ok) return { kind: 'refused', refusal: appraised.rejection };
    const before = known.get(order.externalId);
    if (!before) return { kind: 'new', appraised: appraised.value };
    const change = changeOf(before, appraised.value);
    const { orderId } = before;
    const changed = { kind: 'changed', orderId, appraised: appraised.value } as const;
    if (!change.ok) {
      const refusal = change.rejection;
      return refusal.code === 'order_has_returns'
        ? { ...changed, change: 'dates', refusal }
        : { kind: 'refused', refusal };
    }
    return change.value === 'none' ? { kind: 'known', orderId } : { ...changed, change: change.value, refusal: null };
  });
}

type KnownRow = {
  order_id: OrderId;
  external_id: string;
  external_version: bigint;
  has_returns: boolean;
  lines: { external_id: string; sku: string; quantity: number; paid: string; freight: string }[] | null;
  payments: { method: string; trade_number: string; paid: string }[] | null;
};

async function readKnown(tx: Tx, { merchantId, shop }: Target, orders: readonly IncomingOrder[]) {
  const { rows: merchants } = await sql<{ currency: string }>`
    select currency from merchant where merchant_id = ${merchantId}`.execute(tx);
  const currency = present(merchants[0], `the merchant ${merchantId}`).currency;
  const numbers = [...new Set(orders.map((order) => order.externalId))];
  // The lock first, by id so that two batches cannot wait for each other; the reading then sees what they left.
  await sql`select 1 from sales_order where merchant_id = ${merchantId} and shop_id = ${shop.id}
    and external_id = any(${numbers}) order by order_id for update`.execute(tx);
  const { rows } = await sql<KnownRow>`
    select o.order_id, o.external_id, o.external_version,
      exists (select 1 from rma r where r.merchant_id = o.merchant_id and r.order_id = o.order_id) as has_returns,
      (select json_agg(json_build_object('external_id', l.external_id, 'sku', l.sku, 'quantity', l.quantity,
          'paid', l.paid_minor::text, 'freight', l.freight_minor::text))
        from order_line l where l.merchant_id = o.merchant_id and l.order_id = o.order_id) as lines,
      (select json_agg(json_build_object('method', p.method, 'trade_number', p.trade_number, 'paid', p.paid_minor::text))
        from order_payment p where p.merchant_id = o.merchant_id and p.order_id = o.order_id) as payments
    from sales_order o where o.merchant_id = ${merchantId} and o.shop_id = ${shop.id}
      and o.external_id = any(${numbers})`.execute(tx);
  const amount = (minor: string) => money(BigInt(minor), currency);
  const known = new Map(
    rows.map((row): [string, KnownOrder & { orderId: OrderId }] => [
      row.external_id,
      {
        orderId: row.order_id,
        version: row.external_version,
        hasReturns: row.has_returns,
        lines: (row.lines ?? []).map((line) => ({
          externalId: line.external_id,
          sku: line.sku,
          quantity: line.quantity,
          paid: amount(line.paid),
          freight: amount(line.freight),
        })),
        payments: (row.payments ?? []).map((payment) => ({
          method: payment.method,
          tradeNumber: payment.trade_number,
          paid: amount(payment.paid),
        })),
      },
    ]),
  );
  return { currency, known };
}

async function insertOrders(
  tx: Tx,
  { newId }: Parts,
  { merchantId, shop }: Target,
  news: readonly AppraisedOrder[],
): Promise<Map<string, OrderId>> {
  if (news.length === 0) return new Map();
  const withIds = news.map((appraised) => ({ ...appraised, orderId: newId('ord') }));
  const { rows } = await sql<{ order_id: OrderId; external_id: string }>`
    with added as (
      insert into sales_order (merchant_id, order_id, shop_id, channel, external_id, external_version, currency, buyer_id,
        placed_at, paid_at, shipped_at, delivered_at, business_purchase, outbound, promotions, freight_minor, paid_minor)
      select ${merchantId}, i.order_id, ${shop.id}, ${shop.channel}, i.external_id, i.external_version, i.currency,
        b.party_id, i.placed_at, i.paid_at, i.shipped_at, i.delivered_at, i.business_purchase,
        i.outbound::jsonb, i.promotions::jsonb, i.freight_minor, i.paid_minor
      from json_to_recordset(${JSON.stringify(withIds.map(orderRow))}::json) as i(order_id text, external_id text,
        external_version bigint, currency text, token text, placed_at timestamptz, paid_at timestamptz,
        shipped_at timestamptz, delivered_at timestamptz, business_purchase boolean, outbound text, promotions text,
        freight_minor bigint, paid_minor bigint)
      join party b on b.merchant_id = ${merchantId} and b.shop_id = ${shop.id} and b.token = i.token
      on conflict (merchant_id, shop_id, external_id) do nothing
      returning order_id, external_id
    ), line as (
      insert into order_line (merchant_id, order_id, line_id, position, external_id, sku, title, image_url, quantity,
        unit_price_minor, paid_minor, freight_minor, discounts, unit_cost_minor, vat_basis_points, goods_class, exclusion,
        exclusion_confirmed, serials)
      select ${merchantId}, ${lineColumns} from ${linesIn(withIds.flatMap(({ orderId, ...order }) => lineRows(order, orderId, newId)))}
      join added on added.order_id = i.order_id
    ), payment as (
      insert into order_payment (merchant_id, order_id, payment_id, position, method, trade_number, paid_minor)
      select ${merchantId}, ${paymentColumns} from ${paymentsIn(withIds.flatMap(({ orderId, ...order }) => paymentRows(order, orderId, newId)))}
      join added on added.order_id = i.order_id
    )
    select order_id, external_id from added`.execute(tx);
  return new Map(rows.map((row) => [row.external_id, row.order_id]));
}

async function updateOrders(
  tx: Tx,
  { newId }: Parts,
  { merchantId }: Target,
  changes: readonly Changed[],
): Promise<void> {
  if (changes.length === 0) return;
  const orders = changes.map(({ orderId, appraised, change }) => ({
    ...orderRow({ ...appraised, orderId }),
    whole: change === 'everything',
  }));
  // A date that was known does not vanish: some sources drop old ones.
  await sql`update sales_order o set external_version = i.external_version,
      paid_at = coalesce(i.paid_at, o.paid_at), shipped_at = coalesce(i.shipped_at, o.shipped_at),
      delivered_at = coalesce(i.delivered_at, o.delivered_at),
      outbound = case when i.outbound = '[]' then o.outbound else i.outbound::jsonb end,
      promotions = case when i.whole then i.promotions::jsonb else o.promotions end,
      freight_minor = case when i.whole then i.freight_minor else o.freight_minor end,
      paid_minor = case when i.whole then i.paid_minor else o.paid_minor end
    from json_to_recordset(${JSON.stringify(orders)}::json) as i(order_id text, external_version bigint, paid_at timestamptz,
      shipped_at timestamptz, delivered_at timestamptz, outbound text, promotions text, freight_minor bigint, paid_minor bigint, whole boolean)
    where o.merchant_id = ${merchantId} and o.order_id = i.order_id`.execute(tx);

  const whole = changes.filter(({ change }) => change === 'everything');
  if (whole.length === 0) return;
  const lines = whole.flatMap(({ orderId, appraised }) => lineRows(appraised, orderId, newId));
  const payments = whole.flatMap(({ orderId, appraised }) => paymentRows(appraised, orderId, newId));
  await sql`
    with given as (select ${lineColumns} from ${linesIn(lines)}), kept as (
      update order_line l set sku = g.sku, title = g.title, image_url = g.image_url, quantity = g.quantity,
        unit_price_minor = g.unit_price_minor, paid_minor = g.paid_minor, freight_minor = g.freight_minor,
        discounts = g.discounts, vat_basis_points = g.vat_basis_points, goods_class = g.goods_class,
        exclusion = g.exclusion, exclusion_confirmed = g.exclusion_confirmed,
        serials = case when g.serials = '{}' then l.serials else g.serials end
      from given g where l.merchant_id = ${merchantId} and l.order_id = g.order_id and l.external_id = g.external_id
      returning l.order_id, l.external_id
    )
    insert into order_line (merchant_id, order_id, line_id, position, external_id, sku, title, image_url, quantity,
      unit_price_minor, paid_minor, freight_minor, discounts, unit_cost_minor, vat_basis_points, goods_class, exclusion,
      exclusion_confirmed, serials)
    select ${merchantId}, g.order_id, g.line_id, g.position + (select max(l.position) from order_line l
        where l.merchant_id = ${merchantId} and l.order_id = g.order_id), g.external_id, g.sku, g.title, g.image_url,
      g.quantity, g.unit_price_minor, g.paid_minor, g.freight_minor, g.discounts, g.unit_cost_minor, g.vat_basis_points,
      g.goods_class, g.exclusion, g.exclusion_confirmed, g.serials
    from given g left join kept k on k.order_id = g.order_id and k.external_id = g.external_id
    where k.order_id is null`.execute(tx);
  // A payment that stood under the order's own number, until the shop said which gateway holds it.
  await sql`
    with given as (select ${paymentColumns} from ${paymentsIn(payments)})
    update order_payment p set method = g.method, trade_number = g.trade_number
    from given g join sales_order o on o.merchant_id = ${merchantId} and o.order_id = g.order_id
    where p.merchant_id = ${merchantId} and p.order_id = g.order_id and p.trade_number = o.external_id
      and g.trade_number <> o.external_id
      and (select count(*) from order_payment a where a.merchant_id = ${merchantId} and a.order_id = g.order_id) = 1
      and (select count(*) from given a where a.order_id = g.order_id) = 1`.execute(tx);
  await sql`
    with given as (select ${paymentColumns} from ${paymentsIn(payments)}), kept as (
      update order_payment p set paid_minor = g.paid_minor from given g
      where p.merchant_id = ${merchantId} and p.order_id = g.order_id and p.method = g.method
        and p.trade_number = g.trade_number
      returning p.order_id, p.method, p.trade_number
    )
    insert into order_payment (merchant_id, order_id, payment_id, position, method, trade_number, paid_minor)
    select ${merchantId}, g.order_id, g.payment_id, g.position, g.method, g.trade_number, g.paid_minor
    from given g left join kept k on k.order_id = g.order_id and k.method = g.method and k.trade_number = g.trade_number
    where k.order_id is null`.execute(tx);
}
