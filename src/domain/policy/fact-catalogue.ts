import { basketFactEntries } from './basket-facts.ts';
import { buyerFactEntries } from './buyer-facts.ts';
import { outboundFactEntries } from './outbound-facts.ts';
import { reasons, resolutions } from './reasons.ts';

/** How CEL types a fact. */
export type FactType = 'bool' | 'int' | 'string' | 'list<string>';

export type FactGroup = 'request' | 'evidence' | 'amount' | 'order' | 'buyer' | 'parcel' | 'line' | 'clock';

/** Money is counted in minor units (fen), time in whole hours. */
export type FactUnit = 'minor' | 'hours' | 'units' | 'photos' | 'orders' | 'returns' | 'percent';

export type FactEntry = {
  type: FactType;
  group: FactGroup;
  unit?: FactUnit;
  /** The name in a table's head, and what exactly it means. */
  name: { zh: string; en: string };
  meaning: { zh: string; en: string };
  /** All the values there are; a table offers them. Absent: any. */
  values?: readonly string[];
  /** When the fact is missing. Absent: never. A rule that needs a missing fact hands the case to a person. */
  missing?: { zh: string; en: string };
  /** The case cannot be otherwise in this: it is the shop's setting or the past. No "what would change" speaks of it. */
  fixed?: true;
};

const exclusionClasses = [
  'custom_made',
  'fresh',
  'unsealed_media',
  'newspaper',
  'opening_spoils',
  'use_devalues',
  'disclosed_flaw',
] as const;

const undelivered = { zh: '没有快递签收记录', en: 'there is no signed delivery' };
const unshipped = { zh: '尚未发货', en: 'nothing was shipped' };

/**
 * Every fact that a condition may ask for. Each is read or counted from the order, the request, the policy and the clock
 * (`facts.ts`); nothing is assumed. Names are stable: stored policies and traces use them.
 */
