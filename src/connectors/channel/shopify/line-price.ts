import { add, allocate, isMore, least, type Money, subtract, sum, unitsShare, zero } from '../../../domain/money.ts';
import type { PricedLine, VendorReturn, VendorReturnLine } from './vendor-shapes.ts';

/** The reductions of a whole line, whoever gave them: a shop of one's own pays for all of its discounts itself. */
export const discountOf = (line: PricedLine, currency: string): Money =>
  sum(
    line.discountAllocations.map(({ allocatedAmountSet }) => allocatedAmountSet),
    currency,
  );

/** What prices without tax carry beside them. */
export const taxOf = (taxLines: readonly { priceSet: Money }[], taxesIncluded: boolean, currency: string): Money =>
  taxesIncluded
    ? zero(currency)
    : sum(
        taxLines.map(({ priceSet }) => priceSet),
        currency,
      );

/** What the buyer paid for the whole line, tax in it. */
export const paidFor = (line: PricedLine, taxesIncluded: boolean, currency: string): Money =>
  add(subtract(line.originalTotalSet, discountOf(line, currency)), taxOf(line.taxLines, taxesIncluded, currency));

/**
 * What is due for each line of a return: its units' share of what was paid, less the restocking fee, less its share of
 * the fee for the way back. Shopify's own suggestion is a price list of one moment and is not asked for.
 */
export function duePerLine(vendor: VendorReturn): Money[] {
  const { presentmentCurrencyCode: currency, taxesIncluded } = vendor.order;
  const goods = vendor.returnLineItems.map((line) => lessRestocking(line, taxesIncluded, currency));
  const fees = sum(
    vendor.returnShippingFees.map(({ amountSet }) => amountSet),
    currency,
  );
  const whole = sum(goods, currency);
  if (!isMore(whole, zero(currency)) || !isMore(fees, zero(currency))) return goods;
  const shares = allocate(
    least(fees, whole),
    goods.map(({ minor }) => minor),
  );
  return goods.map((amount, i) => subtract(amount, shares[i] ?? zero(currency)));
}

function lessRestocking(line: VendorReturnLine, taxesIncluded: boolean, currency: string): Money {
  const sold = line.fulfillmentLineItem.lineItem;
  const units = Math.min(line.quantity, sold.quantity);
  const paid = paidFor(sold, taxesIncluded, currency);
  // Odd cents stay with units that are kept: two returns of one line must never ask for more than was paid.
  const share = unitsShare(paid, sold.quantity, sold.quantity - units, units);
  return line.restockingFee ? subtract(share, least(line.restockingFee.amountSet, share)) : share;
}
