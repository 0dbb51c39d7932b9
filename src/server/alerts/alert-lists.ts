import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { AlertRow, alertAges, alertFilters, countAlerts } from '../../contract/alerts.ts';
import { type AlertKind, alertFacts } from '../../domain/alerts/alert-kinds.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

type Filters = { [Name in keyof typeof alertFilters]?: z.output<(typeof alertFilters)[Name]> | undefined };
export type AlertQuery = Filters & { state: 'open' | 'over'; after?: string | undefined; limit: number };
type Age = (typeof alertAges)[number];
type NameOf = (id: string) => string | undefined;

/** From how many hours on, and until when. */
const ages: Record<Age, [from: number, to: number | null]> = {
  day: [0, 24],
  three_days: [24, 72],
  week: [72, 168],
  older: [168, null],
};

const ageIs = (age: Age, now: Instant): RawBuilder<unknown> => {
  const [from, to] = ages[age];
  const newest = sql`a.since <= ${plusHours(now, -from)}`;
  return to === null ? newest : sql`${newest} and a.since > ${plusHours(now, -to)}`;
};

export type StoredRow = Omit<AlertRow, 'act' | 'owner' | 'rmas'> & {
  ownerId: string | null;
  rmas: AlertRow['rmas'] | null;
  key: string;
};

const columns = sql`a.alert_id as id, a.kind, a.desk, a.level, a.courier, coalesce(p.waybill, u.waybill) as waybill,
  p.status as "parcelStatus", a.unknown_id as "unknownId", a.since, a.raised_at as "raisedAt", a.due_at as "dueAt",
  a.owner_id as "ownerId", a.over, a.over_at as "overAt",
  (select json_agg(json_build_object('id', r.rma_id, 'number', r.number) order by r.rma_id)
    from (select x.rma_id, x.number from parcel_rma pr
      join rma x on x.merchant_id = pr.merchant_id and x.rma_id = pr.rma_id
      where pr.merchant_id = a.merchant_id and pr.parcel_id = a.parcel_id order by x.rma_id limit 3) r) as rmas,
  to_char(coalesce(a.over_at, a.due_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key`;

const joined = sql`left join parcel p on p.merchant_id = a.merchant_id and p.parcel_id = a.parcel_id
  left join unknown_parcel u on u.merchant_id = a.merchant_id and u.unknown_id = a.unknown_id`;

export const alertRowFrom = ({ ownerId, rmas, key: _, ...row }: StoredRow, nameOf: NameOf): AlertRow => ({
  ...row,
  act: alertFacts[row.kind].act,
  owner: ownerId === null ? null : { id: ownerId, name: nameOf(ownerId) ?? '' },
  rmas: rmas ?? [],
});

/** One page: open ones in the order in which they go up, those that are over newest first. */
export async function listAlertRows(tx: Tx, merchantId: MerchantId, query: AlertQuery, now: Instant, nameOf: NameOf) {
  const isOpen = query.state === 'open';
  const cursor = readCursor(query.after);
  const time = isOpen ? sql`a.due_at` : sql`a.over_at`;
  const conditions = [
    sql`a.merchant_id = ${merchantId}`,
    isOpen ? sql`a.over is null` : sql`a.over is not null`,
    ...(query.kind ? [sql`a.kind = ${query.kind}`] : []),
    ...(query.courier ? [sql`a.courier = ${query.courier}`] : []),
    ...(query.desk ? [sql`a.desk = ${query.desk}`] : []),
    ...(query.owner ? [query.owner === 'none' ? sql`a.owner_id is null` : sql`a.owner_id = ${query.owner}`] : []),
    ...(query.level ? [sql`a.level = ${query.level}`] : []),
    ...(query.age ? [ageIs(query.age, now)] : []),
    ...(query.q ? [hasNumber(merchantId, query.q)] : []),
    ...(cursor
      ? [sql`(${time}, a.alert_id) ${isOpen ? sql`>` : sql`<`} (${cursor[0]}::timestamptz, ${cursor[1]}::text)`]
      : []),
  ];
  const order = isOpen ? sql`${time}, a.alert_id` : sql`${time} desc, a.alert_id desc`;
  const { rows } = await sql<StoredRow>`
    with page as materialized (select a.* from alert a where ${sql.join(conditions, sql` and `)}
      order by ${order} limit ${query.limit + 1})
    select ${columns} from page a ${joined} order by ${order}`.execute(tx);
  const page = pageFrom(rows, query.limit, ({ key, id }) => cursorOf(key, id));
  return { rows: page.rows.map((row) => alertRowFrom(row, nameOf)), next: page.next };
}

