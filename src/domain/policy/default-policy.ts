import type { Money } from '../money.ts';
import type { Exclusion } from '../orders/order.ts';
import { defaultAutoActions, defaultClockHours } from './deadlines.ts';
import { HOUSE_RULE } from './ground.ts';
import { cnHolidays } from './holidays-cn.ts';
import type { Outcome, Policy, PolicyRow } from './policy.ts';

const approve: Outcome = { kind: 'approve' };
const person: Outcome = { kind: 'escalate', level: 1 };
const suggest = (reasonCode: string, article: string): Outcome => ({
  kind: 'escalate',
  level: 1,
  suggestRejection: { reasonCode, article },
});

/** The shop's own line, and what is asked back without goods. Who never got goods has nothing to send. */
const beforeTheRights: PolicyRow[] = [
  {
    id: 'over-limit',
    condition: 'amount > approval_limit',
    outcome: { kind: 'escalate', level: 2 },
    basis: HOUSE_RULE,
    label: { zh: '金额超过自动审核上限，转主管', en: 'Above the automatic limit: a supervisor decides' },
  },
  {
    id: 'blocked-buyer',
    condition: 'buyer_blocked',
    outcome: person,
    basis: '个人信息保护法 24；店铺规则',
    label: {
      zh: '买家在关注名单上：由人逐单判断，法定权利不变',
      en: 'The buyer is on the watch list: a person decides each case, legal rights stay',
    },
  },
  {
    id: 'not-shipped',
    condition: 'resolution == "refund_only" && !is_shipped',
    outcome: approve,
    basis: '民法典 563；淘宝争议 27',
    label: { zh: '未发货仅退款，直接同意', en: 'Refund before shipment: granted' },
  },
  {
    id: 'refund-only-in-transit',
    condition: 'resolution == "refund_only" && is_shipped && !is_delivered',
    outcome: person,
    basis: '淘宝争议 23',
    label: {
      zh: '已发货未签收的仅退款：先拦截快递，由人判断',
      en: 'Refund only while the parcel travels: intercept first, a person decides',
    },
  },
  {
    id: 'refund-only-shipped',
    condition: 'resolution == "refund_only" && is_shipped',
    outcome: person,
    basis: '第116号令 27',
    label: { zh: '已签收的仅退款，由人判断', en: 'Refund only after delivery: a person decides' },
  },
  {
    id: 'refused-delivery',
    condition: 'resolution == "refused_delivery" && delivery_refused',
    outcome: approve,
    basis: '淘宝争议 10',
    label: {
      zh: '快递显示拒收，货物随原运单退回，同意',
      en: 'The courier says refused: the goods come back as they went, granted',
    },
  },
  {
    id: 'refused-delivery-unproven',
    condition: 'resolution == "refused_delivery"',
    outcome: person,
    basis: '淘宝争议 10',
    label: {
      zh: '申请拒收，快递没有拒收记录，由人判断',
      en: 'A refused delivery that the courier does not tell of: a person decides',
    },
  },
  {
    id: 'price-protection',
    condition: 'resolution == "price_protection"',
    outcome: person,
    basis: '店铺规则',
    label: { zh: '价保/返现，由人核对价格和承诺', en: 'Price protection: a person checks the price and the promise' },
  },
];

/** Faults never go the no-reason path (暂行办法 35): no exclusion and no promise touches them. */
const faults: PolicyRow[] = [
  {
    id: 'fault-without-picture',
    condition: 'is_quality && evidence_count == 0 && !asked_by_platform',
    outcome: { kind: 'ask_evidence', note: 'photo_of_fault' },
    basis: '暂行办法 35；淘宝争议 65',
    label: { zh: '质量原因但没有照片，请买家补充', en: 'A fault is claimed without a picture: ask for one' },
  },
  {
    id: 'fault-of-fresh-goods',
    condition: 'is_quality && "fresh" in exclusions',
    outcome: person,
    basis: '消费者权益保护法 24；淘宝争议 21(3)；京东纠纷总则 9',
    label: {
      zh: '鲜活易腐商品有问题：不宜寄回，由人决定是否退款不退货',
      en: 'A fault of fresh goods: unfit to be sent back, a person decides on a refund without return',
    },
  },
  {
    id: 'reship',
    condition: 'resolution == "reship"',
    outcome: person,
    basis: '消费者权益保护法 24',
    label: { zh: '补发：没有货退回，由人判断', en: 'Something is to be sent and nothing comes back: a person decides' },
  },
  {
    id: 'repair-without-fault',
    condition: 'resolution == "repair" && !is_quality',
    outcome: person,
    basis: '消费者权益保护法 24',
    label: { zh: '申请维修但原因不是质量问题，由人判断', en: 'A repair without a fault: a person decides' },
  },
  {
    id: 'fault-exchange-or-repair',
    condition: 'is_quality && resolution in ["exchange", "repair"] && quality_window_open',
    outcome: approve,
    effects: { returnFreight: 'seller' },
    basis: '消费者权益保护法 24；暂行办法 35',
    label: {
      zh: '收货七日内的质量问题有凭证，同意换货或维修，运费商家承担',
      en: 'A fault with a picture within seven days of receipt: exchange or repair granted, the seller bears the freight',
    },
  },
  {
    id: 'fault-with-picture',
    condition: 'is_quality && quality_window_open',
    outcome: approve,
    effects: { returnFreight: 'seller' },
    basis: '消费者权益保护法 24；暂行办法 35',
    label: {
      zh: '收货七日内的质量问题有凭证，同意退货，运费商家承担',
      en: 'A fault with a picture within seven days of receipt: granted, the seller bears the freight',
    },
  },
  {
    id: 'fault-of-durable-goods',
    condition: 'is_quality && "electronics" in goods_classes && durable_proof_open',
    outcome: person,
    basis: '消费者权益保护法 23、24',
    label: {
      zh: '七日后、六个月内的耐用商品：瑕疵由商家举证，由人判断退、换、修',
      en: 'Durable goods within six months: the seller bears the proof; a person decides on return, exchange or repair',
    },
  },
  {
    id: 'fault-after-seven-days',
    condition: 'is_quality',
    outcome: person,
    basis: '消费者权益保护法 24',
    label: {
      zh: '收货七日后的质量问题：符合解除条件可退，否则换修，由人判断',
      en: 'A fault after seven days: a return where the contract may be ended, else exchange or repair; a person decides',
    },
  },
];

