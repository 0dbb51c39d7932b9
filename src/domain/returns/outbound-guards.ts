import { MOST_WAIT_HOURS } from '../policy/policy.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { type Instant, plusHours } from '../time.ts';
import { turnedRound } from './evolve-kinds.ts';
import type { Intercept, InterceptState, OutboundFollowed } from './outbound.ts';
import type { Rejection } from './rejections.ts';
import { isRefused, type Rma } from './rma.ts';
import { clocksOf } from './running-clocks.ts';

/** What a person needs of the platform's time to answer it when the parcel is not back. */
export const MARGIN_HOURS = 6;

export const outboundOf = (rma: Rma, waybill: string): OutboundFollowed | undefined =>
  rma.outbound?.find((parcel) => parcel.waybill === waybill);

/** Where the courier says that a parcel out is; a refused one is a parcel of the return. */
export const statusOut = (rma: Rma, waybill: string): string =>
  rma.parcels.find((parcel) => parcel.waybill === waybill)?.status ?? outboundOf(rma, waybill)?.status ?? 'ordered';

/** It is no parcel of the return: nobody sends goods back in it, unless it turns round. */
export const isOutboundOnly = (rma: Rma, waybill: string): boolean =>
  outboundOf(rma, waybill) !== undefined && !rma.parcels.some((parcel) => parcel.waybill === waybill);

export function interceptState(rma: Rma, { waybill, told }: Intercept): InterceptState {
  const status = statusOut(rma, waybill);
  if (status === 'return_delivered') return 'back';
  if (status === 'delivered') return 'delivered';
  // It turns round before anybody says that it was intercepted, or although somebody said that it could not be.
  if (turnedRound.has(status)) return 'accepted';
  const isHere = rma.lines.some(({ reception }) => reception === 'received');
  return isHere && (rma.intercepts?.length ?? 0) === 1 ? 'back' : told;
}

/** Still open: it may come back, and may not. */
export function isWaiting(rma: Rma, intercept: Intercept): boolean {
  const state = interceptState(rma, intercept);
  return intercept.waitOver === undefined && (state === 'asked' || state === 'accepted');
}

/**
 * Until when the money waits for the parcel: never longer than the platform's time left, less what a person needs to
 * answer. Where less is left than that, nobody waits at all.
 */
export function waitEndsAt(rma: Rma, { askedAt, waitHours }: Pick<Intercept, 'askedAt' | 'waitHours'>): Instant {
  const most = plusHours(askedAt, Math.min(waitHours ?? MOST_WAIT_HOURS, MOST_WAIT_HOURS));
  const platform = clocksOf(rma, { timeZone: 'Asia/Shanghai' })
    .filter(({ of, source }) => of === 'seller' && (source === 'platform' || source === 'estimate'))
    .map(({ at }) => plusHours(at, -MARGIN_HOURS));
  const ends = [most, ...platform].toSorted()[0] ?? most;
  return ends < askedAt ? askedAt : ends;
}

type No = Rejection | null;

/** While a parcel may still turn round, nothing is paid for goods that the buyer may yet receive. */
export function mustWaitForParcel(rma: Rma, now: Instant): No {
  if (!isPaidWithoutGoods(rma)) return null;
  const ends = (rma.intercepts ?? [])
    .filter((intercept) => isWaiting(rma, intercept))
    .map((intercept) => waitEndsAt(rma, intercept))
    .toSorted()
    .at(-1);
  return ends !== undefined && now < ends ? { code: 'waits_for_intercept', until: ends } : null;
}

/** Only goods that are back are paid by themselves: of all else a person must know. */
export const paysByItself = (rma: Rma): boolean =>
  !isPaidWithoutGoods(rma) || (rma.intercepts ?? []).every((intercept) => interceptState(rma, intercept) === 'back');

const isPaidWithoutGoods = ({ resolution }: Rma): boolean => {
  const { goodsBack, money } = resolutionFacts[resolution];
  return goodsBack === 'no' && money === 'at_once';
};

/** The wait came to an end and the goods are not back: somebody decides what is right. */
export const waitWasInVain = (rma: Rma): boolean =>
  isPaidWithoutGoods(rma) &&
  (rma.intercepts ?? []).some((intercept) => {
    const state = interceptState(rma, intercept);
    return state === 'failed' || state === 'delivered' || (intercept.waitOver === 'time' && state !== 'back');
  });

/** Goods that went out are called back where the buyer wants his money and no goods. */
export function canIntercept(rma: Rma): No {
  if (isRefused(rma)) return { code: 'review_is_over', review: rma.review };
  const { goodsBack, money, amount } = resolutionFacts[rma.resolution];
  const isForMoney = money !== 'never' && amount === 'of_units' && goodsBack !== 'by_buyer';
  return isForMoney ? null : { code: 'nothing_to_intercept' };
}

/** A parcel that has arrived, or has turned round by itself, is asked for in vain. */
export function canInterceptParcel(rma: Rma, waybill: string): No {
  const no = canIntercept(rma);
  if (no) return no;
  const status = statusOut(rma, waybill);
  if (status === 'delivered' || turnedRound.has(status)) return { code: 'parcel_not_on_its_way', status };
  const before = rma.intercepts?.find((intercept) => intercept.waybill === waybill);
  return before && interceptState(rma, before) !== 'failed' ? { code: 'already_intercepted' } : null;
}

export const canEndWait = (rma: Rma): No =>
  (rma.intercepts ?? []).some((intercept) => isWaiting(rma, intercept)) ? null : { code: 'no_intercept_open' };

/** What rules may ask: where the parcels out are, and what became of asking them back. Absent: nothing is known. */
export function outboundFacts(rma: Rma): { outboundState?: string; outboundIntercepted?: InterceptState | 'none' } {
  const isRefusedAtDoor = resolutionFacts[rma.resolution].goodsBack === 'in_outbound_parcel';
  const parcels = isRefusedAtDoor ? rma.parcels : (rma.outbound ?? []);
  if (parcels.length === 0) return {};
  const states = [...new Set(parcels.map(({ status }) => status))];
  const [state = 'ordered'] = states;
  const asked = [...new Set((rma.intercepts ?? []).map((intercept) => interceptState(rma, intercept)))];
  const heard = states.some((status) => status !== 'ordered');
  return {
    ...(heard ? { outboundState: states.length > 1 ? 'mixed' : state } : {}),
    // Of several, the one that a rule must not overlook.
    outboundIntercepted: inOrder.find((each) => asked.includes(each)) ?? 'none',
  };
}

const inOrder: readonly InterceptState[] = ['delivered', 'failed', 'asked', 'accepted', 'back'];
