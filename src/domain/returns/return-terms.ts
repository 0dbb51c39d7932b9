import { isPositive } from '../money.ts';
import type { Order } from '../orders/order.ts';
import { isEarned } from '../orders/price-of.ts';
import { type Freight, freightFor } from '../policy/freight-matrix.ts';
import { HOUSE_RULE } from '../policy/ground.ts';
import type { Effects } from '../policy/policy.ts';
import { reasonFacts } from '../policy/reasons.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { ReturnTerms, Rma } from './rma.ts';

/** How the goods of a granted return come back; nothing where none do. */
export function termsFor(rma: Rma, effects: Effects, order: Order): { terms?: ReturnTerms } {
  const { goodsBack } = resolutionFacts[rma.resolution];
  if (goodsBack === 'no') return {};
  const terms = goodsBack === 'by_buyer' ? freightTerms(freightOf(rma, order), effects) : carriedBack;
  return { terms: effects.returnAddress ? { ...terms, returnAddress: effects.returnAddress } : terms };
}

/** Until the buyer has signed, the parcel travels at the shop's cost and risk; he has no second freight to pay. */
const carriedBack: ReturnTerms = { returnFreight: 'seller', basis: '淘宝争议 10：签收前由商家承担' };

/** What the freight matrix says of this return (M-6, M-7), as far as the order tells. */
export const freightOf = (rma: Rma, order: Order): Freight =>
  freightFor({
    fault: reasonFacts[rma.reason].fault,
    isExchange: resolutionFacts[rma.resolution].replacement === 'after_inspection',
    isFreeShipping: !order.lines.some((line) => isPositive(line.freight)),
    isWholeOrder: order.lines.every(({ id, quantity }) => unitsOf(rma, id) === quantity),
    breaksFreeShipping: breaksFreeShipping(rma, order),
    // The page where the buyer asks says who pays, so nobody was silent.
    isAgreedInSilence: false,
    addressDiffers: false,
    isCollectUnasked: false,
  });

/** A rule may take the way back on the shop; off a seller at fault it is taken by none (消费者权益保护法 24). */
function freightTerms({ rule, back, article }: Freight, { returnFreight = back }: Effects): ReturnTerms {
  if (returnFreight === back || rule === 'seller_at_fault') return { returnFreight: back, basis: article };
  return { returnFreight, basis: HOUSE_RULE };
}

const unitsOf = (rma: Rma, orderLineId: string): number =>
  rma.lines.reduce((units, line) => (line.orderLineId === orderLineId ? units + line.quantity : units), 0);

/** Whether what is kept would have cost freight (L-7D 18); null where the order does not tell by which rule it went free. */
function breaksFreeShipping(rma: Rma, order: Order): boolean | null {
  const { promotions } = order;
  const rule = promotions?.find(({ kind }) => kind === 'free_shipping');
  if (!promotions || !rule) return null;
  const kept = order.lines.map(
    ({ id, externalId, quantity, settled }) =>
      [externalId, Math.max(0, quantity - settled - unitsOf(rma, id))] as const,
  );
  return !isEarned({ ...order, promotions }, rule, new Map(kept));
}
