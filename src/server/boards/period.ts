import { type RawBuilder, sql } from 'kysely';
import type { BoardQuery } from '../../contract/boards.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { addDays, type LocalDate, toMs } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

export type Days = { from: LocalDate; to: LocalDate };

/** What a board looks at, with the shops that its filters leave; undefined: all of them. */
export type Scope = {
  merchantId: MerchantId;
  now: Days;
  before: Days | null;
  shops: string[] | undefined;
  category: string;
};

const epochDay = (day: string): number => Math.round(toMs(`${day}T00:00:00.000Z` as never) / 86_400_000);

/** Days from the first to the last, both counted. */
export const lengthOf = ({ from, to }: Days): number => epochDay(to) - epochDay(from) + 1;

export async function scopeOf(tx: Tx, merchantId: MerchantId, query: BoardFilters): Promise<Scope> {
  const now = { from: query.from as LocalDate, to: query.to as LocalDate };
  return {
    merchantId,
    now,
    before: comparedWith(now, query.compare ?? 'none'),
    shops: await shopsOf(tx, merchantId, query),
    category: query.category ?? '',
  };
}

export type BoardFilters = Pick<BoardQuery, 'from' | 'to' | 'shopId' | 'channel' | 'category'> & {
  compare?: BoardQuery['compare'] | undefined;
};

function comparedWith(now: Days, how: BoardQuery['compare']): Days | null {
  if (how === 'none') return null;
  if (how === 'before') return { from: addDays(now.from, -lengthOf(now)), to: addDays(now.from, -1) };
  return { from: lastYear(now.from), to: lastYear(now.to) };
}

const lastYear = (day: LocalDate): LocalDate => {
  const other = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return (other.endsWith('-02-29') ? other.replace('29', '28') : other) as LocalDate;
};

/** A channel stands for its shops: sums are kept by shop. */
async function shopsOf(tx: Tx, merchantId: MerchantId, { shopId, channel }: BoardFilters) {
  if (!channel) return shopId && [shopId];
  const { rows } = await sql<{ shop_id: string }>`select shop_id from shop
    where merchant_id = ${merchantId} and channel = ${channel}`.execute(tx);
  return rows.map((row) => row.shop_id).filter((id) => !shopId || id === shopId);
}

/** Rows of one merchant, of some days, of the shops that are asked for. */
export const within = ({ merchantId, shops }: Scope, { from, to }: Days): RawBuilder<unknown> =>
  sql`merchant_id = ${merchantId} and day between ${from} and ${to}${shops ? sql` and shop_id = any(${shops})` : sql``}`;

/** For each of both periods, in one go. */
export async function inBoth<T>({ now, before }: Scope, read: (days: Days) => Promise<T>): Promise<[T, T | null]> {
  return Promise.all([read(now), before ? read(before) : null]);
}
