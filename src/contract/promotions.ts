import { z } from 'zod';
import { funders } from '../domain/orders/order.ts';
import { moneyInput, text } from './common.ts';

const line = text(64);
const units = z.int().positive().max(1_000_000);

const about = {
  id: text(64),
  /** As the buyer was told: 满300减40. He reads it again in the sum of his refund. */
  title: text(120),
  funder: z.enum(funders).default('shop'),
  /** The shop’s ids of the lines that the rule is about. Absent: all but gifts. */
  lines: z.array(line).min(1).max(500).optional(),
  /** The shop lets the buyer keep his share of it whatever goes back. */
  keptWhenBroken: z.boolean().default(false),
};

/**
 * One rule of the purchase. Thresholds are measured by the list price, or by the member price where there is one; each rule
 * takes off from that, and what would be below zero is zero.
 *
 * `{"id":"p1","title":"满300减40","kind":"threshold_off","threshold":{"minor":"30000","currency":"CNY"},"off":{"minor":"4000","currency":"CNY"}}`
 *
 * `{"id":"p2","title":"3件8折","kind":"count_percent","count":3,"payBasisPoints":8000,"lines":["1","2"]}`
 *
 * `{"id":"p3","title":"赠帆布袋","kind":"gift","gift":"3","threshold":{"minor":"20000","currency":"CNY"},"announcedPrice":{"minor":"2900","currency":"CNY"}}`
 */
export const promotionInput = z.discriminatedUnion('kind', [
  z.strictObject({
    ...about,
    kind: z.literal('threshold_off'),
    threshold: moneyInput,
    off: moneyInput,
    /** 每满: once for each time that the threshold is reached. */
    repeats: z.boolean().default(false),
  }),
  z.strictObject({
    ...about,
    kind: z.literal('count_percent'),
    count: units,
    /** 8 折 is 8000. */
    payBasisPoints: z.int().min(0).max(10_000),
  }),
  z.strictObject({
    ...about,
    kind: z.literal('bundle'),
    parts: z
      .array(z.strictObject({ line, quantity: units }))
      .min(1)
      .max(50),
    price: moneyInput,
  }),
  /** Goes back to the buyer as a coupon once what he keeps could not have used it. */
  z.strictObject({ ...about, kind: z.literal('coupon'), coupon: text(120), threshold: moneyInput, off: moneyInput }),
  z.strictObject({ ...about, kind: z.literal('member_price'), unitPrice: moneyInput }),
  /** Points that were spent; they go back as points with the goods that they paid for. */
  z.strictObject({
    ...about,
    funder: z.enum(funders).default('points'),
    kind: z.literal('points'),
    points: units,
    amount: moneyInput,
  }),
  z.strictObject({
    ...about,
    kind: z.literal('gift'),
    /** The shop’s id of the line that was given. */
    gift: line,
    threshold: moneyInput,
    /** What a gift that is kept costs, as it was announced. Null: none was, and nothing may be taken off for it. */
    announcedPrice: moneyInput.nullable().default(null),
  }),
  z.strictObject({ ...about, kind: z.literal('free_shipping'), threshold: moneyInput, freight: moneyInput }),
]);
