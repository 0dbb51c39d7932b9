import { sql } from 'kysely';
import type { BoardFigure } from '../../contract/boards.ts';
import { wilson } from '../../domain/metrics/intervals.ts';
import type { MetricCode } from '../../domain/metrics/metric-catalogue.ts';
import type { EventMeasure } from '../../domain/metrics/order-share.ts';
import { type Fault, type Reason, reasonFacts } from '../../domain/policy/reasons.ts';
import type { Tx } from '../db/database.ts';
import { type Days, inBoth, type Scope, within } from './period.ts';
import { soldOf } from './sold-tiles.ts';

type Happening = { measure: EventMeasure; tag: string; count: number; units: number; minor: bigint; base: bigint };

/** What happened in some days, by measure and tag. */
export async function happenings(
  tx: Tx,
  scope: Scope,
  days: Days,
  measures: readonly EventMeasure[],
): Promise<Happening[]> {
  const { rows } = await sql<Omit<Happening, 'minor' | 'base'> & { minor: string; base: string }>`
    select measure, tag, sum(count)::int as count, sum(units)::int as units, sum(minor)::text as minor, sum(base_minor)::text as base
    from board_event_day where ${within(scope, days)} and category = ${scope.category} and measure = any(${measures})
    group by measure, tag having sum(count) <> 0 order by measure, sum(count) desc, tag`.execute(tx);
  return rows.map((row) => ({ ...row, minor: BigInt(row.minor), base: BigInt(row.base) }));
}

const isQuality = (reason: string): boolean => reasonFacts[reason as Reason]?.quality ?? false;

/** Every main figure of the catalogue over some days. */
export async function figuresOf(tx: Tx, scope: Scope, days: Days): Promise<Record<MetricCode, BoardFigure>> {
  const [sold, happened] = await Promise.all([
    soldOf(tx, scope, days),
    happenings(tx, scope, days, ['opened', 'decided', 'refunded', 'lapsed', 'disposed']),
  ]);
  const counted = (measure: EventMeasure, which: (tag: string) => boolean = () => true) =>
    happened.reduce((sum, row) => sum + (row.measure === measure && which(row.tag) ? row.count : 0), 0);
  const money = (measure: EventMeasure, of: 'minor' | 'base') =>
    happened.reduce((sum, row) => sum + (row.measure === measure ? row[of] : 0n), 0n);
  const ofMoney = (part: bigint, whole: bigint): BoardFigure => ({
    value: whole === 0n ? null : Number(part) / Number(whole),
    numerator: String(part),
    denominator: String(whole),
    low: null,
    high: null,
  });
  return {
    return_rate_orders: share(sold.returnedOrders, sold.orders),
    return_rate_units: { ...share(sold.returnedUnits, sold.units), low: null, high: null },
    return_rate_gmv: ofMoney(BigInt(sold.returnedMinor), BigInt(sold.paidMinor)),
    returns_opened: plain(counted('opened')),
    quality_share: share(counted('opened', isQuality), counted('opened')),
    refunded: plain(money('refunded', 'minor')),
    auto_review_share: share(
      counted('decided', (tag) => tag.endsWith(':policy')),
      counted('decided'),
    ),
    deadlines_lapsed: plain(counted('lapsed')),
    value_recovered: ofMoney(money('disposed', 'minor'), money('disposed', 'base')),
  };
}

function share(hits: number, n: number): BoardFigure {
  const interval = wilson(hits, n);
  return {
    value: n === 0 ? null : hits / n,
    numerator: String(hits),
    denominator: String(n),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

const plain = (value: number | bigint): BoardFigure => ({
  value: Number(value),
  numerator: String(value),
  denominator: null,
  low: null,
  high: null,
});

const faults: readonly Fault[] = ['seller', 'buyer', 'unclear'];

export async function reasonsOf(tx: Tx, scope: Scope) {
  const [now, before] = await inBoth(scope, (days) => happenings(tx, scope, days, ['opened']));
  const rows = now.map(({ tag, count, units, minor }) => ({
    reason: tag,
    count,
    before: before && (before.find((row) => row.tag === tag)?.count ?? 0),
    units,
    paidMinor: String(minor),
  }));
  const groups = faults.map((fault) => {
    const own = rows.filter(({ reason }) => (reasonFacts[reason as Reason]?.fault ?? 'unclear') === fault);
    return { fault, count: own.reduce((sum, { count }) => sum + count, 0), reasons: own };
  });
  return {
    total: groups.reduce((sum, { count }) => sum + count, 0),
    groups: groups.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count),
  };
}

export async function lapsesOf(tx: Tx, scope: Scope) {
  const [now, before] = await inBoth(scope, (days) => happenings(tx, scope, days, ['lapsed']));
  return now.map(({ tag, count }) => ({
    kind: tag,
    count,
    before: before && (before.find((row) => row.tag === tag)?.count ?? 0),
  }));
}

export async function recoveryOf(tx: Tx, scope: Scope) {
  const rows = await happenings(tx, scope, scope.now, ['disposed']);
  return rows.map(({ tag, count, units, minor, base }) => ({
    disposition: tag,
    lines: count,
    units,
    valueMinor: String(minor),
    paidMinor: String(base),
  }));
}
