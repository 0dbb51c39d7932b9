import { sql } from 'kysely';
import type { TaskView } from '../../contract/inspection.ts';
import type { MerchantId, RmaId, RmaLineId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

type Query = { kind: TaskView['kind']; after?: string | undefined; limit: number };
type Looking = { who: string; nameOf: (id: string) => string };

type Row = {
  rma_id: RmaId;
  number: string;
  line_id: RmaLineId;
  sku: string;
  title: string;
  goods_class: string;
  quantity: number;
  shop_name: string;
  received_at: Instant | null;
  waits_since_by: string;
  cost: bigint;
  currency: string;
  first_by: string | null;
  second_by: string | null;
  first_grade: string | null;
  second_grade: string | null;
  first_failed: string[] | null;
  second_failed: string[] | null;
  first_checks: string[] | null;
  second_checks: string[] | null;
};

/** The goods that wait longest come first: a return's id begins with the time of its making. */
export async function listTasks(tx: Tx, merchantId: MerchantId, query: Query, looking: Looking) {
  const cursor = readCursor(query.after);
  const { rows } = await sql<Row>`select l.rma_id, r.number, l.line_id, l.sku, o.title, o.goods_class, l.quantity,
      s.name as shop_name, r.received_at, l.waits_since_by, o.unit_cost_minor * l.quantity as cost, r.currency,
      k.first_by, k.second_by, k.first_grade, k.second_grade, k.first_failed, k.second_failed,
      k.first_checks, k.second_checks
    from rma_line l
    join rma r on r.merchant_id = l.merchant_id and r.rma_id = l.rma_id
    join order_line o on o.merchant_id = l.merchant_id and o.order_id = r.order_id and o.line_id = l.order_line_id
    join shop s on s.merchant_id = l.merchant_id and s.shop_id = r.shop_id
    left join lateral (select * from second_look k where ${query.kind} = 'verdict' and k.merchant_id = l.merchant_id
      and k.rma_id = l.rma_id and k.line_id = l.line_id order by k.rma_seq desc limit 1) k on true
    where l.merchant_id = ${merchantId} and l.waits_for = ${query.kind}
      ${cursor ? sql`and (l.rma_id, l.line_id) > (${cursor[0]}, ${cursor[1]})` : sql``}
    order by l.rma_id, l.line_id limit ${query.limit + 1}`.execute(tx);
  const page = pageFrom(rows, query.limit, (row) => cursorOf(row.rma_id, row.line_id));
  return { rows: page.rows.map((row) => taskView(row, query.kind, looking)), next: page.next };
}

function taskView(row: Row, kind: TaskView['kind'], { who, nameOf }: Looking): TaskView {
  const verdict = (by: string | null, grade: string | null, failed: string[] | null, checks: string[] | null) =>
    by === null || grade === null
      ? null
      : { by: nameOf(by), grade, failedTests: failed ?? [], failedChecks: checks ?? [] };
  return {
    kind,
    rmaId: row.rma_id,
    number: row.number,
    lineId: row.line_id,
    sku: row.sku,
    title: row.title,
    goodsClass: row.goods_class,
    quantity: row.quantity,
    shopName: row.shop_name,
    receivedAt: row.received_at,
    notMine: row.waits_since_by === who || row.second_by === who,
    cost: kind === 'scrap_approval' ? { minor: String(row.cost), currency: row.currency } : null,
    askedBy: kind === 'scrap_approval' ? nameOf(row.waits_since_by) : null,
    first: verdict(row.first_by, row.first_grade, row.first_failed, row.first_checks),
    second: verdict(row.second_by, row.second_grade, row.second_failed, row.second_checks),
  };
}

export async function countTasks(tx: Tx, merchantId: MerchantId) {
  const { rows } = await sql<{ waits_for: TaskView['kind']; count: bigint }>`select waits_for, count(*) as count
    from rma_line where merchant_id = ${merchantId} and waits_for is not null group by waits_for`.execute(tx);
  const counted = new Map(rows.map((row) => [row.waits_for, Number(row.count)]));
  const of = (kind: TaskView['kind']): number => counted.get(kind) ?? 0;
  return { second_look: of('second_look'), verdict: of('verdict'), scrap_approval: of('scrap_approval') };
}
