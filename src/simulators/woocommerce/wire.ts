import { isoText, shanghaiText } from '../clock.ts';
import { yuanOf } from '../yuan.ts';
import type { Line, Order, Refund, Webhook } from './shapes.ts';
import { fen, refundsOf, sumOf, totalOf, type WooWorld } from './world.ts';

/** The site's clock hangs in Shanghai; neither of the two texts says where. */
const local = (ms: number): string => shanghaiText(ms).replace(' ', 'T');
const gmt = (ms: number): string => isoText(ms).slice(0, 19);
export const dates = (name: string, ms: number | undefined): Record<string, string | null> => ({
  [name]: ms === undefined ? null : local(ms),
  [`${name}_gmt`]: ms === undefined ? null : gmt(ms),
});

const TAX_RATE = 75;

function wireLine(line: Line): object {
  const taxed = fen(line.tax) > 0n;
  return {
    id: line.id,
    name: line.name,
    product_id: line.productId,
    variation_id: line.variationId,
    quantity: line.quantity,
    tax_class: '',
    subtotal: line.subtotal,
    subtotal_tax: line.tax,
    total: line.total,
    total_tax: line.tax,
    taxes: taxed ? [{ id: TAX_RATE, total: `${line.tax}0000`, subtotal: `${line.tax}0000` }] : [],
    meta_data: [],
    sku: line.sku,
    // A number that has been divided, as the vendor sends it.
    price: Number(fen(line.total)) / 100 / Math.max(1, line.quantity),
  };
}

export function wireOrder(world: WooWorld, order: Order): object {
  const base = `${world.siteUrl()}/wp-json/wc/v3/orders`;
  const taxes = sumOf(order.lines.map(({ tax }) => tax)) + fen(order.shippingTax);
  const discount = order.lines.reduce((sum, line) => sum + fen(line.subtotal) - fen(line.total), 0n);
  return {
    id: order.id,
    parent_id: 0,
    number: String(order.id),
    order_key: `wc_order_${order.id}`,
    created_via: 'checkout',
    version: '9.4.0',
    status: order.status,
    currency: order.currency,
    ...dates('date_created', order.createdAt),
    ...dates('date_modified', order.modifiedAt),
    discount_total: yuanOf(discount),
    discount_tax: '0.00',
    shipping_total: order.shippingTotal,
    shipping_tax: order.shippingTax,
    cart_tax: yuanOf(taxes - fen(order.shippingTax)),
    total: yuanOf(totalOf(order)),
    total_tax: yuanOf(taxes),
    prices_include_tax: false,
    customer_id: order.customerId,
    customer_ip_address: '203.0.113.7',
    customer_user_agent: 'Mozilla/5.0',
    customer_note: order.customerNote,
    billing: { ...order.billing, address_2: '' },
    shipping: { ...order.shipping, address_2: '' },
    payment_method: 'alipay',
    payment_method_title: 'Alipay',
    transaction_id: order.paidAt === undefined ? '' : `2026${order.id}`,
    ...dates('date_paid', order.paidAt),
    ...dates('date_completed', order.completedAt),
    cart_hash: '',
    meta_data: order.meta,
    line_items: order.lines.map(wireLine),
    tax_lines: [],
    shipping_lines: [
      {
        id: 1,
        method_title: 'Flat Rate',
        method_id: 'flat_rate',
        total: order.shippingTotal,
        total_tax: order.shippingTax,
        taxes: [],
        meta_data: [],
      },
    ],
    fee_lines: order.fees,
    coupon_lines: [],
    refunds: refundsOf(world, order).map(({ id, reason, amount }) => ({ id, reason, total: `-${amount}` })),
    _links: { self: [{ href: `${base}/${order.id}` }], collection: [{ href: base }] },
  };
}

const below = (amount: string): string => (fen(amount) === 0n ? amount : `-${amount}`);

export function wireRefund(world: WooWorld, refund: Refund, order: Order): object {
  const base = `${world.siteUrl()}/wp-json/wc/v3/orders/${order.id}`;
  return {
    id: refund.id,
    ...dates('date_created', refund.createdAt),
    amount: refund.amount,
    reason: refund.reason,
    refunded_by: 1,
    refunded_payment: refund.refundedPayment,
    meta_data: refund.meta,
    line_items: refund.lines.map((line) => {
      const sold = order.lines.find(({ id }) => id === line.itemId);
      return {
        ...(sold ? wireLine(sold) : {}),
        id: line.id,
        quantity: -line.quantity,
        subtotal: below(line.total),
        subtotal_tax: below(line.tax),
        total: below(line.total),
        total_tax: below(line.tax),
        taxes: fen(line.tax) > 0n ? [{ id: TAX_RATE, total: below(line.tax), subtotal: below(line.tax) }] : [],
        meta_data: [
          {
            id: line.id,
            key: '_refunded_item_id',
            value: String(line.itemId),
            display_key: '_refunded_item_id',
            display_value: String(line.itemId),
          },
        ],
      };
    }),
    shipping_lines: [],
    tax_lines: [],
    fee_lines: [],
    _links: {
      self: [{ href: `${base}/refunds/${refund.id}` }],
      collection: [{ href: `${base}/refunds` }],
      up: [{ href: base }],
    },
  };
}

export const wireWebhook = ({ id, name, topic, deliveryUrl, status }: Webhook): object => {
  const [resource, event] = topic.split('.');
  return { id, name, status, topic, resource, event, hooks: [], delivery_url: deliveryUrl };
};
