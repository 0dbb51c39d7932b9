import type { Money } from '../money.ts';
import { cnHolidays } from './holidays-cn.ts';
import type { Policy, PolicyRow } from './policy.ts';

/**
 * The rows a new merchant starts with: the seven-day right with its exclusions, faults of the seller, refunds before
 * shipment, and an amount above which a person looks. Sources: rules NR-1 … NR-7, L-CPL 25, 暂行办法.
 */
export const defaultRows: PolicyRow[] = [
  {
    id: 'over-limit',
    condition: 'amount > approval_limit',
    outcome: { kind: 'escalate', level: 2 },
    basis: '店铺规则',
    label: { zh: '金额超过自动审核上限，转主管', en: 'Above the automatic limit: a supervisor decides' },
  },
  {
    id: 'not-shipped',
    condition: 'resolution == "refund_only" && !is_shipped',
    outcome: { kind: 'approve' },
    basis: '民法典 563',
    label: { zh: '未发货仅退款，直接同意', en: 'Refund before shipment: granted' },
  },
  {
    id: 'refund-only-shipped',
    condition: 'resolution == "refund_only" && is_shipped',
    outcome: { kind: 'escalate', level: 1 },
    basis: '第116号令 27',
    label: {
      zh: '已发货仅退款，需人工判断（是否拦截）',
      en: 'Refund only after shipment: a person decides, perhaps intercepts',
    },
  },
  {
    id: 'fault-without-picture',
    condition: 'is_quality && evidence_count == 0 && !asked_by_platform',
    outcome: { kind: 'ask_evidence', note: 'photo_of_fault' },
    basis: '暂行办法 35',
    label: { zh: '质量原因但没有照片，请买家补充', en: 'A fault is claimed without a picture: ask for one' },
  },
  {
    id: 'fault-with-picture',
    condition: 'is_quality',
    outcome: { kind: 'approve' },
    basis: '消费者权益保护法 24',
    label: {
      zh: '质量问题有凭证，同意退货，运费商家承担',
      en: 'A fault with a picture: granted, the seller bears the freight',
    },
  },
  {
    id: 'business-purchase',
    condition: 'is_no_reason && business_purchase',
    outcome: { kind: 'escalate', level: 1 },
    basis: '暂行办法 2',
    label: { zh: '非生活消费购买，按合同办', en: 'Bought for a business: the contract decides' },
  },
  {
    id: 'not-delivered',
    condition: 'is_no_reason && !is_delivered && is_shipped',
    outcome: { kind: 'escalate', level: 1 },
    basis: '电子商务法 51',
    label: { zh: '没有签收记录，无法计算七天', en: 'No signed delivery: the seven days cannot be counted' },
  },
  {
    id: 'statutory-exclusion',
    condition: 'is_no_reason && exclusions.exists(e, e in ["custom_made", "fresh", "unsealed_media", "newspaper"])',
    outcome: { kind: 'escalate', level: 1, suggestRejection: { reasonCode: 'statutory_exclusion' } },
    basis: '消费者权益保护法 25 / 暂行办法 6',
    label: {
      zh: '定作、鲜活易腐、已拆封音像软件、报刊，不适用七天无理由',
      en: 'Custom-made, fresh, unsealed media, newspapers: the right does not apply',
    },
  },
  {
    id: 'confirmed-exclusion',
    condition: 'is_no_reason && size(confirmed_exclusions) > 0',
    outcome: { kind: 'escalate', level: 1, suggestRejection: { reasonCode: 'confirmed_exclusion' } },
    basis: '暂行办法 7、20',
    label: { zh: '买家购买时已单独确认不适用七天无理由', en: 'The buyer confirmed the exclusion when buying' },
  },
  {
    id: 'window-closed',
    condition: 'is_no_reason && is_delivered && !window_open',
    outcome: { kind: 'escalate', level: 1, suggestRejection: { reasonCode: 'window_closed' } },
    basis: '暂行办法 10',
    label: { zh: '已过七天无理由期限', en: 'The seven days are over' },
  },
  {
    id: 'seven-days',
    condition: 'is_no_reason && is_delivered && window_open',
    outcome: { kind: 'approve' },
    basis: '消费者权益保护法 25 / 暂行办法 10',
    label: { zh: '七天无理由期限内，同意退货', en: 'Within the seven days: granted' },
  },
];

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
});
