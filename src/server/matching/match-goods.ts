import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { addDays, type LocalDate, localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { type Found, recordDifferences, takeTurns } from './difference-store.ts';
import { GATEWAY_ZONE, WINDOW_DAYS } from './match-statements.ts';

/** Money went before the goods, and so long they have not come. */
const GOODS_LATE_DAYS = 20;
/** The goods are here, and so long the buyer has no money. */
const REFUND_LATE_DAYS = 7;
/** The account under which goods are held against money. */
const GOODS = 'goods';

/** Goods against money: refunds paid before goods that do not come, and goods that came without a refund. */
export async function matchGoods(app: App, merchantId: MerchantId): Promise<void> {
  const today = localDate(app.clock.now(), GATEWAY_ZONE);
  const since = addDays(today, -3 * WINDOW_DAYS);
  await app.db.inMerchant(merchantId, async (tx) => {
    await takeTurns(tx, { merchantId, vendor: GOODS });
    const { rows } = await sql<{
      kind: 'refund_without_receipt' | 'receipt_without_refund';
      number: string;
      refundId: string | null;
      rmaId: string;
      amount: string;
      currency: string;
      day: LocalDate;
    }>`
      select 'refund_without_receipt' as kind, m.number, r.refund_id as "refundId", m.rma_id as "rmaId",
        r.amount_minor::text as amount, r.currency, (r.settled_at at time zone ${GATEWAY_ZONE})::date as day
      from refund r join rma m on m.merchant_id = r.merchant_id and m.rma_id = r.rma_id
      where r.merchant_id = ${merchantId} and r.state = 'succeeded' and r.settled_at >= ${since}
        and r.settled_at < ${addDays(today, -GOODS_LATE_DAYS)} and m.received_at is null
        and exists (select from rma_line l where l.merchant_id = m.merchant_id and l.rma_id = m.rma_id
          and l.reception in ('awaiting', 'in_transit'))
      union all
      select 'receipt_without_refund', m.number, null, m.rma_id, m.amount_minor::text, m.currency,
        (m.received_at at time zone ${GATEWAY_ZONE})::date
      from rma m where m.merchant_id = ${merchantId} and m.received_at >= ${since}
        and m.received_at < ${addDays(today, -REFUND_LATE_DAYS)} and m.refunded_minor = 0 and m.amount_minor > 0
        and m.resolution = 'return_and_refund' and m.stage not in ('closed', 'withdrawn', 'rejected')`.execute(tx);
    const found = rows.map(({ kind, number, refundId, rmaId, amount, currency, day }): Found => {
      const isPaid = kind === 'refund_without_receipt';
      return {
        kind,
        cause: isPaid ? 'paid_before_goods' : 'refund_not_made',
        gap: 0n,
        day,
        subject: refundId ?? rmaId,
        number,
        refundId,
        rmaId,
        trade: null,
        ours: BigInt(amount),
        theirs: null,
        currency,
        dueOn: addDays(today, 3),
        lines: [],
      };
    });
    await recordDifferences(app, tx, { account: { merchantId, vendor: GOODS }, since, today }, found);
  });
}
