import { sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

export type TrialCasesQuery = {
  after?: string | undefined;
  limit: number;
  was?: string | undefined;
  would?: string | undefined;
  goodsClass?: string | undefined;
};

type Row = {
  rma_id: RmaId;
  number: string;
  shop_name: string;
  opened_at: Instant;
  key: string;
  amount_minor: bigint;
  currency: string;
  goods_class: string;
  was: string;
  was_rule: string;
  would: string;
  would_rule: string;
  was_late: boolean;
};

/** The cases that the draft of a trial would have decided otherwise, newest first. */
export async function listTrialCases(tx: Tx, merchantId: MerchantId, trialId: string, query: TrialCasesQuery) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`c.merchant_id = ${merchantId}`,
    sql`c.trial_id = ${trialId}`,
    sql`c.would <> c.was`,
    ...(query.was ? [sql`c.was = ${query.was}`] : []),
    ...(query.would ? [sql`c.would = ${query.would}`] : []),
    ...(query.goodsClass ? [sql`c.goods_class = ${query.goodsClass}`] : []),
    ...(cursor ? [sql`(c.opened_at, c.rma_id) < (${cursor[0]}::timestamptz, ${cursor[1]})`] : []),
  ];
  const { rows } = await sql<Row>`
    with page as materialized (
      select c.* from policy_trial_case c where ${sql.join(conditions, sql` and `)}
      order by c.opened_at desc, c.rma_id desc limit ${query.limit + 1})
    select c.rma_id, r.number, s.name as shop_name, c.opened_at, c.amount_minor, c.currency, c.goods_class, c.was,
      c.was_rule, c.would, c.would_rule, c.was_late,
      to_char(c.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key
    from page c
    join rma r on r.merchant_id = c.merchant_id and r.rma_id = c.rma_id
    join shop s on s.merchant_id = r.merchant_id and s.shop_id = r.shop_id
    order by c.opened_at desc, c.rma_id desc`.execute(tx);
  return pageFrom(
    rows.map((row) => ({
      rmaId: row.rma_id,
      number: row.number,
      shopName: row.shop_name,
      openedAt: row.opened_at,
      amount: { minor: String(row.amount_minor), currency: row.currency },
      goodsClass: row.goods_class,
      was: { outcome: row.was, ruleId: row.was_rule },
      would: { outcome: row.would, ruleId: row.would_rule },
      wasLate: row.was_late,
    })),
    query.limit,
    (_, i) => cursorOf(rows[i]?.key ?? '', rows[i]?.rma_id ?? ''),
  );
}
