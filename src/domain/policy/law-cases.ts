import { type BuyerRecord, LEAST_ORDERS_FOR_SHARE } from '../buyers/buyer-record.ts';
import { money } from '../money.ts';
import type { Exclusion, GoodsClass, Order, OrderLine } from '../orders/order.ts';
import { fromMs, fromWallClock, type Instant, plusHours, toMs } from '../time.ts';
import type { FactName, Facts, FactValue } from './fact-catalogue.ts';
import { factsOf } from './facts.ts';
import type { Policy } from './policy.ts';
import { type Reason, type Resolution, reasonFacts } from './reasons.ts';
import { returnWindowClosesAt } from './return-window.ts';

/**
 * A case of which the law says: grant it. `setting` holds all that the case is made of; what the law does not look at may
 * be set to anything (`settersOf`), and the case stays one that must be granted.
 */
export type LawCase = {
  id: string;
  right: 'no_reason' | 'fault';
  /** Where the right stands, and what taking it away would break. */
  article: string;
  setting: Setting;
};

export type Setting = {
  /** Where the days are counted. */
  timeZone: string;
  reason: Reason;
  resolution: Resolution;
  exclusion: Exclusion | null;
  exclusionConfirmed: boolean;
  deliveredAt: Instant;
  askedAt: Instant;
  goodsClass: GoodsClass;
  quantity: number;
  unitsOfOrder: number;
  evidenceCount: number;
  amountMinor: bigint;
  freightMinor: bigint;
  refundedMinor: bigint;
  claimedBefore: number;
  fromPlatform: boolean;
  platformHoursLeft: number | null;
  channel: string;
  shop: string;
  sku: string;
  paymentMethod: string;
  funder: OrderLine['discounts'][number]['funder'] | null;
  hoursInTransit: number;
  hoursToShipment: number;
  /** What the buyer did before, and which lists he is on, takes no right away. */
  buyer: BuyerRecord;
};

const plain = (timeZone: string, deliveredAt: Instant): Setting => ({
  timeZone,
  reason: 'no_reason',
  resolution: 'return_and_refund',
  exclusion: null,
  exclusionConfirmed: false,
  deliveredAt,
  askedAt: plusHours(deliveredAt, 48),
  goodsClass: 'general',
  quantity: 1,
  unitsOfOrder: 1,
  evidenceCount: 1,
  amountMinor: 9_900n,
  freightMinor: 0n,
  refundedMinor: 0n,
  claimedBefore: 0,
  fromPlatform: false,
  platformHoursLeft: null,
  channel: 'own_shop',
  shop: 'shop_law',
  sku: 'LAW-1',
  paymentMethod: 'alipay',
  funder: null,
  hoursInTransit: 48,
  hoursToShipment: 24,
  buyer: { listings: [], orders365d: 1, ordersReturned365d: 0, returns90d: 0, refundOnly90d: 0 },
});

/** The last moment of the seven days, whatever a shop's own calendar says (暂行办法 10). */
const lastMoment = ({ deliveredAt, timeZone }: Pick<Setting, 'deliveredAt' | 'timeZone'>): Instant =>
  fromMs(toMs(returnWindowClosesAt(deliveredAt, { windowDays: 7, timeZone, holidays: [] })) - 1);

const conditional = ['opening_spoils', 'use_devalues', 'disclosed_flaw'] as const;
const quality = ['quality_fault', 'not_as_described', 'wrong_item', 'missing_part', 'damaged_in_transit'] as const;
// Fresh goods with a fault are left out: whether they can come back at all is a person's question.
const excluded = ['custom_made', 'unsealed_media', 'newspaper', ...conditional] as const;

const casesByZone = new Map<string, readonly LawCase[]>();

/** The cases, with the days counted at one place. */
export function lawCasesIn(timeZone: string): readonly LawCase[] {
  const known = casesByZone.get(timeZone);
  if (known) return known;
  const cases = [...noReasonCases(timeZone), ...faultCases(timeZone)];
  casesByZone.set(timeZone, cases);
  return cases;
}

function noReasonCases(timeZone: string): LawCase[] {
  const signedAt = (wallClock: string): Setting => plain(timeZone, fromWallClock(wallClock, timeZone));
  const asIs = signedAt('2026-11-10 15:00:00');
  const atLast = (setting: Setting): Setting => ({ ...setting, askedAt: lastMoment(setting) });
  const cases: [string, string, Setting][] = [
    ['no-reason', '消费者权益保护法 25；暂行办法 6、10、30', asIs],
    ['no-reason-size', '消费者权益保护法 25；暂行办法 6、10、30', { ...asIs, reason: 'size_or_color' }],
    ['no-reason-at-once', '暂行办法 10', { ...asIs, askedAt: asIs.deliveredAt }],
    ['no-reason-last-moment', '暂行办法 10；民法典 203', atLast(asIs)],
    ['no-reason-signed-at-midnight', '暂行办法 10', atLast(signedAt('2026-11-11 00:00:00'))],
    ['no-reason-over-leap-day', '暂行办法 10', atLast(signedAt('2028-02-23 23:59:59'))],
    ...conditional.map((exclusion): [string, string, Setting] => [
      `no-confirmation-${exclusion}`,
      '暂行办法 7、20、31(1)',
      { ...asIs, exclusion, evidenceCount: 0 },
    ]),
  ];
  return cases.map(([id, article, setting]) => ({ id, right: 'no_reason', article, setting }));
}

