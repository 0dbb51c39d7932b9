import type { ReturnSpan } from './return-spans.ts';

/**
 * Event-dated: what happened within the period. Cohort-dated: what became of the orders that were placed in it, or of the
 * cases that reached a step in it, whenever that was.
 */
export type Dating = 'event' | 'cohort';
export type Unit = 'share' | 'minutes' | 'count' | 'money';

type Words = { zh: string; en: string };

export type Metric = {
  unit: Unit;
  dating: Dating;
  /** Which way is better; `neither`: it depends. */
  better: 'up' | 'down' | 'neither';
  name: Words;
  /** Whose cases are looked at, and which are left out. */
  population: Words;
  numerator: Words;
  /** Null for plain counts and durations. */
  denominator: Words | null;
  /** What dates it, or from when to when it runs. */
  clock: Words;
  /** What counts as in time, in minutes. */
  targetMinutes?: number;
};

const HOUR = 60;
const DAY = 24 * HOUR;

const shipped = { zh: '已发货的订单', en: 'Orders that were shipped' };
const byOrderDate = {
  zh: '按下单日期（商家时区）',
  en: 'By the day the order was placed, in the merchant’s time zone',
};
const byOpening = { zh: '按申请日期', en: 'By the day of the request' };

const share = (name: Words, numerator: Words, denominator: Words): Metric => ({
  unit: 'share',
  dating: 'cohort',
  better: 'down',
  name,
  population: shipped,
  numerator,
  denominator,
  clock: byOrderDate,
});

/** Open cases stay in: they count as longer than they have waited. Cases that ended without reaching it are left out. */
const span = (name: Words, clock: Words, population: Words, targetMinutes?: number): Metric => ({
  unit: 'minutes',
  dating: 'cohort',
  better: 'down',
  name,
  population,
  numerator: {
    zh: '所用整分钟数；还没走完的按“至少已等这么久”计入（Kaplan–Meier），不剔除',
    en: 'Whole minutes taken; cases still waiting count as “at least so long” (Kaplan–Meier) and are not dropped',
  },
  denominator: null,
  clock,
  ...(targetMinutes === undefined ? {} : { targetMinutes }),
});

const allCases = { zh: '期间内申请的退货', en: 'Returns requested in the period' };
const goodsCases = { zh: '期间内申请、货要寄回的退货', en: 'Returns requested in the period whose goods come back' };
const moneyCases = { zh: '期间内申请、要退款的退货', en: 'Returns requested in the period on which money is due' };

export const spanMetrics: Record<ReturnSpan, Metric> = {
  first_response: span(
    { zh: '首次响应', en: 'First response' },
    {
      zh: '从申请到商家第一次给出结论、要凭证、报价或人工留言；平台代为同意不算',
      en: 'From the request to the merchant’s first answer, question for evidence, offer or message by staff; consent by the platform does not count',
    },
    allCases,
    30,
  ),
  review: span(
    { zh: '审核', en: 'Review' },
    { zh: '从申请到第一次同意或拒绝', en: 'From the request to the first grant or refusal' },
    allCases,
    4 * HOUR,
  ),
  ship: span(
    { zh: '买家寄出', en: 'Buyer ships' },
    {
      zh: '从同意到承运商首次揽收；没有揽收记录时以填写单号为准',
      en: 'From the grant to the courier’s first scan; without one, to the announcement of the waybill',
    },
    goodsCases,
    7 * DAY,
  ),
  transit: span(
    { zh: '运输', en: 'In transit' },
    {
      zh: '从寄出到仓库签收（承运商签收或我方收货，取早者）',
      en: 'From shipping to our door: signed for or booked in, whichever came first',
    },
    goodsCases,
    5 * DAY,
  ),
  inspect: span(
    { zh: '收货到质检完', en: 'Dock to inspected' },
    { zh: '从签收到最后一件质检完', en: 'From our door to the end of the last inspection' },
    goodsCases,
    DAY,
  ),
  refund: span(
    { zh: '质检到退款', en: 'Inspected to refunded' },
    {
      zh: '从质检完到支付渠道确认退款成功（最后一笔）',
      en: 'From the last inspection to the gateway’s success of the last refund',
    },
    moneyCases,
    DAY,
  ),
  received_to_refund: span(
    { zh: '收货到退款', en: 'Received to refunded' },
    { zh: '从签收到支付渠道确认退款成功（最后一笔）', en: 'From our door to the gateway’s success of the last refund' },
    moneyCases,
    DAY,
  ),
  request_to_refund: span(
    { zh: '申请到退款', en: 'Request to refunded' },
    {
      zh: '从申请到支付渠道确认退款成功（最后一笔）',
      en: 'From the request to the gateway’s success of the last refund',
    },
    moneyCases,
    28.8 * HOUR,
  ),
};

