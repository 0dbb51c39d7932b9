import { resolutionFacts } from '../../../domain/policy/resolution-facts.ts';
import type { MyReturn } from '../shapes.ts';

export type StationCode =
  | 'opened'
  | 'photos'
  | 'review'
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'sent'
  | 'received'
  | 'inspected'
  | 'replaced'
  | 'refund_started'
  | 'refunded';

/** `now` is the station that is being worked on; there is one at most. */
export type Station = { code: StationCode; state: 'done' | 'now' | 'ahead' | 'stopped'; at: string | null };

type Facts = Pick<MyReturn, 'stage' | 'review' | 'resolution' | 'timeline' | 'refunds' | 'lines' | 'parcels'>;

/**
 * The way of a return as a courier draws it: what is behind with its date, what is going on, what is ahead. A way that
 * ended (refused, withdrawn) shows nothing ahead.
 */
export function stationsOf(of: Facts): Station[] {
  const begin = [behind('opened', dateOf(of, 'rma_opened')), ...photoStation(of)];
  if (of.review === 'rejected') return [...begin, stopped('rejected', dateOf(of, 'rma_rejected'))];
  if (of.review === 'withdrawn') return [...begin, stopped('withdrawn', dateOf(of, 'rma_withdrawn'))];
  const review = of.review === 'approved' ? behind('approved', dateOf(of, 'rma_approved')) : ahead('review');
  const goods = goodsStations(of);
  const facts = resolutionFacts[of.resolution];
  // A platform may pay all the same: then the money is part of the way.
  const hasMoney = facts.money !== 'never' || of.refunds.length > 0;
  const money = [
    ...(facts.replacement === 'never' ? [] : replacementStations(of)),
    ...(hasMoney ? moneyStations(of) : []),
  ];
  // Some shops pay before the goods are back; the track then follows what really came first.
  const paysFirst = of.refunds.length > 0 && goods.some((station) => station.code === 'received' && !station.at);
  const stations = [...begin, review, ...(paysFirst ? [...money, ...goods] : [...goods, ...money])];
  return of.stage === 'closed' ? stations.filter((station) => station.state === 'done') : withNow(stations);
}

/** The latest event of the type: a request that was reopened is approved twice. */
const dateOf = (of: Facts, type: string): string | null =>
  of.timeline.findLast((event) => event.type === type)?.at ?? null;

const behind = (code: StationCode, at: string | null): Station => ({ code, state: 'done', at });
const ahead = (code: StationCode): Station => ({ code, state: 'ahead', at: null });
const stopped = (code: StationCode, at: string | null): Station => ({ code, state: 'stopped', at });

function photoStation(of: Facts): Station[] {
  if (!dateOf(of, 'evidence_requested')) return [];
  if (of.review === 'evidence_requested') return [{ code: 'photos', state: 'now', at: null }];
  const given = dateOf(of, 'evidence_added');
  return given ? [behind('photos', given)] : [];
}

function goodsStations(of: Facts): Station[] {
  if (of.lines.every((line) => line.reception === 'not_expected')) return [];
  const received = dateOf(of, 'line_received');
  const inspected = dateOf(of, 'line_inspected');
  return [
    // The dock may book goods in whose parcel nobody has named: there is no date then, but the way is behind.
    of.parcels.length > 0 || received ? behind('sent', dateOf(of, 'parcel_announced')) : ahead('sent'),
    received ? behind('received', received) : ahead('received'),
    inspected ? behind('inspected', inspected) : ahead('inspected'),
  ];
}

function replacementStations(of: Facts): Station[] {
  const sent = dateOf(of, 'replacement_shipped');
  return sent || of.review !== 'approved' || of.stage !== 'closed'
    ? [sent ? behind('replaced', sent) : ahead('replaced')]
    : [];
}

function moneyStations(of: Facts): Station[] {
  const settledAt = of.refunds.map((refund) => refund.settledAt ?? '').toSorted();
  const settled = settledAt.length > 0 && settledAt[0] !== '';
  return [
    of.refunds.length > 0 ? behind('refund_started', dateOf(of, 'refund_requested')) : ahead('refund_started'),
    settled ? behind('refunded', settledAt.at(-1) ?? null) : ahead('refunded'),
  ];
}

/** The first station that is not behind is the present one, unless photos are waited for. */
function withNow(stations: Station[]): Station[] {
  if (stations.some((station) => station.state === 'now')) return stations;
  const present = stations.findIndex((station) => station.state === 'ahead');
  return stations.map((station, index) => (index === present ? { ...station, state: 'now' } : station));
}
