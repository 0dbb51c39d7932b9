import { sql } from 'kysely';
import type { MerchantId } from '../../../domain/ids.ts';
import { formatDecimal } from '../../../domain/money.ts';
import type { App } from '../../app.ts';

type ClassRow = { class: string; rows: number; units: string; worth: string; matched: string; refunded: string };
type PriceRow = { same: number; lower: number; higher: number; difference: string };

/** What became of the cancellations, class by class: rows, units, money at the file's own price, and what went back. */
export async function summaryOf(app: App, merchantId: MerchantId): Promise<string[]> {
  const { classes, prices } = await app.db.inMerchant(merchantId, async (tx) => ({
    classes: (
      await sql<ClassRow>`
        select r.outcome || coalesce(': ' || r.reason, '') as class, count(*)::int as rows, sum(r.quantity)::text as units,
          sum(r.quantity * r.unit_price_minor)::text as worth, sum(r.matched)::text as matched,
          coalesce(sum(p.refunded), 0)::text as refunded
        from imported_return r
        left join lateral (
          select sum(f.amount_minor) as refunded from refund f
          where f.merchant_id = r.merchant_id and f.state = 'succeeded' and f.rma_id in (
            select i.rma_id from imported_return_part i where i.merchant_id = r.merchant_id
              and i.import_id = r.import_id and i.row_number = r.row_number)) p on true
        where r.merchant_id = ${merchantId}
        group by 1, r.outcome order by array_position(array['matched', 'partly', 'unmatched', 'waiting'], r.outcome), 2 desc
        `.execute(tx)
    ).rows,
    prices: (
      await sql<PriceRow>`
        select count(*) filter (where d = 0)::int as same, count(*) filter (where d > 0)::int as lower,
          count(*) filter (where d < 0)::int as higher, coalesce(sum(d), 0)::text as difference
        from (select p.quantity * (l.unit_price_minor - r.unit_price_minor) as d
          from imported_return_part p
          join imported_return r using (merchant_id, import_id, row_number)
          join order_line l on l.merchant_id = p.merchant_id and l.order_id = p.order_id and l.line_id = p.line_id
          where p.merchant_id = ${merchantId}) parts`.execute(tx)
    ).rows[0],
  }));
  const money = (minor: string) => formatDecimal({ minor: BigInt(minor), currency: 'GBP' });
  const line = (name: string, cells: string[]) =>
    `  ${name.padEnd(42)}${cells.map((cell) => cell.padStart(15)).join('')}`;
  const total = (of: (row: ClassRow) => string | number) =>
    classes.reduce((sum, row) => sum + BigInt(of(row)), 0n).toString();
  return [
    line('cancellations', ['rows', 'units', 'GBP in file', 'units matched', 'GBP refunded']),
    ...classes.map((row) =>
      line(row.class, [String(row.rows), row.units, money(row.worth), row.matched, money(row.refunded)]),
    ),
    line('all', [
      total(({ rows }) => rows),
      total(({ units }) => units),
      money(total(({ worth }) => worth)),
      total(({ matched }) => matched),
      money(total(({ refunded }) => refunded)),
    ]),
    ...(prices
      ? [
          `  price of the cancellation against the purchase, by part: ${prices.same} same, ${prices.lower} lower, ${prices.higher} higher;`,
          `  refunds follow the purchase and are ${money(prices.difference)} GBP more than the file's prices in all`,
        ]
      : []),
  ];
}