/** Where the seven-day right does not begin. */
const beforeTheWindow: PolicyRow[] = [
  {
    id: 'business-purchase',
    condition: 'is_no_reason && business_purchase',
    outcome: person,
    basis: '暂行办法 2',
    label: { zh: '非生活消费购买，按合同办', en: 'Bought for a business: the contract decides' },
  },
  {
    id: 'not-delivered',
    condition: 'is_no_reason && is_shipped && !is_delivered',
    outcome: person,
    basis: '电子商务法 51；民法典 512',
    label: { zh: '没有签收记录，无法计算七天', en: 'No signed delivery: the seven days cannot be counted' },
  },
];

const statutory = (exclusion: Exclusion, item: number, zh: string, en: string): PolicyRow => ({
  id: `excluded-${exclusion.replaceAll('_', '-')}`,
  condition: `is_no_reason && "${exclusion}" in exclusions`,
  outcome: suggest('statutory_exclusion', `暂行办法 6(${item})`),
  basis: `消费者权益保护法 25；暂行办法 6(${item})`,
  label: { zh: `${zh}，不适用七天无理由`, en: `${en}: the right does not apply` },
});

const confirmed = (exclusion: Exclusion, item: number, zh: string, en: string): PolicyRow => ({
  id: `confirmed-${exclusion.replaceAll('_', '-')}`,
  condition: `is_no_reason && "${exclusion}" in confirmed_exclusions`,
  outcome: suggest('confirmed_exclusion', `暂行办法 7(${item})`),
  basis: `暂行办法 7(${item})、20`,
  label: { zh: `${zh}，买家购买时已单独确认`, en: `${en}, confirmed by the buyer when buying` },
});

const exclusions: PolicyRow[] = [
  statutory('custom_made', 1, '消费者定作的商品', 'Custom-made goods'),
  statutory('fresh', 2, '鲜活易腐的商品', 'Fresh and perishable goods'),
  statutory('unsealed_media', 3, '下载或已拆封的音像、软件等数字化商品', 'Downloaded or unsealed media and software'),
  statutory('newspaper', 4, '交付的报纸、期刊', 'Delivered newspapers and periodicals'),
  confirmed(
    'opening_spoils',
    1,
    '拆封后影响安全、健康或品质的商品',
    'Goods whose opening spoils safety, health or quality',
  ),
  confirmed(
    'use_devalues',
    2,
    '激活或试用后贬值较大的商品',
    'Goods that lose much of their value by activation or trial',
  ),
  confirmed('disclosed_flaw', 3, '已明示临期或有瑕疵的商品', 'Goods sold as near expiry or flawed'),
];

/** The window of the right, from the day after signing (暂行办法 10). */
const window: PolicyRow[] = [
  {
    id: 'window-closed',
    condition: 'is_no_reason && is_delivered && !window_open',
    outcome: suggest('window_closed', '暂行办法 10'),
    basis: '暂行办法 10；民法典 201、203',
    label: { zh: '已过七天无理由期限', en: 'The seven days are over' },
  },
  {
    id: 'no-confirmation',
    condition: 'is_no_reason && is_delivered && window_open && size(unconfirmed_exclusions) > 0',
    outcome: { kind: 'approve', code: 'NR-NOCONF' },
    effects: { returnFreight: 'buyer' },
    basis: '暂行办法 20、31(1)',
    label: {
      zh: '须经确认才可不退的商品，没有留存买家确认：不得拒绝，同意退货',
      en: 'Goods that only a confirmation excludes, and none is stored: refusal is forbidden, granted',
    },
  },
  {
    id: 'promised-days',
    condition: 'is_no_reason && is_delivered && window_open && !statutory_window_open',
    outcome: approve,
    effects: { returnFreight: 'buyer' },
    basis: '暂行办法 5；消费者权益保护法实施条例 12',
    label: {
      zh: '法定七天已过，仍在店铺承诺期内，同意退货',
      en: 'Past the legal days, within the promised ones: granted',
    },
  },
  {
    id: 'seven-days',
    condition: 'is_no_reason && is_delivered && window_open',
    outcome: approve,
    effects: { returnFreight: 'buyer' },
    basis: '消费者权益保护法 25；暂行办法 10、18',
    label: { zh: '七天无理由期限内，同意退货', en: 'Within the seven days: granted' },
  },
];

/**
 * The rows a new merchant starts with, in the order they are asked. Which rule of the law stands where, and which of them
 * no row can decide, is listed in `legal-rules.ts`.
 */
export const defaultRows: PolicyRow[] = [...beforeTheRights, ...faults, ...beforeTheWindow, ...exclusions, ...window];

export const defaultPolicy = (version: number, approvalLimit: Money, timeZone: string): Policy => ({
  version,
  rows: defaultRows,
  windowDays: 7,
  timeZone,
  holidays: [...cnHolidays],
  approvalLimit,
  autoRefundLimit: approvalLimit,
  reviewHours: 24,
  resaleBasisPoints: 6_000,
  autoActions: defaultAutoActions,
  clockHours: defaultClockHours,
});