function faultCases(timeZone: string): LawCase[] {
  const asIs = plain(timeZone, fromWallClock('2026-11-10 15:00:00', timeZone));
  const cases: [string, Setting][] = [
    ...quality.map((reason): [string, Setting] => [`fault-${reason}`, { ...asIs, reason }]),
    ...excluded.map((exclusion): [string, Setting] => [
      `fault-of-${exclusion}`,
      { ...asIs, reason: 'quality_fault', exclusion, exclusionConfirmed: true },
    ]),
    // Within the seven days the buyer chooses between return, exchange and repair.
    ...(['exchange', 'repair'] as const).map((resolution): [string, Setting] => [
      `fault-${resolution}`,
      { ...asIs, reason: 'quality_fault', resolution },
    ]),
  ];
  const article = '消费者权益保护法 24；暂行办法 35';
  return cases.map(([id, setting]) => ({ id, right: 'fault', article, setting }));
}

/** The facts of a law case under a policy: with its limits, its window and its calendar. */
export function factsOfSetting(setting: Setting, policy: Policy): Facts {
  const { amountMinor, quantity, askedAt } = setting;
  const order = orderOf(setting);
  return factsOf(
    order,
    {
      resolution: setting.resolution,
      reason: setting.reason,
      evidenceCount: setting.evidenceCount,
      amount: money(amountMinor, policy.approvalLimit.currency),
      lines: order.lines.slice(0, 1).map((bought) => ({ bought, quantity })),
      fromPlatform: setting.fromPlatform,
      platformDeadline: setting.platformHoursLeft === null ? null : plusHours(askedAt, setting.platformHoursLeft),
      buyer: setting.buyer,
    },
    policy,
    askedAt,
  );
}

function orderOf(setting: Setting): Order {
  const currency = 'CNY';
  const { deliveredAt, quantity, unitsOfOrder, amountMinor, refundedMinor } = setting;
  const shippedAt = plusHours(deliveredAt, -setting.hoursInTransit);
  const paidAt = plusHours(shippedAt, -setting.hoursToShipment);
  const zero = money(0n, currency);
  const line: OrderLine = {
    id: 'oli_law',
    externalId: '1',
    sku: setting.sku,
    title: '',
    quantity: Math.max(quantity, unitsOfOrder),
    unitPrice: money(amountMinor, currency),
    paid: money(amountMinor, currency),
    freight: money(setting.freightMinor, currency),
    discounts: setting.funder ? [{ funder: setting.funder, amount: money(1n, currency) }] : [],
    unitCost: zero,
    vatBasisPoints: 0,
    goodsClass: setting.goodsClass,
    exclusion: setting.exclusion,
    exclusionConfirmed: setting.exclusionConfirmed,
    claimed: setting.claimedBefore,
    settled: 0,
    refunded: zero,
  };
  return {
    id: 'ord_law',
    shopId: `shop_${setting.shop.replace(/^shop_/, '')}`,
    channel: setting.channel,
    externalId: 'LAW',
    currency,
    buyerId: 'pty_law',
    placedAt: paidAt,
    paidAt,
    shippedAt,
    deliveredAt,
    businessPurchase: false,
    lines: [line],
    payments: [
      {
        id: 'pay_law',
        method: setting.paymentMethod,
        tradeNumber: 'LAW',
        paid: money(amountMinor + setting.freightMinor + refundedMinor, currency),
        refunded: money(refundedMinor, currency),
      },
    ],
  };
}

type Setter = (setting: Setting, value: FactValue) => Setting | undefined;

const number = (value: FactValue, least: number, most = 100_000): number | undefined =>
  typeof value === 'bigint' && value >= BigInt(least) && value <= BigInt(most) ? Number(value) : undefined;
const count =
  (least: number, set: (n: number) => Partial<Setting>, most?: number): Setter =>
  (setting, value) => {
    const n = number(value, least, most);
    return n === undefined ? undefined : { ...setting, ...set(n) };
  };
const minor =
  (least: bigint, set: (n: bigint) => Partial<Setting>): Setter =>
  (setting, value) =>
    typeof value === 'bigint' && value >= least ? { ...setting, ...set(value) } : undefined;
const text =
  (set: (t: string) => Partial<Setting>): Setter =>
  (setting, value) =>
    typeof value === 'string' ? { ...setting, ...set(value) } : undefined;

