import type { ShopId } from '../ids.ts';
import type { LocalDate } from '../time.ts';
import type { OrderShare, SoldShare } from './order-share.ts';

/** Rows of sums by their keys. A row says by how much the stored one moves. */
export type Sums = {
  soldDay: Map<string, SoldDay>;
  soldSku: Map<string, SoldSku>;
  eventDay: Map<string, EventDay>;
};

type SoldFigures = {
  orders: number;
  returned_orders: number;
  units: number;
  returned_units: number;
  paid_minor: bigint;
  returned_minor: bigint;
};
/** `category` is empty for whole orders, whatever is in them. */
export type SoldDay = { day: LocalDate; shop_id: ShopId; category: string } & SoldFigures;
/** Of a day, or of a whole month under its first day. */
export type SoldSku = {
  grain: 'day' | 'month';
  day: LocalDate;
  shop_id: ShopId;
  category: string;
  sku: string;
} & SoldFigures;
type EventFigures = { count: number; units: number; minor: bigint; base_minor: bigint };
export type EventDay = {
  measure: string;
  category: string;
  day: LocalDate;
  shop_id: ShopId;
  tag: string;
} & EventFigures;

export const noSums = (): Sums => ({ soldDay: new Map(), soldSku: new Map(), eventDay: new Map() });

/** Adds what an order holds, or with −1 takes away what it held before. */
export function addShare(sums: Sums, shopId: ShopId, { day, sold, events }: OrderShare, sign: 1 | -1): void {
  const soldTo = (some: readonly SoldShare[]): SoldFigures => soldFigures(some, sign);
  const put = (category: string, some: readonly SoldShare[]) =>
    merge(sums.soldDay, [day, shopId, category], { day, shop_id: shopId, category, ...soldTo(some) });
  if (sold.length > 0) put('', sold);
  for (const category of new Set(sold.map((share) => share.category))) {
    put(
      category,
      sold.filter((share) => share.category === category),
    );
  }
  const month = `${day.slice(0, 7)}-01` as LocalDate;
  for (const share of sold) {
    const { category, sku } = share;
    const figures = soldTo([share]);
    for (const [grain, from] of [
      ['day', day],
      ['month', month],
    ] as const) {
      const row = { grain, day: from, shop_id: shopId, category, sku, ...figures };
      merge(sums.soldSku, [grain, from, shopId, category, sku], row);
    }
  }
  for (const { measure, category, day: on, tag, count, units, minor, baseMinor } of events) {
    merge(sums.eventDay, [measure, category, on, shopId, tag], {
      measure,
      category,
      day: on,
      shop_id: shopId,
      tag,
      count: sign * count,
      units: sign * units,
      minor: BigInt(sign) * minor,
      base_minor: BigInt(sign) * baseMinor,
    });
  }
}

function soldFigures(shares: readonly SoldShare[], sign: 1 | -1): SoldFigures {
  const total = (of: 'units' | 'returnedUnits') => sign * shares.reduce((sum, share) => sum + share[of], 0);
  const money = (of: 'paidMinor' | 'returnedMinor') =>
    BigInt(sign) * shares.reduce((sum, share) => sum + share[of], 0n);
  return {
    orders: sign,
    returned_orders: shares.some(({ returnedUnits }) => returnedUnits > 0) ? sign : 0,
    units: total('units'),
    returned_units: total('returnedUnits'),
    paid_minor: money('paidMinor'),
    returned_minor: money('returnedMinor'),
  };
}

/** Adds every figure of a row to the one under its key; the other columns are the key. */
function merge<Row extends object>(rows: Map<string, Row>, key: readonly string[], row: Row): void {
  const name = JSON.stringify(key);
  const known = rows.get(name);
  rows.set(name, known ? added(known, row) : row);
}

const added = <Row extends object>(a: Row, b: Row): Row =>
  Object.fromEntries(
    Object.entries(a).map(([name, value]) => {
      const other: unknown = Reflect.get(b, name);
      if (typeof value === 'number' && typeof other === 'number') return [name, value + other];
      if (typeof value === 'bigint' && typeof other === 'bigint') return [name, value + other];
      return [name, value];
    }),
  ) as Row;

/** Rows that move something. */
export const movedRows = <Row extends object>(rows: ReadonlyMap<string, Row>): Row[] =>
  [...rows.values()].filter((row) =>
    Object.values(row).some(
      (value) => (typeof value === 'number' || typeof value === 'bigint') && BigInt(value) !== 0n,
    ),
  );
