/**
 * Where a rule of the law is kept: in rows of the default policy, in a part of the program that no row can loosen, in the
 * work of a person, or not yet anywhere.
 */
export type Kept =
  | { in: 'rows'; rows: readonly string[] }
  | { in: 'program'; part: string }
  | { in: 'people' }
  | { in: 'nowhere'; missing: string };

export type LegalRule = { article: string; says: { zh: string; en: string }; kept: Kept };

const rows = (...ids: string[]): Kept => ({ in: 'rows', rows: ids });
const program = (part: string): Kept => ({ in: 'program', part });
const people: Kept = { in: 'people' };
const nowhere = (missing: string): Kept => ({ in: 'nowhere', missing });

/** Each rule of no-reason returns (NR) and of the money (M), with its article and where it is kept. */
export const legalRules = {
  'NR-1': {
    article: '消费者权益保护法 25；暂行办法 2、36',
    says: { zh: '网络、电视、电话、邮购商品可无理由退货', en: 'Goods sold at a distance may go back without reason' },
    // All orders of every channel are sold at a distance.
    kept: rows('seven-days'),
  },
  'NR-2': {
    article: '暂行办法 2',
    says: { zh: '限于生活消费需要', en: 'For private use only' },
    kept: rows('business-purchase'),
  },
  'NR-3': {
    article: '暂行办法 10',
    says: {
      zh: '七日自签收次日起算，发出通知为准',
      en: 'Seven days from the day after signing; sending the notice counts',
    },
    kept: rows('window-closed', 'seven-days'),
  },
  'NR-4': {
    article: '电子商务法 51；民法典 512',
    says: { zh: '快递商品以签收时间为交付时间', en: 'Courier goods are delivered when signed for' },
    kept: rows('not-delivered'),
  },
  'NR-5': {
    article: '民法典 201、203',
    says: { zh: '末日为法定休假日的顺延，24 时止', en: 'A last day on a statutory day off moves on; it ends at 24:00' },
    kept: program('return-window.ts'),
  },
  'NR-6': {
    article: '暂行办法 5；消费者权益保护法实施条例 12',
    says: { zh: '商家可以承诺更多，承诺有约束力', en: 'A shop may promise more, and is bound' },
    kept: rows('promised-days'),
  },
  'NR-7': {
    article: '暂行办法 30；消费者权益保护法实施条例 19',
    says: { zh: '不得扩大不适用范围', en: 'A shop may not widen the exclusions' },
    kept: program('check-policy.ts'),
  },
  'NR-6-statutory': {
    article: '消费者权益保护法 25；暂行办法 6',
    says: { zh: '四类法定不适用', en: 'Four classes are excluded by law' },
    kept: rows('excluded-custom-made', 'excluded-fresh', 'excluded-unsealed-media', 'excluded-newspaper'),
  },
  'NR-7-conditional': {
    article: '暂行办法 7',
    says: { zh: '三类经单次确认可不适用', en: 'Three classes are excluded if the buyer confirmed this purchase' },
    kept: rows('confirmed-opening-spoils', 'confirmed-use-devalues', 'confirmed-disclosed-flaw'),
  },
  'NR-NOCONF': {
    article: '暂行办法 20、31(1)',
    says: { zh: '没有确认不得拒绝', en: 'Without the confirmation no refusal' },
    kept: rows('no-confirmation'),
  },
  'NR-QUALITY': {
    article: '消费者权益保护法 24；暂行办法 35',
    says: { zh: '质量问题不走无理由', en: 'A fault never goes the no-reason path' },
    kept: rows('fault-without-picture', 'fault-with-picture', 'fault-after-seven-days'),
  },
  'QUALITY-REMEDIES': {
    article: '消费者权益保护法 24',
    says: { zh: '质量问题可退、可换、可修', en: 'Of a fault the buyer may ask for a return, an exchange or a repair' },
    kept: rows('fault-exchange-or-repair', 'repair-without-fault', 'reship'),
  },
  'NR-PROOF': {
    article: '消费者权益保护法 23',
    says: { zh: '耐用商品六个月内由商家举证', en: 'For six months the seller of durable goods bears the proof' },
    kept: rows('fault-of-durable-goods'),
  },
  'NR-INTACT': {
    article: '暂行办法 8、9',
    says: { zh: '商品完好的判定', en: 'What counts as intact' },
    kept: program('inspection/legal-tests.ts'),
  },
  'M-1': {
    article: '暂行办法 17；消费者权益保护法实施条例 18',
    says: { zh: '按实际支付退，一次退清', en: 'What was paid goes back, at once' },
    kept: program('refunds/refund-plan.ts'),
  },
  'M-2': {
    article: '暂行办法 17',
    says: {
      zh: '部分退失去优惠的，按购买时各商品价格结算',
      en: 'A broken discount is settled by the prices at purchase',
    },
    kept: nowhere(
      'refund-plan.ts takes each line’s share of the discount instead, which gives the buyer no less where a threshold breaks',
    ),
  },
  'M-3': {
    article: '暂行办法 15',
    says: { zh: '积分、券以相应形式返还', en: 'Points and vouchers go back in kind' },
    kept: nowhere('points and vouchers are amounts with a funder, not paid back in kind'),
  },
  'M-4': {
    article: '暂行办法 14',
    says: { zh: '原路退回，各自的实付退各自的渠道', en: 'By the original payments, each its own part' },
    kept: program('refunds/refund-plan.ts'),
  },
  'M-5': {
    article: '暂行办法 16',
    says: { zh: '信用卡手续费可以不退', en: 'A credit card fee need not go back' },
    kept: nowhere('no fee is known for a payment; none is kept back'),
  },
  'M-6': {
    article: '消费者权益保护法 25；暂行办法 18',
    says: { zh: '无理由退货运费由买家承担', en: 'The buyer pays the way back of a no-reason return' },
    kept: program('freight-matrix.ts'),
  },
  'M-7': {
    article: '消费者权益保护法 24',
    says: { zh: '质量退货运费由商家承担', en: 'The seller pays the way back of a fault' },
    kept: program('freight-matrix.ts'),
  },
  'M-8': {
    article: '消费者权益保护法 25；暂行办法 13、31(2)、31(3)',
    says: { zh: '收到退货七日内退款，超十五日受罚', en: 'Refund within seven days of the goods; beyond 15 punishable' },
    kept: program('clocks.ts'),
  },
  'M-9': {
    article: '消费者权益保护法 56；暂行办法 30、31',
    says: { zh: '违法的处罚', en: 'The penalties' },
    kept: people,
  },
  'M-10': {
    article: '消费者权益保护法 55；消费者权益保护法实施条例 49',
    says: { zh: '欺诈三倍赔偿', en: 'Fraud: three times the price' },
    kept: people,
  },
  'M-11': {
    article: '消费者权益保护法实施条例 51',
    says: { zh: '轻微并改正的不罚', en: 'No fine for minor cases put right' },
    kept: people,
  },
} as const satisfies Record<string, LegalRule>;
