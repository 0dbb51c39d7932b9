import { sql } from 'kysely';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import { addDays, fromWallClock, type Instant, type LocalDate, localDate, plusMs, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { noteMissingDays, tellMissingDays } from './days-missing.ts';
import { fetchStatement } from './fetch-statement.ts';
import type { MatchAccount } from './keep-statement.ts';
import { matchGoods } from './match-goods.ts';
import { GATEWAY_ZONE, matchAccount, WINDOW_DAYS } from './match-statements.ts';

/** From when on a gateway has the books of the day before. WeChat Pay's and Stripe's hours are not verified. */
const readyAt: Record<string, string> = { alipay: '09:00', wechat: '10:00' };
const READY = '10:00';
const LAST_READY = '10:00';
/** Days that were not to be had are asked for again so long, every time; those before once a day. */
const DAYS_BACK = 5;
const AGAIN_MS = 1_800_000;

/**
 * Reads what the gateways say of the last days that are not read yet, and holds it against our refunds and the goods.
 * `again`: in half an hour where something did not answer, else when tomorrow's statements are ready.
 */
export async function matchRound(app: App, merchantId: MerchantId): Promise<{ again: Instant }> {
  const now = app.clock.now();
  const today = localDate(now, GATEWAY_ZONE);
  let isOpen = false;
  await app.db.inMerchant(merchantId, (tx) => noteMissingDays(app, tx, merchantId, today));
  for (const { vendor, days } of await daysToRead(app, merchantId, today)) {
    for (const day of days) {
      if (toMs(now) < toMs(readyTime(vendor, addDays(day, 1)))) continue;
      const state = await fetchStatement(app, { merchantId, vendor, day });
      const isLate = day < addDays(today, -DAYS_BACK);
      isOpen ||= (state === 'failed' && !isLate) || (state === 'absent' && day === addDays(today, -1));
    }
    await matchAccount(app, { merchantId, vendor });
  }
  for (const account of await broughtBills(app, merchantId, today)) await matchAccount(app, account);
  await tellMissingDays(app, merchantId, today);
  await matchGoods(app, merchantId);
  const next = fromWallClock(`${today} ${LAST_READY}:00`, GATEWAY_ZONE);
  const tomorrow = fromWallClock(`${addDays(today, 1)} ${LAST_READY}:00`, GATEWAY_ZONE);
  if (isOpen) return { again: plusMs(now, AGAIN_MS) };
  return { again: toMs(now) < toMs(next) ? next : tomorrow };
}

const readyTime = (vendor: string, day: LocalDate): Instant =>
  fromWallClock(`${day} ${readyAt[vendor] ?? READY}:00`, GATEWAY_ZONE);

/** Accounts that nobody can ask, and whose bills people bring. */
async function broughtBills(app: App, merchantId: MerchantId, today: LocalDate): Promise<MatchAccount[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ vendor: string; shopId: ShopId | null }>`select distinct d.vendor, nullif(d.shop_id, '') as "shopId"
      from statement_day d where d.merchant_id = ${merchantId} and d.state in ('complete', 'absent')
      and d.day >= ${addDays(today, -WINDOW_DAYS)} and not exists (select from connection c
        where c.merchant_id = d.merchant_id and c.kind = 'payment' and c.vendor = d.vendor)`.execute(tx),
  );
  return rows.map(({ vendor, shopId }) => ({ merchantId, vendor, shopId: shopId ?? undefined }));
}

/**
 * What each gateway is asked for: of the last days all that are not read, of those before what nobody has asked for or what
 * failed, once a day.
 */
async function daysToRead(app: App, merchantId: MerchantId, today: LocalDate) {
  const lately = addDays(today, -DAYS_BACK);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ vendor: string; days: LocalDate[] }>`select c.vendor,
        coalesce(array_agg(g.day::date::text order by g.day) filter (where case
          when g.day >= ${lately}::date then d.state is null or d.state not in ('complete', 'not_offered')
          else d.state = 'missing' or d.state = 'failed' and d.asked_at < ${today}::date::timestamp at time zone ${GATEWAY_ZONE}
        end), '{}') as days
      from connection c
      cross join generate_series(${addDays(today, -WINDOW_DAYS)}::date, ${today}::date - 1, interval '1 day') g(day)
      left join statement_day d on d.merchant_id = c.merchant_id and d.vendor = c.vendor and d.shop_id = ''
        and d.day = g.day::date
      where c.merchant_id = ${merchantId} and c.kind = 'payment' group by c.vendor order by c.vendor`.execute(tx),
  );
  return rows;
}
