import { present } from '../assert.ts';
import { add, type Money, sum } from '../money.ts';
import { linePaidWithFreight, nextUnits, type Order } from '../orders/order.ts';
import type { Rma } from './rma.ts';

/** The most that could go back if the request is granted: what is asked for, or the goods with their part of the freight. */
export function amountAtStake(rma: Rma, order: Order): Money {
  if (rma.requested) return rma.requested;
  const amounts = rma.lines.map(({ orderLineId, quantity }) => {
    const bought = present(
      order.lines.find((line) => line.id === orderLineId),
      'the claimed line',
    );
    return bought.settled + quantity <= bought.quantity
      ? add(nextUnits(bought, quantity).goods, nextUnits(bought, quantity).freight)
      : linePaidWithFreight(bought);
  });
  return sum(amounts, order.currency);
}