const ofBuyer =
  (set: (n: number, before: BuyerRecord) => Partial<BuyerRecord>, least = 0, most?: number): Setter =>
  (setting, value) => {
    const n = number(value, least, most);
    return n === undefined ? undefined : { ...setting, buyer: { ...setting.buyer, ...set(n, setting.buyer) } };
  };
const onList =
  (kind: 'allow' | 'block'): Setter =>
  (setting, value) => {
    const others = setting.buyer.listings.filter((listing) => listing.kind !== kind);
    const listings = value === true ? [...others, { kind, lapsesAt: null }] : others;
    return { ...setting, buyer: { ...setting.buyer, listings } };
  };

/** Of a clock: the law's cases stay within the time that the law gives, so an hour beyond it is not tried. */
const hoursAfterDelivery: Setter = (setting, value) => {
  const hours = number(value, 0, 191);
  if (hours === undefined) return undefined;
  const askedAt = plusHours(setting.deliveredAt, hours);
  return askedAt > lastMoment(setting) ? undefined : { ...setting, askedAt };
};

/**
 * How to give a law case a fact of one's choice without touching what the law looks at. A fact without a setter is one the
 * law decides by, or one that follows from others.
 */
export const setters: Partial<Record<FactName, Setter>> = {
  // A fault is granted with evidence; a return without reason needs none.
  evidence_count: (setting, value) =>
    count(reasonFacts[setting.reason].quality ? 1 : 0, (evidenceCount) => ({ evidenceCount }))(setting, value),
  claimed_units: count(1, (quantity) => ({ quantity })),
  units_claimed_before: count(0, (claimedBefore) => ({ claimedBefore })),
  is_whole_order: (setting, value) => ({ ...setting, unitsOfOrder: setting.quantity + (value === true ? 0 : 1) }),
  amount: minor(0n, (amountMinor) => ({ amountMinor })),
  order_total: minor(0n, (amountMinor) => ({ amountMinor, freightMinor: 0n })),
  order_paid: minor(0n, (amountMinor) => ({ amountMinor, freightMinor: 0n, refundedMinor: 0n })),
  freight_paid: minor(0n, (freightMinor) => ({ freightMinor })),
  refunded_before: minor(0n, (refundedMinor) => ({ refundedMinor })),
  asked_by_platform: (setting, value) => ({ ...setting, fromPlatform: value === true }),
  platform_hours_left: count(0, (platformHoursLeft) => ({ platformHoursLeft })),
  channel: text((channel) => ({ channel })),
  shop: text((shop) => ({ shop })),
  skus: text((sku) => ({ sku })),
  payment_methods: text((paymentMethod) => ({ paymentMethod })),
  goods_classes: (setting, value) =>
    goodsClasses.flatMap((goodsClass) => (goodsClass === value ? [{ ...setting, goodsClass }] : [])).at(0),
  discount_funders: (setting, value) =>
    funders.flatMap((funder) => (funder === value ? [{ ...setting, funder }] : [])).at(0),
  hours_since_delivered: hoursAfterDelivery,
  hours_left_in_window: (setting, value) => {
    const hours = number(value, 1, 192);
    const closesAt = plusHours(lastMoment(setting), -(hours ?? 0));
    return hours === undefined || closesAt < setting.deliveredAt ? undefined : { ...setting, askedAt: closesAt };
  },
  hours_since_shipped: (setting, value) => {
    const since = (toMs(setting.askedAt) - toMs(setting.deliveredAt)) / 3_600_000;
    const hours = number(value, Math.ceil(since));
    return hours === undefined ? undefined : { ...setting, hoursInTransit: hours - Math.floor(since) };
  },
  hours_since_paid: (setting, value) => {
    const since = (toMs(setting.askedAt) - toMs(setting.deliveredAt)) / 3_600_000 + setting.hoursInTransit;
    const hours = number(value, Math.ceil(since));
    return hours === undefined ? undefined : { ...setting, hoursToShipment: hours - Math.floor(since) };
  },
  buyer_allowed: onList('allow'),
  buyer_blocked: onList('block'),
  buyer_orders_365d: ofBuyer((orders365d) => ({ orders365d, ordersReturned365d: 0 }), 1),
  buyer_returns_90d: ofBuyer((returns90d) => ({ returns90d })),
  buyer_refund_only_90d: ofBuyer((refundOnly90d) => ({ refundOnly90d })),
  // Of a hundred orders a share can be any percentage; where a number of orders was set first, the next one above it.
  buyer_return_share_percent: ofBuyer(
    (percent, { orders365d }) => {
      const orders = orders365d < LEAST_ORDERS_FOR_SHARE ? 100 : orders365d;
      return { orders365d: orders, ordersReturned365d: Math.ceil((percent * orders) / 100) };
    },
    0,
    100,
  ),
};

const goodsClasses = ['food_cosmetic_medical', 'electronics', 'textile_home', 'general'] as const;
const funders = ['shop', 'platform', 'influencer', 'government', 'points'] as const;
