import { sql } from 'kysely';
import type { ExpectedRow } from '../../contract/receiving.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Who } from '../../domain/people/levels.ts';
import { replacementOf } from '../../domain/returns/rma.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { findingsView } from '../returns/line-findings.ts';
import { fold } from '../returns/rma-store.ts';
import { eventsOf } from './events-of.ts';

/** One page of what is due to arrive or in work, in the order of the returns' ids. It holds nothing about buyers. */
export async function listExpectedReturns(
  tx: Tx,
  merchantId: MerchantId,
  who: Who,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const [cursor = ''] = readCursor(after) ?? [];
  const { rows } = await sql<Head>`
    select r.rma_id as id, r.number, r.stage, r.resolution, r.reason, r.order_external_id as "orderExternalId",
      (select json_object_agg(l.line_id, json_build_object('title', l.title, 'goodsClass', l.goods_class))
        from order_line l where l.merchant_id = r.merchant_id and l.order_id = r.order_id) as titles,
      coalesce((select json_agg(json_build_object('courier', p.courier, 'waybill', p.waybill, 'status', p.status)
          order by p.parcel_id)
        from parcel_rma pr join parcel p on p.merchant_id = pr.merchant_id and p.parcel_id = pr.parcel_id
        where pr.merchant_id = r.merchant_id and pr.rma_id = r.rma_id), '[]') as parcels
    from rma r
    where r.merchant_id = ${merchantId} and r.review = 'approved' and r.rma_id > ${cursor}
      and exists (select 1 from rma_line l where l.merchant_id = r.merchant_id and l.rma_id = r.rma_id
        and (l.reception in ('awaiting', 'in_transit') or (l.reception = 'received' and l.disposition = 'undecided')))
    order by r.rma_id limit ${limit + 1}`.execute(tx);
  const page = pageFrom(rows, limit, ({ id }) => cursorOf(id));
  const histories = await eventsOf(
    tx,
    merchantId,
    page.rows.map(({ id }) => id),
  );
  return { ...page, rows: page.rows.flatMap((head) => rowOf(head, fold(histories.get(head.id) ?? []), who)) };
}

type Head = Omit<ExpectedRow, 'version' | 'review' | 'linesMade' | 'lines'> & {
  titles: Record<string, { title: string; goodsClass: string }>;
};

function rowOf({ titles, ...head }: Head, rma: ReturnType<typeof fold>, who: Who): ExpectedRow[] {
  if (rma?.review !== 'approved') return [];
  const lines = rma.lines.map((line): ExpectedRow['lines'][number] => {
    const { id, orderLineId, sku, quantity, reception, inspection, disposition, settlement } = line;
    const { title = line.sku, goodsClass = 'general' } = titles[orderLineId] ?? {};
    const answers = { reception, inspection, disposition, settlement, replacement: replacementOf(line) };
    return { id, orderLineId, sku, quantity, ...answers, ...findingsView(line, who), title, goodsClass };
  });
  return [{ ...head, review: 'approved', version: rma.version, linesMade: rma.linesMade, lines }];
}
