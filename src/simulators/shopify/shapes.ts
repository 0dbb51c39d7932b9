/** Amounts are text with two decimals, moments are milliseconds; on the wire both look as Shopify writes them. */
export type Line = {
  id: string;
  title: string;
  sku: string;
  variantId: string;
  quantity: number;
  price: string;
  /** All reductions of the whole line. */
  discount: string;
  /** The whole line's tax; in the price where the shop's prices include tax. */
  tax: string;
};

export type Transaction = {
  id: string;
  kind: 'SALE' | 'REFUND';
  status: 'SUCCESS';
  amount: string;
  processedAt: number;
  parentId?: string;
};

export type Fulfillment = {
  id: string;
  createdAt: number;
  deliveredAt?: number;
  company: string;
  number: string;
  lines: { id: string; lineId: string; quantity: number }[];
};

export type Order = {
  id: string;
  name: string;
  createdAt: number;
  updatedAt: number;
  cancelledAt?: number;
  currency: string;
  taxesIncluded: boolean;
  shipping: string;
  shippingTax: string;
  customerId?: string;
  receiver: { name: string; phone: string; address1: string };
  email: string;
  tags: string[];
  lines: Line[];
  transactions: Transaction[];
  fulfillments: Fulfillment[];
};

export const returnStatuses = ['REQUESTED', 'OPEN', 'CLOSED', 'DECLINED', 'CANCELED'] as const;
export const returnReasons = [
  'SIZE_TOO_SMALL',
  'SIZE_TOO_LARGE',
  'UNWANTED',
  'NOT_AS_DESCRIBED',
  'WRONG_ITEM',
  'DEFECTIVE',
  'STYLE',
  'COLOR',
  'OTHER',
  'UNKNOWN',
] as const;

export type ReturnLine = {
  id: string;
  fulfillmentLineItemId: string;
  quantity: number;
  processedQuantity: number;
  refundedQuantity: number;
  reason: (typeof returnReasons)[number];
  /** A reason of Shopify's library, with the name it shows. */
  definition?: { handle: string; name: string };
  reasonNote: string;
  customerNote: string;
  restockingFee?: string;
};

export type Return = {
  id: string;
  name: string;
  orderId: string;
  status: (typeof returnStatuses)[number];
  createdAt: number;
  approvedAt?: number;
  closedAt?: number;
  decline?: { reason: string; note: string };
  shippingFee?: string;
  tracking?: { carrierName: string; number: string };
  lines: ReturnLine[];
};

export type Refund = {
  id: string;
  orderId: string;
  returnId?: string;
  amount: string;
  createdAt: number;
  by: 'app' | 'admin';
};
