import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { addDays, type LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { notify } from '../notices/notify.ts';
import { dayPaid, gatewayDaysUntold, isPaidOnDayDue, lastDayDue } from './days-due.ts';
import { WINDOW_DAYS } from './match-statements.ts';

/**
 * Writes down the days of which D+1 is over and that no statement tells of: of a connected gateway all since the first that
 * is known or on which it paid, of a platform's shop those on which it paid. From then on they are told, and asked for.
 */
export async function noteMissingDays(app: App, tx: Tx, merchantId: MerchantId, today: LocalDate): Promise<void> {
  await sql`
    insert into statement_day (merchant_id, vendor, shop_id, day, state, asked_at)
    select ${merchantId}, vendor, '', day, 'missing', ${app.clock.now()}::timestamptz
    from (${gatewayDaysUntold(merchantId, today)}) g
    union all
    select distinct ${merchantId}, r.method, m.shop_id, ${dayPaid}, 'missing', ${app.clock.now()}::timestamptz
    from refund r join rma m on m.merchant_id = r.merchant_id and m.rma_id = r.rma_id and m.channel = r.method
    where ${isPaidOnDayDue(merchantId, today)} and not exists (select from connection c
      where c.merchant_id = r.merchant_id and c.kind = 'payment' and c.vendor = r.method)
    on conflict do nothing`.execute(tx);
}

type Missing = {
  vendor: string;
  shopId: string;
  shopName: string | null;
  first: LocalDate;
  last: LocalDate;
  days: number;
};

/**
 * Tells the accountant of accounts whose statements are missing: of a gateway each time that another day is, of a platform's
 * shop, whose bills people bring by the month, once a month and when that month is over.
 */
export async function tellMissingDays(app: App, merchantId: MerchantId, today: LocalDate): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } =
      await sql<Missing>`select d.vendor, d.shop_id as "shopId", h.name as "shopName", min(d.day) as first,
        max(d.day) as last, count(*)::int as days
      from statement_day d left join shop h on h.merchant_id = d.merchant_id and h.shop_id = d.shop_id
      where d.merchant_id = ${merchantId} and d.day between ${addDays(today, -WINDOW_DAYS)} and ${lastDayDue(today)}
        and d.state in ('missing', 'failed')
        and (d.shop_id = '' or d.day < date_trunc('month', ${today}::date))
      group by d.vendor, d.shop_id, h.name order by d.vendor, d.shop_id`.execute(tx);
    for (const { vendor, shopId, shopName, first, last, days } of rows) {
      const account = shopName ? `${vendor} ${shopName}` : vendor;
      await notify(
        app,
        tx,
        merchantId,
        {
          id: `ntc_statement_${vendor}_${shopId === '' ? last : `${shopId}_${last.slice(0, 7)}`}`,
          severity: 'warning',
          language: 'zh',
          title: `对账缺账单：${account}，${days} 天`,
          lines: [
            `${first === last ? first : `${first} 至 ${last}`}没有账单，这些天的退款还没有核对。`,
            shopId === '' ? '每天会再读取一次，也可以上传账单。' : '请从平台后台下载账单后上传。',
          ],
          url: `${app.config.publicUrl}/matching?tab=days`,
        },
        'refunds',
      );
    }
  });
}
