import { sql } from 'kysely';
import { type Journey, learned } from '../../domain/alerts/lanes.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { plusHours } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { App } from '../app.ts';
import { cityOf, movingStatuses } from './look-at-parcel.ts';

/** What was usual before says little of the next parcel. */
const DAYS = 90;
const MOST_PARCELS = 20_000;

type Travelled = { courier: string; from_city: string; journeys: [transit: number, silence: number][] };

/**
 * Learns from the parcels that came how long is usual on each lane. What the merchant has set for one stays; a lane that
 * nobody travels any more is forgotten.
 */
export async function learnLanes(app: App, merchantId: MerchantId): Promise<void> {
  const now = app.clock.now();
  await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<Travelled>`
      with came as (
        select parcel_id, courier, delivered_at from parcel
        where merchant_id = ${merchantId} and delivered_at >= ${plusHours(now, -24 * DAYS)}
        order by delivered_at desc limit ${MOST_PARCELS}
      ), move as (
        select c.parcel_id, c.courier, c.delivered_at, s.at, s.location, s.position,
          s.at - lag(s.at) over (partition by c.parcel_id order by s.at, s.position) as silence
        from came c join parcel_scan s on s.merchant_id = ${merchantId} and s.parcel_id = c.parcel_id
        where s.status = any(${movingStatuses}) and s.at <= c.delivered_at
      ), trip as (
        select courier, extract(epoch from max(delivered_at) - min(at)) / 3600 as transit,
          coalesce(extract(epoch from max(silence)) / 3600, 0) as silence,
          coalesce((array_agg(${cityOf(sql`location`)} order by at, position)
            filter (where btrim(location) <> ''))[1], '') as city
        from move group by parcel_id, courier
      )
      select courier, case when grouping(city) = 1 then '' else city end as from_city,
        json_agg(json_build_array(transit, silence)) as journeys
      from trip group by grouping sets ((courier, city), (courier))
      having grouping(city) = 1 or city <> ''`.execute(tx);
    const lanes = rows.map(({ courier, from_city, journeys }) => ({
      courier,
      from_city: from_city.slice(0, 60),
      journeys: journeys.length,
      hours: learned(journeys.map(journeyFrom)),
    }));
    await sql`
      with now_known as (
        select * from jsonb_to_recordset(${toJson(lanes)}::jsonb)
          as n(courier text, from_city text, journeys int, hours jsonb)
      ), gone as (
        update lane l set journeys = 0, hours = '{}', learned_at = ${now}
        where l.merchant_id = ${merchantId} and not exists (
          select 1 from now_known n where n.courier = l.courier and n.from_city = l.from_city)
      )
      insert into lane (merchant_id, courier, from_city, journeys, hours, learned_at)
      select ${merchantId}, courier, from_city, journeys, hours, ${now} from now_known
      on conflict (merchant_id, courier, from_city) do update set journeys = excluded.journeys,
        hours = excluded.hours, learned_at = excluded.learned_at`.execute(tx);
  });
}

const journeyFrom = ([transitHours, longestSilenceHours]: [number, number]): Journey => ({
  transitHours: Number(transitHours),
  longestSilenceHours: Number(longestSilenceHours),
});
