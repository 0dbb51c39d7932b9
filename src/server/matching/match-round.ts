import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { addDays, fromWallClock, type Instant, type LocalDate, localDate, plusMs, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { fetchStatement } from './fetch-statement.ts';
import { matchGoods } from './match-goods.ts';
import { GATEWAY_ZONE, matchVendor, WINDOW_DAYS } from './match-statements.ts';

/** From when on a gateway has the books of the day before. WeChat Pay's and Stripe's hours are not verified. */
const readyAt: Record<string, string> = { alipay: '09:00', wechat: '10:00' };
const READY = '10:00';
const LAST_READY = '10:00';
/** Days that were not to be had are asked for again so long. */
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
  for (const { vendor, days } of await daysToRead(app, merchantId, today)) {
    for (const day of days) {
      if (toMs(now) < toMs(readyTime(vendor, addDays(day, 1)))) continue;
      const state = await fetchStatement(app, { merchantId, vendor, day });
      isOpen ||= state === 'failed' || (state === 'absent' && day === addDays(today, -1));
    }
    await matchVendor(app, merchantId, vendor);
  }
  for (const vendor of await broughtBills(app, merchantId, today)) await matchVendor(app, merchantId, vendor);
  await matchGoods(app, merchantId);
  const next = fromWallClock(`${today} ${LAST_READY}:00`, GATEWAY_ZONE);
  const tomorrow = fromWallClock(`${addDays(today, 1)} ${LAST_READY}:00`, GATEWAY_ZONE);
  if (isOpen) return { again: plusMs(now, AGAIN_MS) };
  return { again: toMs(now) < toMs(next) ? next : tomorrow };
}

const readyTime = (vendor: string, day: LocalDate): Instant =>
  fromWallClock(`${day} ${readyAt[vendor] ?? READY}:00`, GATEWAY_ZONE);

/** Accounts that nobody can ask, and whose bills people bring. */
async function broughtBills(app: App, merchantId: MerchantId, today: LocalDate): Promise<string[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ vendor: string }>`select distinct d.vendor from statement_day d where d.merchant_id = ${merchantId}
      and d.day >= ${addDays(today, -WINDOW_DAYS)} and not exists (select from connection c
        where c.merchant_id = d.merchant_id and c.kind = 'payment' and c.vendor = d.vendor)`.execute(tx),
  );
  return rows.map(({ vendor }) => vendor);
}

async function daysToRead(app: App, merchantId: MerchantId, today: LocalDate) {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      vendor: string;
      done: LocalDate[];
    }>`select c.vendor, coalesce(array_agg(d.day::text) filter (where d.day is not null), '{}') as done
      from connection c left join statement_day d on d.merchant_id = c.merchant_id and d.vendor = c.vendor
        and d.day >= ${addDays(today, -DAYS_BACK)} and d.state in ('complete', 'not_offered')
      where c.merchant_id = ${merchantId} and c.kind = 'payment' group by c.vendor order by c.vendor`.execute(tx),
  );
  return rows.map(({ vendor, done }) => ({
    vendor,
    days: Array.from({ length: DAYS_BACK }, (_, i) => addDays(today, i - DAYS_BACK)).filter(
      (day) => !done.includes(day),
    ),
  }));
}
