import type { NamedWaybill } from './named-waybill.ts';
import type { Rma } from './rma.ts';

const notToUs: ReadonlySet<string> = new Set(['refused', 'returning', 'return_delivered', 'lost']);

/** Whether a parcel is no proof that this return's goods are on their way: one doubtful number suffices. */
export function isParcelInDoubt({ parcels, openedAt }: Rma, known: readonly NamedWaybill[]): boolean {
  return (
    parcels.some(({ status }) => notToUs.has(status)) ||
    known.some(
      // Who asks for a return has the goods at that moment: what was on the road before carries others.
      ({ isOfOthers, firstSeen, isFlagged }) => isOfOthers || isFlagged || (firstSeen !== null && firstSeen < openedAt),
    )
  );
}