export const metrics = {
  return_rate_orders: share(
    { zh: '退货率（按单）', en: 'Return rate by orders' },
    { zh: '其中至少有一件退货已收到的订单数', en: 'Those of which at least one unit has come back to us' },
    { zh: '已发货订单数', en: 'Shipped orders' },
  ),
  return_rate_units: share(
    { zh: '退货率（按件）', en: 'Return rate by units' },
    { zh: '已收到的退货件数', en: 'Units that have come back to us' },
    { zh: '已发货件数', en: 'Shipped units' },
  ),
  return_rate_gmv: share(
    { zh: '退货率（按金额）', en: 'Return rate by value' },
    {
      zh: '已收到的退货件的实付金额（逐行按件分摊，向下取整到分）',
      en: 'What was paid for the units that came back, shared by unit within each line, whole fen',
    },
    { zh: '已发货商品的实付金额', en: 'What was paid for shipped goods' },
  ),
  returns_opened: {
    unit: 'count',
    dating: 'event',
    better: 'neither',
    name: { zh: '退货申请', en: 'Returns requested' },
    population: { zh: '全部类型的退货申请', en: 'Requests of every kind' },
    numerator: { zh: '申请数；原因取最新的一个', en: 'Requests; with the latest reason given' },
    denominator: null,
    clock: byOpening,
  },
  quality_share: {
    unit: 'share',
    dating: 'event',
    better: 'down',
    name: { zh: '品质原因占比', en: 'Share of quality reasons' },
    population: allCases,
    numerator: {
      zh: '原因属于品质类（质量、描述不符、错发、少件、运损）的申请数',
      en: 'Requests for a fault, a wrong description, a wrong, missing or damaged article',
    },
    denominator: { zh: '申请数', en: 'Requests' },
    clock: byOpening,
  },
  refunded: {
    unit: 'money',
    dating: 'event',
    better: 'neither',
    name: { zh: '退款金额', en: 'Refunded' },
    population: { zh: '支付渠道确认成功的退款', en: 'Refunds that the gateway says have succeeded' },
    numerator: { zh: '退款金额合计', en: 'Their sum' },
    denominator: null,
    clock: { zh: '按到账日期', en: 'By the day of success' },
  },
  auto_review_share: {
    unit: 'share',
    dating: 'event',
    better: 'up',
    name: { zh: '自动审核率', en: 'Decided without a person' },
    population: { zh: '每单的第一次同意或拒绝', en: 'The first grant or refusal of each return' },
    numerator: { zh: '由规则给出的', en: 'Those by rule' },
    denominator: { zh: '全部第一次结论', en: 'All first decisions' },
    clock: { zh: '按结论日期', en: 'By the day of the decision' },
  },
  deadlines_lapsed: {
    unit: 'count',
    dating: 'event',
    better: 'down',
    name: { zh: '超时次数', en: 'Deadlines missed' },
    population: {
      zh: '商家一侧的时限（平台、规则或法律）',
      en: 'Clocks of the merchant’s side, by platform, rule or law',
    },
    numerator: { zh: '到点未处理的次数', en: 'How often one ran out' },
    denominator: null,
    clock: { zh: '按到期日期', en: 'By the day it was due' },
  },
  value_recovered: {
    unit: 'share',
    dating: 'event',
    better: 'up',
    name: { zh: '残值回收率', en: 'Value recovered' },
    population: {
      zh: '处置已定的退货件（隔离中的不算）',
      en: 'Goods whose disposition is settled; what is set apart is not',
    },
    numerator: {
      zh: '处置后的账面价值（最高为成本；变卖实收以后再计）',
      en: 'Their book value afterwards, at most their cost; what a sale brings is counted later',
    },
    denominator: { zh: '同一批货的原实付金额', en: 'What was paid for the same goods' },
    clock: { zh: '按最后一次处置的日期', en: 'By the day of the last disposition' },
  },
} as const satisfies Record<string, Metric>;

export type MetricCode = keyof typeof metrics;
