import { isoText } from '../clock.ts';
import { yuanOf } from '../yuan.ts';
import { firstOf, type PageArgs, pageOf } from './connections.ts';
import type { Fulfillment, Line, Order, Refund, Return, ReturnLine, Transaction } from './shapes.ts';
import {
  decimal,
  fen,
  financialStatus,
  orderOf,
  refundsOf,
  type ShopifyWorld,
  soldLine,
  totalPaid,
  totalRefunded,
} from './world.ts';

/** `2026-01-15T02:12:00Z`: Shopify tells time by the second. */
export const wireTime = (ms: number): string => `${isoText(ms).slice(0, 19)}Z`;
export const gid = (type: string, id: string): string => `gid://shopify/${type}/${id}`;

const timeOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : wireTime(ms));
const byId = ({ id }: { id: string }) => ({ value: '', id: id.slice(id.lastIndexOf('/') + 1) });

const bag = (amount: string, currencyCode: string) => {
  const money = { amount: decimal(amount), currencyCode };
  return { shopMoney: money, presentmentMoney: money };
};

const taxLines = (tax: string, currency: string) =>
  fen(tax) === 0n ? [] : [{ title: 'VAT', priceSet: bag(tax, currency) }];

function lineView(line: Line, { currency }: Order) {
  const total = yuanOf(fen(line.price) * BigInt(line.quantity));
  return {
    id: gid('LineItem', line.id),
    title: line.title,
    sku: line.sku,
    quantity: line.quantity,
    currentQuantity: line.quantity,
    originalUnitPriceSet: bag(line.price, currency),
    originalTotalSet: bag(total, currency),
    discountAllocations: fen(line.discount) === 0n ? [] : [{ allocatedAmountSet: bag(line.discount, currency) }],
    taxLines: taxLines(line.tax, currency),
    variant: { id: gid('ProductVariant', line.variantId) },
  };
}

const transactionView = (one: Transaction, order: Order): object => {
  const parent = order.transactions.find(({ id }) => id === one.parentId);
  return {
    id: gid('OrderTransaction', one.id),
    kind: one.kind,
    status: one.status,
    amountSet: bag(one.amount, order.currency),
    processedAt: wireTime(one.processedAt),
    parentTransaction: parent ? { id: gid('OrderTransaction', parent.id) } : null,
  };
};

const fulfillmentView = (one: Fulfillment, order: Order) => ({
  id: gid('Fulfillment', one.id),
  status: 'SUCCESS',
  createdAt: wireTime(one.createdAt),
  deliveredAt: timeOrNull(one.deliveredAt),
  trackingInfo: (args: PageArgs) => firstOf([{ company: one.company, number: one.number, url: null }], args),
  fulfillmentLineItems: (args: PageArgs) =>
    pageOf(
      one.lines.map(({ id, lineId, quantity }) => {
        const line = order.lines.find((candidate) => candidate.id === lineId);
        return { id: gid('FulfillmentLineItem', id), quantity, lineItem: line && lineView(line, order) };
      }),
      byId,
      args,
    ),
});

export function orderView(world: ShopifyWorld, order: Order) {
  const { currency } = order;
  const returns = [...world.book.returns.values()].filter(({ orderId }) => orderId === order.id);
  return {
    id: gid('Order', order.id),
    legacyResourceId: order.id,
    name: order.name,
    createdAt: wireTime(order.createdAt),
    updatedAt: wireTime(order.updatedAt),
    cancelledAt: timeOrNull(order.cancelledAt),
    currencyCode: currency,
    presentmentCurrencyCode: currency,
    taxesIncluded: order.taxesIncluded,
    tags: order.tags,
    displayFinancialStatus: financialStatus(order),
    returnStatus: returnStatusOf(returns),
    email: order.email,
    customer: order.customerId
      ? { id: gid('Customer', order.customerId), displayName: order.receiver.name, email: order.email }
      : null,
    shippingAddress: order.receiver,
    totalPriceSet: bag(yuanOf(totalPaid(order)), currency),
    totalRefundedSet: bag(yuanOf(totalRefunded(order)), currency),
    lineItems: (args: PageArgs) =>
      pageOf(
        order.lines.map((line) => lineView(line, order)),
        byId,
        args,
      ),
    shippingLines: (args: PageArgs) =>
      pageOf(
        [
          {
            id: order.id,
            title: 'Standard',
            discountedPriceSet: bag(order.shipping, currency),
            taxLines: taxLines(order.shippingTax, currency),
          },
        ],
        byId,
        args,
      ),
    transactions: (args: PageArgs) => firstOf(order.transactions, args).map((one) => transactionView(one, order)),
    fulfillments: (args: PageArgs) => firstOf(order.fulfillments, args).map((one) => fulfillmentView(one, order)),
    refunds: (args: PageArgs) =>
      firstOf(
        world.book.refunds.filter(({ orderId }) => orderId === order.id),
        args,
      ).map((refund) => refundView(refund, currency)),
    returns: (args: PageArgs) =>
      pageOf(
        returns.map((one) => returnView(world, one)),
        byId,
        args,
      ),
  };
}

