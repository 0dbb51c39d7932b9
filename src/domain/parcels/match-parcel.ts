import { toMs } from '../time.ts';
import { goodsReasons, weightReasons } from './match-goods.ts';
import type { MatchReason } from './match-reason.ts';
import { CLEAR_LEAD, STRONG_SCORE, weights } from './match-weights.ts';
import type { ArticleFacts, Candidate, ParcelEvidence } from './parcel-evidence.ts';
import { cityAgreement, isNearly, nameAgreement, surnameShare } from './printed-facts.ts';

export type Match = {
  candidate: Candidate;
  /** The weights of the reasons, added up. */
  logOdds: number;
  /** The same as a chance, from 0 to 1. */
  score: number;
  /** What weighs most comes first, for or against. */
  reasons: MatchReason[];
};

const nothing: ArticleFacts = { share: new Map(), grams: new Map() };

/** How well a parcel fits one candidate. Pure: it looks at nothing else, so a score does not hang on who else is asked. */
export function matchOne(parcel: ParcelEvidence, candidate: Candidate, articles: ArticleFacts = nothing): Match {
  const reasons = [
    priorOf(candidate),
    ...waybillReasons(parcel, candidate),
    ...personReasons(parcel, candidate),
    ...goodsReasons(parcel.contents, candidate, articles),
    ...weightReasons(parcel.weightGrams, candidate, articles),
    ...timeReasons(parcel, candidate),
  ].toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const logOdds = reasons.reduce((sum, { weight }) => sum + weight, 0);
  return { candidate, logOdds, score: 1 / (1 + Math.exp(-logOdds)), reasons };
}

/** Best first. Equal ones stand with the newer request first, so that the order never hangs on how they were read. */
export const rankCandidates = (
  parcel: ParcelEvidence,
  candidates: readonly Candidate[],
  articles: ArticleFacts = nothing,
): Match[] =>
  candidates
    .map((candidate) => matchOne(parcel, candidate, articles))
    .toSorted((a, b) => b.logOdds - a.logOdds || newer(a, b));

const newer = ({ candidate: a }: Match, { candidate: b }: Match): number =>
  later(a.openedAt ?? '', b.openedAt ?? '') || later(a.of.orderId, b.of.orderId) || later(rmaOf(a), rmaOf(b));
const later = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1);
const rmaOf = ({ of }: Candidate): string => (of.kind === 'return' ? of.rmaId : '');

/** The first of a ranking, where it is so likely and so far ahead that it may be suggested without anybody asking. */
export function strongMatch(ranked: readonly Match[]): Match | undefined {
  const [first, second] = ranked;
  if (!first || first.score < STRONG_SCORE) return undefined;
  return !second || first.logOdds - second.logOdds >= CLEAR_LEAD ? first : undefined;
}

/** Whether the parcel carries the very number that the buyer gave for this return, or that it went out under. */
export const isSameWaybill = ({ reasons }: Match): boolean =>
  reasons.some(({ code }) => code === 'waybill_announced' || code === 'waybill_outbound');

const priorOf = ({ of }: Candidate): MatchReason =>
  of.kind === 'return'
    ? { code: 'return_open', weight: weights.returnOpen }
    : { code: 'order_only', weight: weights.orderOnly };

function waybillReasons({ waybill, courier }: ParcelEvidence, candidate: Candidate): MatchReason[] {
  const { announced, outbound, ofBuyer } = candidate;
  const sameCourier: MatchReason[] =
    courier !== null && announced.some((parcel) => parcel.courier === courier)
      ? [{ code: 'courier_same', courier, weight: weights.courierSame }]
      : [];
  if (waybill !== null) {
    if (announced.some((parcel) => parcel.waybill === waybill)) {
      return [{ code: 'waybill_announced', waybill, weight: weights.waybillAnnounced }, ...sameCourier];
    }
    if (outbound.includes(waybill)) return [{ code: 'waybill_outbound', waybill, weight: weights.waybillOutbound }];
    const near = announced.find((parcel) => isNearly(parcel.waybill, waybill));
    if (near) {
      return [{ code: 'waybill_nearly', waybill: near.waybill, weight: weights.waybillNearly }, ...sameCourier];
    }
    if (ofBuyer.includes(waybill)) return [{ code: 'waybill_of_buyer', waybill, weight: weights.waybillOfBuyer }];
  }
  const other = announced[0];
  // A number that could not be read may well be the one that was announced.
  if (!other || waybill === null) return sameCourier;
  const arrived = announced.find((parcel) => parcel.arrived);
  return arrived
    ? [{ code: 'other_parcel_arrived', waybill: arrived.waybill, weight: weights.otherParcelArrived }, ...sameCourier]
    : [
        { code: 'other_parcel_announced', waybill: other.waybill, weight: weights.otherParcelAnnounced },
        ...sameCourier,
      ];
}

