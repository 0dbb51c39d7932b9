import type pg from 'pg';
import type { MerchantId } from '../../src/domain/ids.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { clocksOf } from '../../src/domain/returns/running-clocks.ts';
import { toJson } from '../../src/domain/wire.ts';
import { lineRows, summaryOf } from '../../src/server/returns/rma-store.ts';
import { mulberry32 } from '../../src/simulators/mulberry32.ts';
import { type PastCase, type PastPlan, pastCase } from './past-case.ts';

const BATCH = 2_000;

/** Writes the cases of a plan as rows, which is quicker by far than opening each through the program. */
export async function seedPast(owner: pg.Client, merchantId: MerchantId, plan: PastPlan): Promise<void> {
  const random = mulberry32(20_261_123);
  await owner.query(
    `insert into buyer (merchant_id, buyer_id) select $1, 'byr_past' || n from generate_series(0, 996) n
    on conflict do nothing`,
    [merchantId],
  );
  await owner.query(
    `insert into party (merchant_id, party_id, shop_id, token, nick, buyer_id)
    select $1, 'pty_past' || n, $2, 'past-' || n, '买家' || n, 'byr_past' || n from generate_series(0, 996) n on conflict do nothing`,
    [merchantId, plan.shopId],
  );
  for (let first = 0; first < plan.count; first += BATCH) {
    const size = Math.min(BATCH, plan.count - first);
    const cases = Array.from({ length: size }, (_, i) => pastCase(first + i, plan, random));
    for (const [table, rows] of Object.entries(rowsOf(merchantId, cases, plan.policy))) {
      // What a row does not name has its default.
      const columns = Object.keys(rows[0] ?? {}).join(', ');
      await owner.query(
        `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
        [toJson(rows)],
      );
    }
  }
  await owner.query(LATER_EVENTS, [merchantId, plan.shopId]);
  await owner.query('vacuum analyze rma, rma_event, sales_order');
}

const rowsOf = (merchantId: MerchantId, cases: readonly PastCase[], policy: Policy) => ({
  sales_order: cases.map(({ order, rma }) => ({
    merchant_id: merchantId,
    order_id: order.id,
    shop_id: order.shopId,
    channel: order.channel,
    external_id: order.externalId,
    external_version: 0,
    currency: order.currency,
    buyer_id: order.buyerId,
    placed_at: order.placedAt,
    paid_at: order.paidAt,
    shipped_at: order.shippedAt,
    delivered_at: order.deliveredAt,
    business_purchase: order.businessPurchase,
    outbound: [],
    freight_minor: 0,
    paid_minor: order.payments[0]?.paid.minor,
    created_at: rma.openedAt,
  })),
  order_line: cases.flatMap(({ order }) =>
    order.lines.map((line, i) => ({
      merchant_id: merchantId,
      order_id: order.id,
      line_id: line.id,
      position: i + 1,
      external_id: line.externalId,
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unit_price_minor: line.unitPrice.minor,
      paid_minor: line.paid.minor,
      freight_minor: 0,
      discounts: [],
      unit_cost_minor: 0,
      vat_basis_points: line.vatBasisPoints,
      goods_class: line.goodsClass,
      serials: [],
      exclusion: line.exclusion,
      exclusion_confirmed: line.exclusionConfirmed,
      claimed: line.claimed,
      settled: line.settled,
      refunded_minor: line.refunded.minor,
      rebated_minor: 0,
    })),
  ),
  rma: cases.map(({ order, rma, events }) => ({
    merchant_id: merchantId,
    ...summaryOf(rma, order, clocksOf(rma, policy)),
    updated_at: events.at(-1)?.at,
    opened_by_command: `past-${rma.id}`,
  })),
  rma_line: cases.flatMap(({ rma }) => lineRows(rma, merchantId)),
  rma_event: cases.flatMap(({ rma, events }) =>
    events.map(({ event: { type, ...data }, at, by }, i) => ({
      merchant_id: merchantId,
      rma_id: rma.id,
      seq: i + 1,
      type,
      data,
      actor_kind: by,
      actor_id: by,
      command_id: `past-${rma.id}-${i}`,
      command_hash: '\\x00',
      occurred_at: at,
      recorded_at: at,
    })),
  ),
});

/** What happens to the goods of a granted return: six events more, as large as they are and as far from the first ones. */
const LATER_EVENTS = `
  insert into rma_event (merchant_id, rma_id, seq, type, data, actor_kind, actor_id, command_id, command_hash,
    occurred_at, recorded_at)
  select r.merchant_id, r.rma_id, r.version + n, e.type, e.data, 'staff', 'staff', 'later-' || r.rma_id || n, '\\x00',
    r.approved_at + n * interval '1 day', r.approved_at + n * interval '1 day'
  from (values
    (1, 'parcel_announced', '{"courier": "shunfeng", "waybill": "SF1234567890123", "at": "2026-11-01T00:00:00.000Z"}'::jsonb),
    (2, 'parcel_status_changed', '{"waybill": "SF1234567890123", "status": "in_transit", "at": "2026-11-01T00:00:00.000Z"}'),
    (3, 'line_received', '{"lineId": "rli_1", "quantity": 1, "at": "2026-11-01T00:00:00.000Z", "sku": "COAT-M", "unitCost": {"minor": "8000", "currency": "CNY"}}'),
    (4, 'line_inspected', '{"lineId": "rli_1", "grade": "new", "failedTests": [], "photos": ["fil_1"]}'),
    (5, 'line_disposed', '{"lineId": "rli_1", "sku": "COAT-M", "quantity": 1, "disposition": "restock", "location": "A-01-01", "cost": {"minor": "8000", "currency": "CNY"}, "value": {"minor": "8000", "currency": "CNY"}}'),
    (6, 'refund_succeeded', '{"refundId": "rfd_1", "gatewayReference": "2026112222001", "amount": {"minor": "19900", "currency": "CNY"}, "at": "2026-11-01T00:00:00.000Z"}')
  ) as e(n, type, data)
  cross join rma r where r.merchant_id = $1 and r.shop_id = $2 and r.approved_at is not null
    and r.resolution = 'return_and_refund'
  order by e.n, r.opened_at`;
