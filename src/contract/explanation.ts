import { z } from 'zod';
import { funders } from '../domain/orders/order.ts';
import { engines } from '../domain/refunds/refund-figures.ts';
import { moneyView } from './common.ts';

export const explanationRow = z.object({
  code: z.enum([
    'goods',
    'rebated',
    'price_protection',
    'freight',
    'freight_kept',
    'deduction',
    'platform_difference',
    'agreed_difference',
    'goods_listed',
    'promotion_lost',
    'promotion_share',
    'discount_share',
    'gift_lost',
    'gift_regained',
    'free_shipping_lost',
    'free_shipping_regained',
    'carried',
    'seller_bears',
    'below_zero',
    'paid_ceiling',
  ]),
  title: z.string().optional(),
  quantity: z.int().optional(),
  note: z.string().optional(),
  /** Of goods: the list price of these units; the difference to `amount` is the discount that was never paid. */
  listed: moneyView.optional(),
  /** Of a promotion: what it took off before, and what it takes off what is kept. */
  had: moneyView.optional(),
  has: moneyView.optional(),
  funder: z.enum(funders).optional(),
  amount: moneyView,
});

/** A coupon or points that go back as such. */
const inKind = z.object({
  kind: z.enum(['coupon', 'points']),
  title: z.string(),
  coupon: z.string().nullable(),
  points: z.int().nullable(),
});

export const inKindView = inKind.extend({
  id: z.string(),
  state: z.enum(['owed', 'given']),
  reference: z.string().nullable(),
});

/** A sum with where it comes from, row by row. */
export const explainedAmount = z.object({
  total: moneyView,
  rows: z.array(explanationRow),
  inKind: z.array(inKind),
});

/** What staff see beside it: both engines, who else gets money back, and what the rules leave open. */
export const workedOutAmount = explainedAmount.extend({
  figures: z
    .object({
      engine: z.enum(engines),
      platformAllocated: moneyView,
      statutoryRecalc: moneyView,
      difference: moneyView,
    })
    .nullable(),
  /** What others paid of these goods and now get back, or no longer owe. */
  funded: z.array(z.object({ funder: z.enum(funders), amount: moneyView })),
  /** By the rules nothing is left, and this is missing. It is not charged; a person decides. */
  shortfall: moneyView.nullable(),
});
