import { type Instant, toMs } from '../time.ts';
import type { ScanStatus } from './statuses.ts';

/** One scan as the courier tells it. `code` is the vendor's own, kept for the record; `at` is the vendor's time. */
export type Scan = { at: Instant; status: ScanStatus; code: string; text: string; location?: string };

/** A scan and the vendor that told it. */
export type SourcedScan = Scan & { source: string };

/** A scan and all the vendors that told it. */
export type TracedScan = Scan & { sources: readonly string[] };

/**
 * What a vendor told of a parcel at once. `whole`: all it knows, so it takes the place of what it told before; `news`:
 * what has been added since.
 */
export type Report = { source: string; extent: 'whole' | 'news'; scans: readonly Scan[] };

/** Two couriers' clerks write down the same scan some minutes apart. */
const SAME_SCAN_MS = 10 * 60_000;

/**
 * What is known of a parcel when a report has been added. Reports come twice and overtake each other: a whole history
 * that ends earlier than the one known from that vendor, or is as late and shorter, is an old one and changes nothing.
 */
export function withReport(known: readonly SourcedScan[], { source, extent, scans }: Report): SourcedScan[] {
  const others = known.filter((scan) => scan.source !== source);
  const own = known.filter((scan) => scan.source === source);
  const told = scans.map((scan): SourcedScan => ({ ...scan, source }));
  if (extent === 'news') return [...others, ...distinct([...own, ...told])];
  return [...others, ...distinct(isOlder(told, own) ? own : told)];
}

function isOlder(told: readonly SourcedScan[], own: readonly SourcedScan[]): boolean {
  const [last, lastKnown] = [lastAt(told), lastAt(own)];
  return last === lastKnown ? told.length < own.length : last < lastKnown;
}

const lastAt = (scans: readonly Scan[]): string =>
  scans
    .map(({ at }): string => at)
    .toSorted()
    .at(-1) ?? '';

const keyOf = ({ source, at, status, code, text, location }: SourcedScan): string =>
  JSON.stringify([at, source, code, status, text, location ?? '']);

/** Each scan once, in an order that depends on nothing but the scans. */
export const distinct = (scans: readonly SourcedScan[]): SourcedScan[] =>
  [...new Map(scans.map((scan) => [keyOf(scan), scan])).entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, scan]) => scan);

/**
 * The history as one: what two vendors told of the same scan within minutes stands there once, with both. Scans of one
 * vendor are never merged: two depots in a row are two scans.
 * @param scans distinct and in order of time
 */
export function merged(scans: readonly SourcedScan[]): TracedScan[] {
  const history: TracedScan[] = [];
  for (const { source, ...scan } of scans) {
    const twin = history.findIndex(
      (told) =>
        told.status === scan.status &&
        scan.status !== 'unrecognised' &&
        !told.sources.includes(source) &&
        toMs(scan.at) - toMs(told.at) <= SAME_SCAN_MS,
    );
    const found = history[twin];
    if (found) history[twin] = { ...found, sources: [...found.sources, source] };
    else history.push({ ...scan, sources: [source] });
  }
  return history;
}
