import { sql } from 'kysely';
import type { MerchantId, ShopId } from '../../../domain/ids.ts';
import { toJson } from '../../../domain/wire.ts';
import type { Tx } from '../../db/database.ts';
import type { Batch } from './group-orders.ts';

export type ReturnsTarget = { merchantId: MerchantId; shopId: ShopId; importId: string; currency: string };

/** Keeps past returns as the file tells of them. What is certain to match nothing says why at once. */
export async function saveReturns(tx: Tx, target: ReturnsTarget, returns: Batch['returns']): Promise<void> {
  if (returns.length === 0) return;
  const { merchantId, shopId, importId, currency } = target;
  const rows = returns.map(({ row, past }) => {
    const reason = past.notGoods
      ? `not_goods:${past.notGoods}`
      : past.buyerToken === '' && past.orderExternalId === null
        ? 'no_customer'
        : null;
    return {
      row_number: row.number,
      document: past.document,
      buyer_token: past.buyerToken,
      order_external_id: past.orderExternalId,
      sku: past.sku,
      quantity: past.quantity,
      unit_price_minor: past.unitPrice?.minor ?? null,
      returned_at: past.returnedAt,
      outcome: reason ? 'unmatched' : 'waiting',
      reason,
    };
  });
  await sql`insert into imported_return (merchant_id, import_id, row_number, shop_id, document, buyer_token,
      order_external_id, sku, quantity, currency, unit_price_minor, returned_at, outcome, reason)
    select ${merchantId}, ${importId}, i.row_number, ${shopId}, i.document, i.buyer_token, i.order_external_id, i.sku,
      i.quantity, ${currency}, i.unit_price_minor, i.returned_at, i.outcome, i.reason
    from json_to_recordset(${toJson(rows)}::json) as i(row_number bigint, document text, buyer_token text,
      order_external_id text, sku text, quantity int, unit_price_minor bigint, returned_at timestamptz, outcome text,
      reason text)`.execute(tx);
}
