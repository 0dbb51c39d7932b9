import { type Instant, parseInstant } from '../../../domain/time.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, silence } from '../../canned-vendor.ts';
import type { ChannelPort } from '../port.ts';
import type { ShopifyConfig } from './config.ts';
import { shopify } from './shopify.ts';

/** For tests: a shop whose platform gives canned answers. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (!instant) throw new Error(`${text} is no time`);
  return instant;
}

export const shopConfig = (changes: Partial<ShopifyConfig> = {}): ShopifyConfig => ({
  shopDomain: 'demo.myshopify.com',
  accessToken: 'shpat_test_token',
  appSecret: 'shpss_test_secret',
  timeoutMs: 10_000,
  now: () => at('2026-01-15T02:30:00Z'),
  ...changes,
});

export async function shopAnswering(
  changes: Partial<ShopifyConfig>,
  ...answers: CannedAnswer[]
): Promise<{ port: ChannelPort; vendor: CannedVendor }> {
  const vendor = await cannedVendor(...answers);
  const timeoutMs = answers.includes(silence) ? 200 : 10_000;
  return { port: shopify(shopConfig({ apiUrl: vendor.url, timeoutMs, ...changes })), vendor };
}

export const bag = (amount: string, currencyCode = 'USD') => ({ presentmentMoney: { amount, currencyCode } });
const noMore = { hasNextPage: false, endCursor: null };

export const soldLine = (changes: object = {}) => ({
  id: 'gid://shopify/LineItem/11',
  quantity: 2,
  originalTotalSet: bag('60.0'),
  discountAllocations: [{ allocatedAmountSet: bag('10.0') }],
  taxLines: [{ priceSet: bag('5.01') }],
  ...changes,
});

export const vendorOrder = (changes: object = {}) => ({
  id: 'gid://shopify/Order/1',
  name: '#1001',
  createdAt: '2026-01-01T04:00:00Z',
  updatedAt: '2026-01-15T02:12:00Z',
  cancelledAt: null,
  displayFinancialStatus: 'PAID',
  presentmentCurrencyCode: 'USD',
  taxesIncluded: false,
  customer: { id: 'gid://shopify/Customer/7' },
  shippingAddress: { name: 'J**', phone: '*******0199' },
  shippingLines: { nodes: [{ discountedPriceSet: bag('8.0'), taxLines: [{ priceSet: bag('0.8') }] }] },
  transactions: [{ kind: 'SALE', status: 'SUCCESS', processedAt: '2026-01-01T04:00:05Z' }],
  fulfillments: [
    {
      status: 'SUCCESS',
      createdAt: '2026-01-02T01:00:00Z',
      deliveredAt: '2026-01-06T12:00:00Z',
      trackingInfo: [{ company: 'UPS', number: '1Z1' }],
    },
  ],
  lineItems: {
    nodes: [{ ...soldLine(), title: 'Shirt', sku: 'TS-M', originalUnitPriceSet: bag('30.0'), variant: null }],
    pageInfo: noMore,
  },
  ...changes,
});

export const returnLine = (changes: object = {}) => ({
  __typename: 'ReturnLineItem',
  id: 'gid://shopify/ReturnLineItem/31',
  quantity: 1,
  refundedQuantity: 0,
  returnReason: 'SIZE_TOO_SMALL',
  returnReasonNote: '',
  customerNote: 'too tight',
  returnReasonDefinition: { handle: 'too-small', name: 'Too small' },
  restockingFee: null,
  fulfillmentLineItem: { lineItem: soldLine() },
  ...changes,
});

export const vendorReturn = (changes: object = {}) => ({
  id: 'gid://shopify/Return/3',
  name: '#1001-R1',
  status: 'OPEN',
  createdAt: '2026-01-14T00:00:00Z',
  decline: null,
  returnShippingFees: [],
  refunds: { nodes: [] },
  reverseFulfillmentOrders: { nodes: [] },
  order: {
    id: 'gid://shopify/Order/1',
    updatedAt: '2026-01-15T02:12:00Z',
    presentmentCurrencyCode: 'USD',
    taxesIncluded: false,
    transactions: [
      {
        id: 'gid://shopify/OrderTransaction/41',
        kind: 'SALE',
        status: 'SUCCESS',
        amountSet: bag('63.81'),
        parentTransaction: null,
      },
    ],
  },
  returnLineItems: { nodes: [returnLine()], pageInfo: noMore },
  ...changes,
});

export const answerOf = (data: object): string => JSON.stringify({ data });
