import { isPositive } from '../../../domain/money.ts';
import {
  amountIn,
  type Cell,
  type Mapping,
  type OrderHead,
  type Reading,
  wallClockReader,
  wholeNumber,
} from './mapping.ts';

/**
 * The file "Online Retail" of the UCI Machine Learning Repository: one row per invoice line of a British gift shop. An
 * invoice that begins with C is a cancellation, which is how this shop books a return; one with A adjusts bad debt.
 */
export const onlineRetail: Mapping = {
  name: 'online-retail',
  bind: (header, { currency, timeZone }) => {
    const missing = columns.filter((column) => !header.includes(column));
    if (missing.length > 0) return { kind: 'unbound', missing };
    const places = columns.map((column) => header.indexOf(column));
    const readTime = wallClockReader(timeZone);
    return {
      kind: 'bound',
      read: (cells) =>
        readRow(
          places.map((place) => (cells[place] ?? '').trim()),
          currency,
          readTime,
        ),
    };
  },
};

const columns = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
] as const;

/** Codes that stand for no article. Everything else is goods: the shop's articles have numbers, some party bags have names. */
const notGoods: ReadonlyMap<string, string> = new Map([
  ['POST', 'postage'],
  ['DOT', 'postage'],
  ['C2', 'postage'],
  ['D', 'discount'],
  ['M', 'manual_adjustment'],
  ['S', 'samples'],
  ['B', 'bad_debt'],
  ['BANK CHARGES', 'bank_charges'],
  ['AMAZONFEE', 'marketplace_fee'],
  ['CRUK', 'charity_commission'],
  ['PADS', 'price_placeholder'],
]);

function classOf(sku: string): string | null {
  return notGoods.get(sku) ?? (sku.startsWith('GIFT_') ? 'gift_voucher' : null);
}

function readRow(
  [invoice = '', code = '', description = '', quantityText = '', time = '', priceText = '', customer = '']: string[],
  currency: string,
  readTime: ReturnType<typeof wallClockReader>,
): Reading {
  const order = /^\d/.test(invoice) ? invoice : null;
  const unreadable = (field: string, cell: { reason: string }): Reading => ({
    kind: 'unreadable',
    field,
    reason: cell.reason,
    order,
  });
  if (invoice === '') return unreadable('InvoiceNo', { reason: 'missing' });
  if (code === '') return unreadable('StockCode', { reason: 'missing' });
  const quantity = wholeNumber(quantityText);
  if (!quantity.ok) return unreadable('Quantity', quantity);
  const at = readTime(time);
  if (!at.ok) return unreadable('InvoiceDate', at);
  // The shop writes 15056BL and 15056bl for one article.
  const sku = code.toUpperCase();
  const price = amountIn(priceText, currency);
  const setAside = (reason: string): Reading => ({
    kind: 'set_aside',
    reason,
    amountMinor: roughAmount(quantity.value, priceText, price),
  });

  if (invoice.startsWith('A')) return setAside('bad_debt');
  const charge = classOf(sku);
  if (invoice.startsWith('C')) {
    if (quantity.value >= 0) return unreadable('Quantity', { reason: 'a cancellation has a negative quantity' });
    if (!price.ok) return unreadable('UnitPrice', price);
    return {
      kind: 'past_return',
      past: {
        document: invoice,
        buyerToken: customer === 'NA' ? '' : customer,
        orderExternalId: null,
        sku,
        quantity: -quantity.value,
        unitPrice: price.value,
        returnedAt: at.value,
        notGoods: charge,
      },
    };
  }
  if (charge) return setAside(charge);
  if (quantity.value < 0) return setAside('stock_correction');
  if (!price.ok) return unreadable('UnitPrice', price);
  if (!isPositive(price.value)) return setAside('free_of_charge');
  if (quantity.value === 0) return unreadable('Quantity', { reason: 'zero' });
  return {
    kind: 'order_line',
    head: headOf(invoice, at.value, customer, currency),
    line: {
      // The file numbers its lines nowhere; an invoice may list an article twice. The grouping counts them.
      externalId: '',
      sku,
      title: description.replaceAll(/\s+/g, ' ') || sku,
      imageUrl: null,
      quantity: quantity.value,
      unitPrice: price.value,
      discounts: [],
      paid: null,
      unitCost: null,
      // The file does not say what tax its prices hold.
      vatBasisPoints: 0,
      goodsClass: 'general',
      exclusion: null,
      exclusionConfirmed: false,
    },
  };
}

const headOf = (invoice: string, at: OrderHead['placedAt'], customer: string, currency: string): OrderHead => ({
  externalId: invoice,
  version: 0n,
  currency,
  placedAt: at,
  paidAt: at,
  // The shop writes the invoice when it sends the goods. When they arrived is not in the file.
  shippedAt: at,
  deliveredAt: null,
  businessPurchase: false,
  buyer: {
    // Without a customer number each invoice is a buyer of its own.
    token: customer === 'NA' ? `invoice-${invoice}` : customer,
    nick: customer === 'NA' ? '' : customer,
    name: null,
    phone: null,
    phoneTail: '',
  },
  freightPaid: { minor: 0n, currency },
  orderDiscounts: [],
  payment: { method: 'alipay', tradeNumber: `retail-${invoice}` },
  paidTotal: null,
});

/** Sums of what is set aside are for reading only; two rows have prices of a tenth of a penny. */
const roughAmount = (quantity: number, text: string, price: Cell<{ minor: bigint }>): bigint =>
  price.ok ? BigInt(quantity) * price.value.minor : BigInt(Math.round(quantity * Number(text) * 100) || 0);
