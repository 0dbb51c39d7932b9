import type { TemplateId } from '../ids.ts';

/** What a template may leave open; filled from the case it is used on. */
export const placeholders = [
  'buyer_nick',
  'order',
  'return_number',
  'item',
  'amount',
  'offer',
  'valid_until',
  'days',
  'clause',
  'waybill',
  'address',
] as const;

export type Placeholder = (typeof placeholders)[number];
export type PlaceholderValues = Partial<Record<Placeholder, string>>;

export type Audience = 'buyer' | 'note';

export type ReplyTemplate = { id: TemplateId; title: string; body: string; audience: Audience; active: boolean };

const slot = /\{([^{}\s]{1,40})\}/g;
const isKnown = (name: string): name is Placeholder => placeholders.some((known) => known === name);

/** Names in a body that mean nothing, for who writes a template. */
export const unknownPlaceholders = (body: string): string[] => [
  ...new Set([...body.matchAll(slot)].flatMap(([, name = '']) => (isKnown(name) ? [] : [name]))),
];

/** Fills in what is known of the case; what is not stays to be seen, and is not sent so. */
export const fillTemplate = (body: string, values: PlaceholderValues): string =>
  body.replace(slot, (whole, name: string) => (isKnown(name) ? (values[name] ?? whole) : whole));

/** What a text still leaves open. */
export const openPlaceholders = (text: string): Placeholder[] => [
  ...new Set([...text.matchAll(slot)].flatMap(([, name = '']) => (isKnown(name) ? [name] : []))),
];

const template = (id: string, title: string, body: string): ReplyTemplate => ({
  id: `tpl_${id}`,
  title,
  body,
  audience: 'buyer',
  active: true,
});

/** What every shop begins with. A shop's own template of the same id takes the place of one of these. */
export const defaultTemplates: readonly ReplyTemplate[] = [
  template(
    'ask_photos',
    '请补照片',
    '{buyer_nick}您好，为尽快处理退货单 {return_number}，请补两张照片：问题部位近照一张、商品连同吊牌或序列号一张。收到后我们当天答复。',
  ),
  template(
    'agree',
    '同意退货',
    '{buyer_nick}您好，退货单 {return_number} 已同意。请在 {days} 天内寄回“{item}”，寄出后填写运单号。仓库收到并验货后，{amount} 会原路退回。',
  ),
  template(
    'explain_exclusion',
    '说明不适用的条款',
    '{buyer_nick}您好，“{item}”这次不能按七天无理由退货，依据是：{clause}。如果商品有质量问题，请把照片发给我们，按质量问题另行处理，运费由我们承担。',
  ),
  template(
    'counter_offer',
    '协商方案',
    '{buyer_nick}您好，给您一个方案：退 {offer}，有效期到 {valid_until}。您可以接受，也可以不接受；不接受的话，原来的申请照常处理。',
  ),
  template(
    'delay',
    '致歉并说明进度',
    '{buyer_nick}您好，退货单 {return_number} 让您久等了，很抱歉。我们正在处理，最迟 {days} 天内给您答复。',
  ),
  template(
    'where_is_parcel',
    '退货包裹到哪了',
    '{buyer_nick}您好，您寄回的包裹 {waybill} 我们正在跟踪，仓库签收后一般一天内完成验货，结果会马上告诉您。',
  ),
  template(
    'ask_waybill',
    '请填运单号',
    '{buyer_nick}您好，退货单 {return_number} 已同意，还没有看到寄回的运单号。寄出后请填写运单号，方便我们跟踪；如果遇到困难请告诉我们。',
  ),
  template(
    'refund_done',
    '退款已办',
    '{buyer_nick}您好，订单 {order} 的退款 {amount} 已办理，原路退回，到账时间以支付渠道为准。感谢您的耐心。',
  ),
];
