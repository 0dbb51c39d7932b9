import type { OrderLineId } from '../ids.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { isRefused, type Rma, type RmaLine } from './rma.ts';

type Units = { orderLineId: OrderLineId; quantity: number };

/** The buyer has as many units again as he bought: he may come back with them. */
const isMadeGood = (line: RmaLine): boolean =>
  line.disposition === 'to_buyer' ||
  (line.replacement === 'shipped' && (line.reception === 'received' || line.reception === 'not_expected'));

/** Whether the units of a line are taken from those that other returns may claim. */
function holdsClaim(rma: Rma, line: RmaLine): boolean {
  const { claims } = resolutionFacts[rma.resolution];
  if (claims === 'no' || isRefused(rma)) return false;
  // What is paid for is gone, whatever became of the goods.
  if (line.settlement !== 'not_due') return true;
  // He has his goods back unpaid, and may come back with them.
  if (line.disposition === 'to_buyer') return false;
  // Given up when it was reported missing; but whoever has got a replacement for it has his units.
  if (line.reception === 'missing') return line.replacement === 'shipped';
  return claims === 'for_good' || !isMadeGood(line);
}

/** The units that a return holds, line by line of the order. */
export const heldUnits = (rma: Rma): Units[] => merged(rma.lines.filter((line) => holdsClaim(rma, line)));

/** The units that a return does not hold, and would take again if it paid for them. */
export const freeUnits = (rma: Rma): Units[] =>
  resolutionFacts[rma.resolution].claims === 'no' ? [] : merged(rma.lines.filter((line) => !holdsClaim(rma, line)));

/** Parts of one order line as one. */
export function merged(lines: readonly Units[]): Units[] {
  const units = new Map<OrderLineId, number>();
  for (const { orderLineId, quantity } of lines) units.set(orderLineId, (units.get(orderLineId) ?? 0) + quantity);
  return [...units].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
}