function returnStatusOf(returns: readonly Return[]): string {
  if (returns.some(({ status }) => status === 'REQUESTED')) return 'RETURN_REQUESTED';
  if (returns.some(({ status }) => status === 'OPEN')) return 'IN_PROGRESS';
  return returns.some(({ status }) => status === 'CLOSED') ? 'RETURNED' : 'NO_RETURN';
}

const refundView = (refund: Refund, currency: string) => ({
  id: gid('Refund', refund.id),
  createdAt: wireTime(refund.createdAt),
  note: null,
  totalRefundedSet: bag(refund.amount, currency),
});

type ReturnView = { id: string; readonly [field: string]: unknown };

export function returnView(world: ShopifyWorld, one: Return): ReturnView {
  const order = orderOf(world, one);
  const { currency } = order;
  return {
    id: gid('Return', one.id),
    name: one.name,
    status: one.status,
    createdAt: wireTime(one.createdAt),
    requestApprovedAt: timeOrNull(one.approvedAt),
    closedAt: timeOrNull(one.closedAt),
    decline: one.decline ?? null,
    order: () => orderView(world, order),
    totalQuantity: one.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    returnShippingFees: one.shippingFee
      ? [{ id: gid('ReturnShippingFee', one.id), amountSet: bag(one.shippingFee, currency) }]
      : [],
    returnLineItems: (args: PageArgs) =>
      pageOf(
        one.lines.map((line) => returnLineView(line, order)),
        byId,
        args,
      ),
    refunds: (args: PageArgs) =>
      pageOf(
        refundsOf(world, one).map((refund) => refundView(refund, currency)),
        byId,
        args,
      ),
    // Made by the approval, and with it the way back.
    reverseFulfillmentOrders: (args: PageArgs) =>
      pageOf(one.approvedAt === undefined ? [] : [reverseOrderView(one)], byId, args),
  };
}

const reverseOrderView = ({ id, status, tracking }: Return) => ({
  id: gid('ReverseFulfillmentOrder', id),
  status: status === 'OPEN' ? 'OPEN' : status === 'CANCELED' ? 'CANCELED' : 'CLOSED',
  reverseDeliveries: (args: PageArgs) =>
    pageOf(
      tracking
        ? [
            {
              id: gid('ReverseDelivery', id),
              deliverable: { __typename: 'ReverseDeliveryShippingDeliverable', tracking: { ...tracking, url: null } },
            },
          ]
        : [],
      byId,
      args,
    ),
});

function returnLineView(line: ReturnLine, order: Order) {
  const left = line.quantity - line.processedQuantity;
  const sold = soldLine(order, line);
  return {
    __typename: 'ReturnLineItem',
    id: gid('ReturnLineItem', line.id),
    quantity: line.quantity,
    processableQuantity: left,
    processedQuantity: line.processedQuantity,
    unprocessedQuantity: left,
    refundableQuantity: line.quantity - line.refundedQuantity,
    refundedQuantity: line.refundedQuantity,
    returnReason: line.reason,
    returnReasonDefinition: line.definition
      ? { id: gid('ReturnReasonDefinition', line.definition.handle), ...line.definition, deleted: false }
      : null,
    returnReasonNote: line.reasonNote,
    customerNote: line.customerNote,
    fulfillmentLineItem: {
      id: gid('FulfillmentLineItem', line.fulfillmentLineItemId),
      quantity: sold.quantity,
      lineItem: lineView(sold, order),
    },
    restockingFee: line.restockingFee
      ? { id: gid('RestockingFee', line.id), amountSet: bag(line.restockingFee, order.currency) }
      : null,
  };
}
