import { sql } from 'kysely';
import type { AgreementRow } from '../../contract/inspection.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { cohensKappa, type Pair } from '../../domain/inspection/agreement.ts';
import type { Tx } from '../db/database.ts';

type Period = { from?: string | undefined; to?: string | undefined };
type Row = { key: string; first: string; second: string; count: number };

const MOST_SKUS = 50;

/** What the blind second looks of a period say of each inspector, and of each article. */
export async function readAgreement(tx: Tx, merchantId: MerchantId, period: Period, nameOf: (id: string) => string) {
  const conditions = [
    sql`merchant_id = ${merchantId}`,
    ...(period.from
      ? [
          sql`looked_at >= (select (${period.from}::date)::timestamp at time zone time_zone
      from merchant where merchant_id = ${merchantId})`,
        ]
      : []),
    ...(period.to
      ? [
          sql`looked_at < (select (${period.to}::date + 1)::timestamp at time zone time_zone
      from merchant where merchant_id = ${merchantId})`,
        ]
      : []),
  ];
  const looks = sql`(select * from second_look where ${sql.join(conditions, sql` and `)})`;
  // Whoever was second is seen from his own side: his word first.
  const people = await sql<Row>`select by as key, first, second, count(*)::int as count from (
      select first_by as by, first_grade as first, second_grade as second from ${looks} as f
      union all select second_by, second_grade, first_grade from ${looks} as s) as said
    group by by, first, second`.execute(tx);
  const skus = await sql<Row>`select k.sku as key, first_grade as first, second_grade as second, count(*)::int as count
    from ${looks} as k join (select sku from ${looks} as m group by sku order by count(*) desc, sku limit ${MOST_SKUS}) as most
      on most.sku = k.sku group by k.sku, first_grade, second_grade`.execute(tx);
  const all = await sql<Omit<Row, 'key'>>`select first_grade as first, second_grade as second, count(*)::int as count
    from ${looks} as a group by first_grade, second_grade`.execute(tx);
  return {
    whole: rowOf('', '', all.rows),
    inspectors: byKey(people.rows, nameOf),
    skus: byKey(skus.rows, (sku) => sku),
  };
}

function rowOf(key: string, name: string, pairs: readonly Pair[]): AgreementRow | null {
  const found = cohensKappa(pairs);
  return found && { key, name, ...found };
}

function byKey(rows: readonly Row[], nameOf: (key: string) => string): AgreementRow[] {
  const keys = [...new Set(rows.map(({ key }) => key))];
  return keys
    .flatMap(
      (key) =>
        rowOf(
          key,
          nameOf(key),
          rows.filter((row) => row.key === key),
        ) ?? [],
    )
    .toSorted((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
}
