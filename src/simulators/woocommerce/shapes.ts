/** Amounts are text with two decimals, moments are milliseconds; on the wire both look as WooCommerce writes them. */
export type Line = {
  id: number;
  name: string;
  productId: number;
  variationId: number;
  sku: string;
  quantity: number;
  /** Of the whole line, without tax: before the coupon, and after it. */
  subtotal: string;
  total: string;
  tax: string;
};

export type Meta = { id: number; key: string; value: unknown };

export type Person = {
  first_name: string;
  last_name: string;
  company: string;
  address_1: string;
  city: string;
  state: string;
  postcode: string;
  country: string;
  email?: string;
  phone: string;
};

export const statuses = [
  'pending',
  'processing',
  'on-hold',
  'completed',
  'cancelled',
  'refunded',
  'failed',
  'trash',
] as const;

export type Order = {
  id: number;
  status: (typeof statuses)[number];
  currency: string;
  createdAt: number;
  modifiedAt: number;
  paidAt?: number;
  completedAt?: number;
  customerId: number;
  customerNote: string;
  billing: Person;
  shipping: Person;
  shippingTotal: string;
  shippingTax: string;
  lines: Line[];
  fees: { id: number; name: string; total: string; total_tax: string }[];
  meta: Meta[];
};

export type RefundLine = { id: number; itemId: number; quantity: number; total: string; tax: string };

export type Refund = {
  id: number;
  orderId: number;
  createdAt: number;
  amount: string;
  reason: string;
  /** The payment gateway was asked, and paid. */
  refundedPayment: boolean;
  restocked: boolean;
  meta: Meta[];
  lines: RefundLine[];
};

export type Webhook = {
  id: number;
  name: string;
  topic: string;
  deliveryUrl: string;
  secret: string;
  status: 'active' | 'paused' | 'disabled';
  failures: number;
};
