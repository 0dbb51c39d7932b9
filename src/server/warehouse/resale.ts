import { sql } from 'kysely';
import type { FileId, MerchantId } from '../../domain/ids.ts';
import { percent } from '../../domain/money.ts';
import { AT_VENDOR, outsidePlaces } from '../../domain/stock/places.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

type Row = {
  sku: string;
  location: string;
  quantity: bigint;
  value: bigint;
  currency: string;
  title: string | null;
  price: bigint | null;
  grade: string | null;
  photos: FileId[] | null;
};

/**
 * Second-hand goods to be offered. Grade and pictures are those of the return of the article that was last held to be
 * second-hand; the price is what it last sold at, at the share that second-hand goods are worth.
 * @param basisPoints that share
 */
export async function listResale(
  tx: Tx,
  merchantId: MerchantId,
  basisPoints: number,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const [sku, location] = readCursor(after) ?? [];
  const { rows } = await sql<Row>`
    select b.sku, b.location, b.quantity, b.value_minor as value, m.currency, sold.title, sold.unit_price_minor as price,
      judged.grade, (select array_agg(photo) from rma_event e, jsonb_array_elements_text(e.data -> 'photos') as photo
        where e.merchant_id = b.merchant_id and e.rma_id = judged.rma_id and e.type = 'line_inspected'
          and e.data ->> 'lineId' = judged.line_id) as photos
    from stock_balance b
    join merchant m on m.merchant_id = b.merchant_id
    left join lateral (select l.title, l.unit_price_minor from order_line l
      where l.merchant_id = b.merchant_id and l.sku = b.sku order by l.order_id desc limit 1) sold on true
    left join lateral (select l.rma_id, l.line_id, l.grade from rma_line l
      where l.merchant_id = b.merchant_id and l.sku = b.sku and l.disposition = 'resale' order by l.rma_id desc limit 1) judged on true
    where b.merchant_id = ${merchantId} and b.condition = 'second_hand' and b.quantity > 0
      and b.location <> all(${[...outsidePlaces, AT_VENDOR]}::text[])
      ${sku && location ? sql`and (b.sku, b.location) > (${sku}, ${location})` : sql``}
    order by b.sku, b.location limit ${limit + 1}`.execute(tx);
  return pageFrom(
    rows.map(({ value, price, currency, title, photos, ...row }) => ({
      ...row,
      title: title ?? row.sku,
      quantity: Number(row.quantity),
      photos: photos ?? [],
      bookValue: { minor: String(value), currency },
      suggestedPrice:
        price === null ? null : { minor: String(percent({ minor: price, currency }, basisPoints).minor), currency },
    })),
    limit,
    (row) => cursorOf(row.sku, row.location),
  );
}