const hasNumber = (merchantId: MerchantId, waybill: string): RawBuilder<unknown> => sql`a.subject_id in (
  select parcel_id from parcel where merchant_id = ${merchantId} and waybill = ${waybill}
  union select unknown_id from unknown_parcel where merchant_id = ${merchantId} and waybill = ${waybill})`;

export async function oneAlertRow(tx: Tx, merchantId: MerchantId, alertId: string): Promise<StoredRow | undefined> {
  const { rows } = await sql<StoredRow>`select ${columns} from alert a ${joined}
    where a.merchant_id = ${merchantId} and a.alert_id = ${alertId}`.execute(tx);
  return rows[0];
}

function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

type Counts = z.output<(typeof countAlerts)['reply']>;
type CountRow = { kind: AlertKind; courier: string; age: Age; count: number; overdue: number; oldest: Instant };

/** How many are open, and how fast the last ones closed. The open ones are read once. */
export async function countOpenAlerts(tx: Tx, merchantId: MerchantId, now: Instant): Promise<Counts> {
  const age = sql`case when a.since > ${plusHours(now, -24)} then 'day' when a.since > ${plusHours(now, -72)} then 'three_days'
    when a.since > ${plusHours(now, -168)} then 'week' else 'older' end`;
  const [{ rows }, closed] = await Promise.all([
    sql<CountRow>`select a.kind, a.courier, ${age} as age, count(*)::int as count,
        (count(*) filter (where a.due_at <= ${now}))::int as overdue, min(a.since) as oldest
      from alert a where a.merchant_id = ${merchantId} and a.over is null group by 1, 2, 3`.execute(tx),
    sql<{ count: number; p50: number | null; p90: number | null }>`select count(*)::int as count,
        percentile_cont(0.5) within group (order by hours) as p50,
        percentile_cont(0.9) within group (order by hours) as p90
      from (select extract(epoch from a.over_at - a.raised_at)::float8 / 3600 as hours from alert a
        where a.merchant_id = ${merchantId} and a.over is not null and a.over_at >= ${plusHours(now, -720)}) c`.execute(
      tx,
    ),
  ]);
  const sum = (of: readonly CountRow[]) => ({
    count: of.reduce((total, row) => total + row.count, 0),
    overdue: of.reduce((total, row) => total + row.overdue, 0),
    oldest: of.map(({ oldest }) => oldest).toSorted()[0] ?? null,
  });
  const byKind = grouped(rows, ({ kind }) => kind);
  const { count: open, overdue } = sum(rows);
  const last = closed.rows[0];
  return {
    open,
    overdue,
    kinds: [...byKind].map(([kind, of]) => ({ kind, ...sum(of) })),
    ages: [...byKind].flatMap(([kind, of]) =>
      [...grouped(of, (row) => row.age)].map(([each, same]) => ({ kind, age: each, count: sum(same).count })),
    ),
    couriers: [...grouped(rows, ({ courier }) => courier)].map(([courier, of]) => ({ courier, ...sum(of) })),
    closed: { count: last?.count ?? 0, p50Hours: last?.p50 ?? null, p90Hours: last?.p90 ?? null },
  };
}