export const factCatalogue = {
  resolution: {
    type: 'string',
    group: 'request',
    name: { zh: '诉求', en: 'Request' },
    meaning: { zh: '买家想要的处理方式', en: 'What the buyer asks for' },
    values: resolutions,
  },
  reason: {
    type: 'string',
    group: 'request',
    name: { zh: '退货原因', en: 'Reason' },
    meaning: { zh: '买家选择的原因', en: 'The reason that the buyer chose' },
    values: reasons,
  },
  fault: {
    type: 'string',
    group: 'request',
    name: { zh: '责任方', en: 'Responsible' },
    meaning: { zh: '该原因若属实，由谁承担后果', en: 'Who bears the consequence if the reason is true' },
    values: ['buyer', 'seller', 'unclear'],
  },
  is_no_reason: {
    type: 'bool',
    group: 'request',
    name: { zh: '无理由退货', en: 'No-reason return' },
    meaning: { zh: '行使七天无理由退货权（消法 25）', en: 'Uses the seven-day right (消法 25)' },
  },
  is_quality: {
    type: 'bool',
    group: 'request',
    name: { zh: '质量类原因', en: 'Claims a fault' },
    meaning: {
      zh: '主张商品有问题，走质量而非无理由（办法 35）',
      en: 'Claims a fault: never the no-reason path (办法 35)',
    },
  },
  asked_by_platform: {
    type: 'bool',
    group: 'request',
    name: { zh: '平台发起', en: 'Opened on the platform' },
    meaning: { zh: '申请来自平台售后单', en: 'The request is a document of a platform' },
    fixed: true,
  },
  claimed_units: {
    type: 'int',
    group: 'request',
    unit: 'units',
    name: { zh: '申请件数', en: 'Units asked for' },
    meaning: { zh: '本次申请的商品件数', en: 'Units in this request' },
  },
  is_whole_order: {
    type: 'bool',
    group: 'request',
    name: { zh: '整单退', en: 'Whole order' },
    meaning: { zh: '本次申请包含订单的全部商品', en: 'The request covers every unit of the order' },
  },
  evidence_count: {
    type: 'int',
    group: 'evidence',
    unit: 'photos',
    name: { zh: '凭证数量', en: 'Photos' },
    meaning: { zh: '买家提交给我们的照片和视频数', en: 'Pictures and videos that the buyer gave us' },
  },
  amount: {
    type: 'int',
    group: 'amount',
    unit: 'minor',
    name: { zh: '申请金额', en: 'Amount asked for' },
    meaning: {
      zh: '平台申请的金额；自营为最多可退（商品加运费份额）',
      en: 'What the platform asks for; else the most that could go back, freight included',
    },
  },
  approval_limit: {
    type: 'int',
    group: 'amount',
    unit: 'minor',
    name: { zh: '自动审核上限', en: 'Automatic limit' },
    meaning: { zh: '店铺设定，超过由人审核', en: 'The shop’s setting: above it a person decides' },
    fixed: true,
  },
  auto_refund_limit: {
    type: 'int',
    group: 'amount',
    unit: 'minor',
    name: { zh: '自动退款上限', en: 'Automatic refund limit' },
    meaning: { zh: '店铺设定，以内自动退款', en: 'The shop’s setting: up to it refunds need no click' },
    missing: { zh: '店铺从不自动退款', en: 'the shop never refunds by itself' },
    fixed: true,
  },
  order_total: {
    type: 'int',
    group: 'amount',
    unit: 'minor',
    name: { zh: '订单剩余实付', en: 'Still paid on the order' },
    meaning: { zh: '订单实付减去已退', en: 'What was paid less what went back' },
    fixed: true,
  },
  order_paid: {
    type: 'int',
    group: 'amount',
    unit: 'minor',
    name: { zh: '订单实付', en: 'Paid for the order' },
    meaning: { zh: '买家付款合计', en: 'All that the buyer paid' },
    fixed: true,
  },
  freight_paid: {
    type: 'int',
    group: 'amount',
    unit: 'minor',
    name: { zh: '买家付的运费', en: 'Freight paid' },
    meaning: { zh: '买家为发货付的运费，包邮为 0', en: 'What the buyer paid for the way out; 0 when it was free' },
    fixed: true,
  },
  refunded_before: {
    type: 'int',
    group: 'amount',
    unit: 'minor',
    name: { zh: '此前已退', en: 'Refunded before' },
    meaning: { zh: '该订单此前已退金额', en: 'What has gone back on this order already' },
    fixed: true,
  },
  channel: {
    type: 'string',
    group: 'order',
    name: { zh: '渠道', en: 'Channel' },
    meaning: { zh: '订单来自哪个渠道', en: 'Where the order was placed' },
    fixed: true,
  },
  shop: {
    type: 'string',
    group: 'order',
    name: { zh: '店铺', en: 'Shop' },
    meaning: { zh: '店铺编号', en: 'The shop’s id' },
    fixed: true,
  },
  payment_methods: {
    type: 'list<string>',
    group: 'order',
    name: { zh: '支付方式', en: 'Payment methods' },
    meaning: { zh: '订单用过的支付方式', en: 'What the order was paid with' },
    fixed: true,
  },
  discount_funders: {
    type: 'list<string>',
    group: 'order',
    name: { zh: '优惠出资方', en: 'Discount funders' },
    meaning: { zh: '所退商品的优惠由谁出资', en: 'Who gave discounts on the goods asked for' },
    values: ['shop', 'platform', 'influencer', 'government', 'points'],
    fixed: true,
  },
  ...basketFactEntries,
  units_claimed_before: {
    type: 'int',
    group: 'order',
    unit: 'units',
    name: { zh: '此前退货件数', en: 'Units returned before' },
    meaning: { zh: '同订单其他有效退货单的件数', en: 'Units of the same order in other returns that stand' },
    fixed: true,
  },
  business_purchase: {
    type: 'bool',
    group: 'buyer',
    name: { zh: '企业采购', en: 'Business purchase' },
    meaning: { zh: '非生活消费购买（办法 2）', en: 'Not bought for private use (办法 2)' },
  },
  ...buyerFactEntries,
  is_shipped: {
    type: 'bool',
    group: 'parcel',
    name: { zh: '已发货', en: 'Shipped' },
    meaning: { zh: '订单有发货时间', en: 'The order has a time of shipment' },
  },
  is_delivered: {
    type: 'bool',
    group: 'parcel',
    name: { zh: '已签收', en: 'Delivered' },
    meaning: {
      zh: '有快递签收记录，不看确认收货（电商法 51）',
      en: 'The courier’s signed event, not a click (电商法 51)',
    },
  },
  delivery_refused: {
    type: 'bool',
    group: 'parcel',
    name: { zh: '快递显示拒收', en: 'Courier says refused' },
    meaning: {
      zh: '发货包裹的快递状态为拒收或退回，只用于拒收退回的申请',
      en: 'The courier of the parcel out says refused or on its way back; known only of refused deliveries',
    },
    missing: { zh: '不是拒收申请，或快递还没有消息', en: 'no refused delivery, or nothing heard of its parcel' },
    fixed: true,
  },
  ...outboundFactEntries,
  exclusions: {
    type: 'list<string>',
    group: 'line',
    name: { zh: '不适用七天的商品', en: 'Excluded goods' },
    meaning: { zh: '所退商品的不适用类别（办法 6、7）', en: 'Classes of exclusion of the goods asked for (办法 6, 7)' },
    values: exclusionClasses,
  },
  confirmed_exclusions: {
    type: 'list<string>',
    group: 'line',
    name: { zh: '买家已确认不适用', en: 'Exclusion confirmed by buyer' },
    meaning: { zh: '其中买家购买时单独确认过的', en: 'Those that the buyer confirmed in a step of its own' },
    values: exclusionClasses,
  },
  unconfirmed_exclusions: {
    type: 'list<string>',
    group: 'line',
    name: { zh: '缺少确认的类别', en: 'Exclusion without confirmation' },
    meaning: {
      zh: '须确认而没有留存确认的类别（办法 7、20）：不得拒绝',
      en: 'Classes that need a confirmation and have none (办法 7, 20): no refusal',
    },
    values: ['opening_spoils', 'use_devalues', 'disclosed_flaw'],
  },
  goods_classes: {
    type: 'list<string>',
    group: 'line',
    name: { zh: '商品类别', en: 'Goods classes' },
    meaning: { zh: '决定完好标准的类别（办法 9）', en: 'The classes that set the test of intact goods (办法 9)' },
    values: ['food_cosmetic_medical', 'electronics', 'textile_home', 'general'],
  },
  skus: {
    type: 'list<string>',
    group: 'line',
    name: { zh: '商品编码', en: 'SKUs' },
    meaning: { zh: '所退商品的编码', en: 'The articles asked for' },
    fixed: true,
  },
  window_open: {
    type: 'bool',
    group: 'clock',
    name: { zh: '在无理由期限内', en: 'Within the return window' },
    meaning: { zh: '店铺承诺的无理由天数未过', en: 'The shop’s no-reason days are not over' },
    missing: undelivered,
  },
  statutory_window_open: {
    type: 'bool',
    group: 'clock',
    name: { zh: '在法定七天内', en: 'Within the legal seven days' },
    meaning: {
      zh: '签收次日起七天未过（办法 10）',
      en: 'Seven days from the day after signing are not over (办法 10)',
    },
    missing: undelivered,
  },
  quality_window_open: {
    type: 'bool',
    group: 'clock',
    name: { zh: '在质量退货七天内', en: 'Within seven days for faults' },
    meaning: {
      zh: '收货起七日内可因质量退货（消法 24）',
      en: 'Within seven days of receipt a fault gives a return (消法 24)',
    },
    missing: { zh: '没有签收记录且发货已超过七天', en: 'no signed delivery, and shipped more than seven days ago' },
  },
  durable_proof_open: {
    type: 'bool',
    group: 'clock',
    name: { zh: '六个月举证期内', en: 'Within six months of proof' },
    meaning: {
      zh: '收货六个月内，耐用商品瑕疵由商家举证（消法 23）',
      en: 'For six months the seller of durable goods bears the proof (消法 23)',
    },
    missing: undelivered,
  },
  hours_left_in_window: {
    type: 'int',
    group: 'clock',
    unit: 'hours',
    name: { zh: '无理由剩余小时', en: 'Hours left in the window' },
    meaning: {
      zh: '距期限结束，已开始的小时算一小时；0 或负数为已过',
      en: 'Begun hours to its end; none or less once it is over',
    },
    missing: undelivered,
  },
  hours_since_delivered: {
    type: 'int',
    group: 'clock',
    unit: 'hours',
    name: { zh: '签收后小时', en: 'Hours since delivery' },
    meaning: { zh: '签收至申请的整小时数', en: 'Full hours from signing to the request' },
    missing: undelivered,
  },
  hours_since_shipped: {
    type: 'int',
    group: 'clock',
    unit: 'hours',
    name: { zh: '发货后小时', en: 'Hours since shipment' },
    meaning: { zh: '发货至申请的整小时数', en: 'Full hours from shipment to the request' },
    missing: unshipped,
    fixed: true,
  },
  hours_since_paid: {
    type: 'int',
    group: 'clock',
    unit: 'hours',
    name: { zh: '付款后小时', en: 'Hours since payment' },
    meaning: { zh: '付款至申请的整小时数', en: 'Full hours from payment to the request' },
    missing: { zh: '订单未付款', en: 'the order is not paid' },
    fixed: true,
  },
  platform_hours_left: {
    type: 'int',
    group: 'clock',
    unit: 'hours',
    name: { zh: '平台剩余小时', en: 'Hours left at the platform' },
    meaning: { zh: '平台给出的处理期限还剩几小时', en: 'Full hours left of the time that the platform gives' },
    missing: { zh: '平台没有给期限', en: 'the platform gives no time' },
    fixed: true,
  },
} as const satisfies Record<string, FactEntry>;

export type FactName = keyof typeof factCatalogue;
export const factNames = Object.keys(factCatalogue) as FactName[];
export const isFactName = (name: string): name is FactName => Object.hasOwn(factCatalogue, name);

type ValueOf<T extends FactType> = T extends 'bool'
  ? boolean
  : T extends 'int'
    ? bigint
    : T extends 'string'
      ? string
      : readonly string[];
export type FactValue = ValueOf<FactType>;

/** The facts of one case. A missing fact is absent from the record. */
export type Facts = { [Name in FactName]?: ValueOf<(typeof factCatalogue)[Name]['type']> };

/** A value as traces and screens keep it: JSON has no bigint. */
export type PlainValue = boolean | number | string | readonly string[];

export const entryOf = (name: FactName): FactEntry => factCatalogue[name];

/** A name in one language for each fact, for tables and cards. */
export const factWords = (language: 'zh' | 'en'): Record<FactName, string> =>
  Object.fromEntries(factNames.map((name) => [name, factCatalogue[name].name[language]])) as Record<FactName, string>;
