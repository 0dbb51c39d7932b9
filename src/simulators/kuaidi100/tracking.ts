import { shanghaiText } from '../clock.ts';
import { finalStates, statuses } from './codes.ts';
import type { Parcel, Scan } from './parcel-book.ts';
import type { HistoryRow, TrackingResult } from './wire.ts';

/** A history as the vendor tells it: newest first. A carrier may hand scans in late, so they are sorted by their own time. */
export function trackingResult(parcel: Parcel, scans: readonly Scan[], resultv2: string): TrackingResult {
  const newestFirst = scans.toSorted((a, b) => a.at - b.at).reverse();
  const state = newestFirst[0]?.state ?? '0';
  return {
    message: 'ok',
    nu: parcel.num,
    ischeck: finalStates.has(state) ? '1' : '0',
    com: parcel.com,
    status: '200',
    state,
    condition: 'F00',
    isLoop: false,
    data: newestFirst.map((scan) => rowOf(scan, resultv2)),
  };
}

function rowOf({ at, context, location, statusCode }: Scan, resultv2: string): HistoryRow {
  const time = shanghaiText(at);
  return {
    time,
    ftime: time,
    context,
    ...(location === undefined ? {} : { location }),
    ...(resultv2 === '' || resultv2 === '0' ? {} : { status: statuses[statusCode]?.name ?? '' }),
    ...(resultv2 === '4' || resultv2 === '8' ? { statusCode } : {}),
  };
}
