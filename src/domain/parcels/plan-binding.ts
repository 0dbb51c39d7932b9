import { unitsOf } from './match-goods.ts';
import type { Counted } from './parcel-evidence.ts';

/** Units that somebody may still take in: of a line of a return, or of an order line that nothing is asked for. */
export type Place<Id extends string> = { id: Id; sku: string; quantity: number };

export type BindingPlan<Id extends string> = {
  parts: { id: Id; sku: string; quantity: number }[];
  /** What lies in the parcel and has no place there. */
  left: Counted[];
};

/** Which of the units that lie there go to which line: never more than a line waits for, never more than lie there. */
export function planBinding<Id extends string>(
  goods: readonly Counted[],
  places: readonly Place<Id>[],
): BindingPlan<Id> {
  const rest = unitsOf(goods);
  const parts = places.flatMap(({ id, sku, quantity }) => {
    const here = rest.get(sku) ?? 0;
    const taken = Math.min(here, quantity);
    rest.set(sku, here - taken);
    return taken > 0 ? [{ id, sku, quantity: taken }] : [];
  });
  const left = [...rest].flatMap(([sku, quantity]) => (quantity > 0 ? [{ sku, quantity }] : []));
  return { parts, left };
}