function personReasons({ sender }: ParcelEvidence, candidate: Candidate): MatchReason[] {
  const known = candidate.sender;
  const reasons: MatchReason[] = [];
  const phone = phoneReason(sender, candidate);
  if (phone) reasons.push(phone);
  const name = nameAgreement(sender.name, known.name);
  if (name === 'same') reasons.push({ code: 'name_same', weight: weights.nameSame });
  if (name === 'fits' && sender.name !== null) {
    const says = Math.log(weights.nameFitsHit / surnameShare(sender.name));
    reasons.push({ code: 'name_fits', weight: Math.min(says, weights.nameFitsMost) });
  }
  if (name === 'differs') reasons.push({ code: 'name_differs', weight: weights.nameDiffers });
  const city = cityAgreement(sender.city, known.cities);
  if (city === 'same') reasons.push({ code: 'city_same', city: sender.city ?? '', weight: weights.citySame });
  if (city === 'differs') reasons.push({ code: 'city_differs', city: sender.city ?? '', weight: weights.cityDiffers });
  return reasons;
}

function phoneReason(
  sender: ParcelEvidence['sender'],
  { sender: known, phoneSharedBy }: Candidate,
): MatchReason | null {
  // Of many accounts with one phone each is as likely as the next.
  const among = (weight: number) => Math.max(weights.phoneLeast, weight - Math.log(Math.max(1, phoneSharedBy)));
  if (sender.phoneKey && known.phoneKey) {
    return sender.phoneKey === known.phoneKey
      ? { code: 'phone_same', sharedBy: phoneSharedBy, weight: among(weights.phoneSame) }
      : { code: 'phone_differs', weight: weights.phoneDiffers };
  }
  if (!sender.phoneTail || !known.phoneTail) return null;
  return sender.phoneTail === known.phoneTail
    ? { code: 'phone_tail_same', tail: sender.phoneTail, weight: among(weights.phoneTailSame) }
    : { code: 'phone_differs', weight: weights.phoneDiffers };
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 15;
const LATE_DAYS = 30;
const VERY_LATE_DAYS = 75;

function timeReasons({ arrivedAt }: ParcelEvidence, { shippedAt, deliveredAt, openedAt }: Candidate): MatchReason[] {
  if (!shippedAt && !deliveredAt) return [{ code: 'never_shipped', weight: weights.neverShipped }];
  if (shippedAt && arrivedAt < shippedAt)
    return [{ code: 'before_shipment', shippedAt, weight: weights.beforeShipment }];
  // Goods may be here before they are asked to come: then the request says nothing about time, and the delivery does.
  const since = openedAt !== null && openedAt <= arrivedAt ? openedAt : deliveredAt;
  if (!since) return [{ code: 'not_delivered', weight: weights.notDelivered }];
  const days = Math.max(0, Math.floor((toMs(arrivedAt) - toMs(since)) / DAY_MS));
  if (days <= USUAL_DAYS) return [{ code: 'timing_usual', days, weight: weights.timingUsual }];
  if (days <= LATE_DAYS) return [];
  return days <= VERY_LATE_DAYS
    ? [{ code: 'timing_late', days, weight: weights.timingLate }]
    : [{ code: 'timing_very_late', days, weight: weights.timingVeryLate }];
}
