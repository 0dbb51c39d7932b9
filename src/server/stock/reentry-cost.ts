import { sql } from 'kysely';
import type { MerchantId, RmaLineId } from '../../domain/ids.ts';
import { isPositive } from '../../domain/money.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { reentryCost } from '../../domain/stock/valuation.ts';
import type { Tx } from '../db/database.ts';
import { lastKnown, lyingAbout } from './holdings.ts';

/**
 * The order with what the article of a line comes back at. Platforms do not say what goods cost: where the order line has no
 * cost, it is given the average once, before its first unit comes back, and keeps it. So each unit leaves the inspection at
 * what it came in at.
 */
export async function withReentryCost(
  tx: Tx,
  merchantId: MerchantId,
  { rma, order }: { rma: Rma; order: Order },
  lineId: RmaLineId,
): Promise<Order> {
  const orderLineId = rma.lines.find(({ id }) => id === lineId)?.orderLineId;
  const bought = order.lines.find(({ id }) => id === orderLineId);
  if (!bought || isPositive(bought.unitCost)) return order;
  const { currency } = bought.unitCost;
  const [lying, last] = await Promise.all([
    lyingAbout(tx, merchantId, currency, [bought.sku]),
    lastKnown(tx, merchantId, bought.sku, currency),
  ]);
  const unitCost = reentryCost(bought.unitCost, lying(bought.sku, 'good'), last);
  if (!isPositive(unitCost)) return order;
  const { rows } = await sql`update order_line set unit_cost_minor = ${unitCost.minor}
    where merchant_id = ${merchantId} and order_id = ${order.id} and line_id = ${bought.id} and unit_cost_minor = 0
      and not exists (select from rma r join rma_line l on l.merchant_id = r.merchant_id and l.rma_id = r.rma_id
        where r.merchant_id = ${merchantId} and r.order_id = ${order.id} and l.order_line_id = ${bought.id}
          and l.reception = 'received')
    returning 1`.execute(tx);
  if (rows.length === 0) return order;
  return { ...order, lines: order.lines.map((line) => (line.id === bought.id ? { ...line, unitCost } : line)) };
}
