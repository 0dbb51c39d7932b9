import { sql } from 'kysely';
import type { MerchantId, OrderId } from '../../../domain/ids.ts';
import { formatDecimal, money } from '../../../domain/money.ts';
import type { Instant } from '../../../domain/time.ts';
import type { App } from '../../app.ts';
import type { Gateway } from './past-world.ts';

const TRADES_PER_CALL = 1_000;

type Row = { order_id: OrderId; payment_id: string; trade_number: string; paid_minor: bigint; paid_at: Instant };

/** Tells the gateway of every payment of the merchant, as if the buyers had paid there. It takes a repeated one as known. */
export async function registerTrades(app: App, merchantId: MerchantId, gateway: Gateway): Promise<number> {
  let after = '';
  let trades = 0;
  for (;;) {
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql<Row>`select p.order_id, p.payment_id, p.trade_number, p.paid_minor, o.paid_at
        from order_payment p join sales_order o on o.merchant_id = p.merchant_id and o.order_id = p.order_id
        where p.merchant_id = ${merchantId} and p.order_id > ${after} and o.paid_at is not null
        order by p.order_id limit ${TRADES_PER_CALL}`.execute(tx),
    );
    await gateway.addTrades(
      rows.map((row) => ({
        trade_no: row.trade_number,
        out_trade_no: row.payment_id,
        total_amount: formatDecimal(money(row.paid_minor, 'CNY')),
        paid_at: row.paid_at,
      })),
    );
    trades += rows.length;
    const last = rows.at(-1);
    if (!last) return trades;
    after = last.order_id;
  }
}
