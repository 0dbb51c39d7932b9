import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { addDays, type LocalDate } from '../../domain/time.ts';
import { GATEWAY_ZONE, isTransferred, WINDOW_DAYS } from './match-statements.ts';

/** Until when a day may still be without a statement: D+1 is over. */
export const lastDayDue = (today: LocalDate): LocalDate => addDays(today, -2);

/** Of a refund `r`: on which day of its gateway it was paid. */
export const dayPaid = sql`(r.settled_at at time zone ${GATEWAY_ZONE})::date`;

/** Of a refund `r`: an account paid it on one of the days that a statement should tell of by now. */
export const isPaidOnDayDue = (merchantId: MerchantId, today: LocalDate) => sql`r.merchant_id = ${merchantId}
  and r.state = 'succeeded' and not ${isTransferred}
  and r.settled_at >= ${addDays(today, -WINDOW_DAYS)}::date::timestamp at time zone ${GATEWAY_ZONE}
  and r.settled_at < (${lastDayDue(today)}::date + 1)::timestamp at time zone ${GATEWAY_ZONE}`;

/**
 * Days of connected gateways that no statement stands for, since the first that is known or on which they paid. A gateway
 * that has neither owes no word of the days before it was connected.
 */
export const gatewayDaysUntold = (merchantId: MerchantId, today: LocalDate) => sql`
  select c.vendor, g.day::date as day
  from connection c cross join lateral (select least(
      (select min(s.day) from statement_day s where s.merchant_id = c.merchant_id and s.vendor = c.vendor and s.shop_id = ''),
      (select min(${dayPaid}) from refund r where ${isPaidOnDayDue(merchantId, today)} and r.method = c.vendor)) as first) f
    cross join lateral generate_series(greatest(f.first, ${addDays(today, -WINDOW_DAYS)}::date), ${lastDayDue(today)}::date,
      interval '1 day') g(day)
  where c.merchant_id = ${merchantId} and c.kind = 'payment' and f.first is not null
    and not exists (select from statement_day s where s.merchant_id = c.merchant_id and s.vendor = c.vendor
      and s.shop_id = '' and s.day = g.day::date)`;
