import { z } from 'zod';
import { funders, gateways } from '../domain/orders/order.ts';
import { promotionKinds } from '../domain/orders/promotions.ts';
import {
  buyerId,
  courierCode,
  instant,
  moneyInput,
  moneyView,
  orderId,
  orderLineId,
  pageOf,
  pageQuery,
  rmaId,
  shopId,
  text,
  waybill,
} from './common.ts';
import { endpoint } from './endpoint.ts';
import { orderInvoice } from './order-invoice.ts';
import { promotionInput } from './promotions.ts';

const discount = z.strictObject({ funder: z.enum(funders), amount: moneyInput });

const outboundParcels = z.array(z.strictObject({ courier: courierCode, waybill })).max(50);

export const orderInput = z.strictObject({
  externalId: text(64),
  currency: z.string().length(3).default('CNY'),
  placedAt: instant,
  paidAt: instant.nullable().default(null),
  shippedAt: instant.nullable().default(null),
  /** The courier's signed event, from which the return window counts. */
  deliveredAt: instant.nullable().default(null),
  businessPurchase: z.boolean().default(false),
  buyer: z.strictObject({
    token: text(120),
    nick: z.string().max(80).default(''),
    name: z.string().max(80).optional(),
    phone: z
      .string()
      .regex(/^\+?\d{5,15}$/)
      .optional(),
  }),
  /** The parcels that it went out in: a parcel that nobody takes comes back under its number. */
  outbound: outboundParcels.default([]),
  /** Freight the buyer paid, after any freight discount. */
  freightPaid: moneyInput,
  orderDiscounts: z.array(discount).default([]),
  payments: z
    .array(z.strictObject({ method: z.enum(gateways), tradeNumber: text(64), paid: moneyInput }))
    .min(1)
    .max(10),
  lines: z
    .array(
      z.strictObject({
        externalId: text(64),
        sku: text(64),
        title: text(200),
        imageUrl: z.url().max(500).optional(),
        quantity: z.int().positive().max(1_000_000),
        unitPrice: moneyInput,
        discounts: z.array(discount).default([]),
        unitCost: moneyInput.optional(),
        vatBasisPoints: z.int().min(0).max(10_000).default(1_300),
        goodsClass: z.enum(['food_cosmetic_medical', 'electronics', 'textile_home', 'general']).default('general'),
        exclusion: z
          .enum([
            'custom_made',
            'fresh',
            'unsealed_media',
            'newspaper',
            'opening_spoils',
            'use_devalues',
            'disclosed_flaw',
          ])
          .nullable()
          .default(null),
        exclusionConfirmed: z.boolean().default(false),
        /** Numbers of the pieces that were sent: what comes back is compared with them. */
        serials: z.array(text(64)).max(1_000).default([]),
      }),
    )
    .min(1)
    .max(500),
  /**
   * The rules that the order was priced by. What they took off stands in the discounts as well; with them, what a buyer
   * keeps is priced again when he returns a part. Without them each unit gives back its share of what was paid.
   */
  promotions: z.array(promotionInput).max(50).default([]),
  /** Invoices (蓝票) that were issued for it: what is paid back calls for red ones. */
  invoices: z.array(orderInvoice).max(10).default([]),
});
export type OrderInput = z.infer<typeof orderInput>;

export const orderLineView = z.object({
  id: orderLineId,
  externalId: z.string(),
  sku: z.string(),
  title: z.string(),
  quantity: z.int(),
  unitPrice: moneyView,
  paid: moneyView,
  freight: moneyView,
  discounts: z.array(z.object({ funder: z.enum(funders), amount: moneyView })),
  exclusion: z.string().nullable(),
  goodsClass: z.string(),
  /** Of the pieces that were sent, where the shop told them. */
  serials: z.array(z.string()),
  /** Units in returns that are neither refused nor withdrawn. */
  claimed: z.int(),
  refunded: moneyView,
});

export const orderView = z.object({
  id: orderId,
  shopId,
  channel: z.string(),
  externalId: z.string(),
  buyer: z.object({ id: buyerId, nick: z.string(), maskedName: z.string(), maskedPhone: z.string() }),
  placedAt: instant,
  paidAt: instant.nullable(),
  shippedAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  paid: moneyView,
  refunded: moneyView,
  payments: z.array(z.object({ method: z.string(), tradeNumber: z.string(), paid: moneyView, refunded: moneyView })),
  lines: z.array(orderLineView),
  promotions: z.array(
    z.object({ id: z.string(), title: z.string(), kind: z.enum(promotionKinds), funder: z.enum(funders) }),
  ),
  rmas: z.array(z.object({ id: rmaId, number: z.string(), stage: z.string() })),
});
export type OrderView = z.infer<typeof orderView>;

export const createOrder = endpoint({
  method: 'POST',
  path: '/api/orders',
  access: 'order:write',
  tag: 'orders',
  summary: 'Takes over an order of an own shop. Sending the same order again changes nothing; the amounts must add up.',
  body: z.strictObject({ shopId, order: orderInput }),
  reply: orderView,
});

export const updateOrder = endpoint({
  method: 'PUT',
  path: '/api/orders/:orderId/shipping',
  access: 'order:write',
  tag: 'orders',
  summary: 'Says when an order was shipped and when the courier had it signed for.',
  params: z.object({ orderId }),
  body: z.strictObject({
    shippedAt: instant.nullable(),
    deliveredAt: instant.nullable(),
    /** Absent: they stay as they are. */
    outbound: outboundParcels.optional(),
    /** Numbers of the pieces that were sent, for the lines that are named. */
    serials: z
      .array(z.strictObject({ orderLineId, serials: z.array(text(64)).max(1_000) }))
      .max(500)
      .optional(),
  }),
  reply: orderView,
});

export const listOrders = endpoint({
  method: 'GET',
  path: '/api/orders',
  access: 'order:read',
  tag: 'orders',
  summary: 'Orders, newest first; `q` is the beginning of an order number.',
  query: z.object({ ...pageQuery, q: z.string().trim().max(64).optional(), shopId: shopId.optional() }),
  reply: pageOf(
    z.object({
      id: orderId,
      externalId: z.string(),
      channel: z.string(),
      shopName: z.string(),
      buyerNick: z.string(),
      placedAt: instant,
      paid: moneyView,
      refunded: moneyView,
      lines: z.int(),
    }),
  ),
});

export const getOrder = endpoint({
  method: 'GET',
  path: '/api/orders/:orderId',
  access: 'order:read',
  tag: 'orders',
  summary: 'One order with its lines, payments and returns.',
  params: z.object({ orderId }),
  reply: orderView,
});

export const revealBuyer = endpoint({
  method: 'POST',
  path: '/api/orders/:orderId/reveal-buyer',
  access: 'person:reveal',
  tag: 'orders',
  summary: "The buyer's name and phone in clear, for a stated purpose. Who asked, when and why is kept.",
  params: z.object({ orderId }),
  body: z.strictObject({ purpose: text(200) }),
  reply: z.object({ name: z.string(), phone: z.string() }),
});
