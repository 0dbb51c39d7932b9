import { z } from 'zod';
import { type Money, parseDecimal } from '../../../domain/money.ts';
import { parseInstant } from '../../../domain/time.ts';
import { optional, readAs } from '../../vendor-values.ts';
import { numberOf } from './gid.ts';

const id = z.string().min(1).transform(numberOf);

const time = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at) return at;
  context.addIssue({ code: 'custom', message: `"${text}" is no time like 2026-01-15T02:12:00Z` });
  return z.NEVER;
});

/** Shopify writes `"60.0"`; a currency with three decimals does not fit our amounts and is refused by its digits. */
const presented = z
  .object({ presentmentMoney: z.object({ amount: z.string(), currencyCode: z.string().min(3) }) })
  .transform(({ presentmentMoney: { amount, currencyCode } }, context): Money => {
    const money = parseDecimal(amount, currencyCode);
    if (money) return money;
    context.addIssue({ code: 'custom', message: `"${amount}" is no amount with at most two decimals` });
    return z.NEVER;
  });

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: optional(z.string()) });

/** A list as Shopify pages it. */
export const connection = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node), pageInfo });
const nodes = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node) }).transform((list) => list.nodes);

const listOf = <T extends z.ZodType>(item: T) => optional(z.array(item)).transform((items) => items ?? []);

/** What a whole line was sold for: the price less its shares of discounts, and the tax where prices come without. */
const pricedLine = z.object({
  id,
  quantity: z.int().nonnegative(),
  originalTotalSet: presented,
  discountAllocations: listOf(z.object({ allocatedAmountSet: presented })),
  taxLines: listOf(z.object({ priceSet: presented })),
});
export type PricedLine = z.output<typeof pricedLine>;

const orderLine = pricedLine.extend({
  title: z.string(),
  sku: optional(z.string()),
  originalUnitPriceSet: presented,
  variant: optional(z.object({ id })),
});

export const order = z.object({
  id,
  name: optional(z.string()),
  createdAt: time,
  updatedAt: time,
  cancelledAt: optional(time),
  displayFinancialStatus: optional(z.string()),
  presentmentCurrencyCode: z.string().min(3),
  taxesIncluded: z.boolean(),
  customer: optional(z.object({ id })),
  shippingAddress: optional(z.object({ name: optional(z.string()), phone: optional(z.string()) })),
  shippingLines: nodes(
    z.object({ discountedPriceSet: presented, taxLines: listOf(z.object({ priceSet: presented })) }),
  ),
  transactions: listOf(z.object({ kind: z.string(), status: z.string(), processedAt: optional(time) })),
  fulfillments: listOf(
    z.object({
      status: z.string(),
      createdAt: time,
      deliveredAt: optional(time),
      trackingInfo: listOf(z.object({ company: optional(z.string()), number: optional(z.string()) })),
    }),
  ),
  lineItems: nodes(orderLine).refine((lines) => lines.length > 0, { message: 'an order without lines' }),
});
export type VendorOrder = z.output<typeof order>;

const returnLine = z.object({
  // A line that came from another system has no order line of Shopify's behind it.
  __typename: z.literal('ReturnLineItem', { error: 'a line that Shopify does not tie to its order' }),
  id,
  quantity: z.int().positive(),
  refundedQuantity: z.int().nonnegative(),
  returnReason: optional(z.string()),
  returnReasonNote: optional(z.string()),
  customerNote: optional(z.string()),
  returnReasonDefinition: optional(z.object({ handle: z.string(), name: z.string() })),
  restockingFee: optional(z.object({ amountSet: presented })),
  fulfillmentLineItem: z.object({ lineItem: pricedLine }),
});
export type VendorReturnLine = z.output<typeof returnLine>;

const transaction = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  amountSet: presented,
  parentTransaction: optional(z.object({ id: z.string() })),
});

const vendorReturn = z.object({
  id,
  name: optional(z.string()),
  status: z.string().min(1),
  createdAt: time,
  decline: optional(z.object({ reason: optional(z.string()), note: optional(z.string()) })),
  returnShippingFees: listOf(z.object({ amountSet: presented })),
  refunds: nodes(z.object({ totalRefundedSet: presented })),
  reverseFulfillmentOrders: nodes(
    z.object({
      reverseDeliveries: nodes(
        z.object({
          deliverable: optional(
            z.object({
              tracking: optional(z.object({ carrierName: optional(z.string()), number: optional(z.string()) })),
            }),
          ),
        }),
      ),
    }),
  ),
  order: z.object({
    id,
    updatedAt: time,
    presentmentCurrencyCode: z.string().min(3),
    taxesIncluded: z.boolean(),
    transactions: listOf(transaction),
  }),
  returnLineItems: nodes(returnLine).refine((lines) => lines.length > 0, { message: 'a return without lines' }),
});
export type VendorReturn = z.output<typeof vendorReturn>;

/** One document: a return, and which of its lines where it has several. */
export const returnDocument = z.object({ return: vendorReturn, line: z.string().nullable() });

/** What the adapter must know of a document before it is decoded: which it is, and how old. */
const orderHead = z.object({ id, updatedAt: time });
const returnHead = z.object({ id, order: orderHead });

export const readOrderHead = (raw: unknown) => readAs(orderHead, raw);
export const readReturnHead = (raw: unknown) => readAs(returnHead, raw);

const lineIds = z.object({ returnLineItems: nodes(z.object({ id: optional(id) })) });
export const readLineIds = (raw: unknown) => readAs(lineIds, raw);

export const orderPage = z.object({ orders: connection(orderHead) });
export const returnPage = z.object({
  orders: connection(orderHead.extend({ returns: connection(z.object({ id })) })),
});
export const returnsOfOrder = z.object({ order: z.object({ returns: connection(z.object({ id })) }) });

const raw = z.record(z.string(), z.unknown());
export const orderBody = z.object({ order: optional(raw) });
export const returnBody = z.object({ return: optional(raw) });
const rawConnection = connection(z.unknown());
export const linesOfOrder = z.object({ order: z.object({ lineItems: rawConnection }) });
export const linesOfReturn = z.object({ return: z.object({ returnLineItems: rawConnection }) });
export const readConnection = (value: unknown) => readAs(rawConnection, value);

const userError = z.object({ code: optional(z.string()), message: z.string() });
/** The payloads of one mutation call, by the mutations' names. */
export const written = z.record(z.string(), z.object({ userErrors: z.array(userError) }));
