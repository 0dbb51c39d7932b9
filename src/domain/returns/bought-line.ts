import { present } from '../assert.ts';
import type { Order, OrderLine } from '../orders/order.ts';
import type { RmaLine } from './rma.ts';

/** What the buyer bought of which the line is a part. */
export const boughtLine = (line: Pick<RmaLine, 'orderLineId'>, { order }: { order: Order }): OrderLine =>
  present(
    order.lines.find(({ id }) => id === line.orderLineId),
    'the line that was bought',
  );
