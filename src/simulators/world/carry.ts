import type { Buyer } from './buyer.ts';
import { journeyOf } from './couriers.ts';
import type { Case } from './memory.ts';
import type { Random } from './random.ts';
import { anything } from './shapes.ts';
import { hourFor, type World } from './world.ts';

/** How long a parcel is silent before the shop takes it for lost, in hours of the story. */
const SILENT_HOURS = 60;

/**
 * A courier has the goods from now on; `tell` says so to the shop. False where nothing of it will be seen again: what is
 * lost is remembered, since somebody has to pay for it.
 */
export async function carry(
  world: World,
  kase: Case,
  { person }: Buyer,
  { com, waybill, random }: { com: string; waybill: string; random: Random },
  tell: () => Promise<{ ok: boolean }>,
): Promise<boolean> {
  const hourMs = hourFor(world, random);
  const { steps, signedAfterMs, isLost } = journeyOf(random, person, hourMs);
  const handedIn = await world.kuaidi100({
    method: 'POST',
    path: '/__sim/parcels',
    body: { com, num: waybill, phone: person.phone, timeline: steps },
    shape: anything,
  });
  if (!handedIn.ok || !(await tell()).ok) return false;
  if (signedAfterMs === null && !isLost) return false;
  const hours = isLost ? SILENT_HOURS : random.int(1, 8);
  const dockAt = world.clock.now() + (signedAfterMs ?? 0) + Math.round(hourMs * hours);
  const parcel = isLost ? ({ waybill, dockAt, lost: true } as const) : { waybill, dockAt };
  world.memory.record({ type: 'sent', n: kase.n, parcel });
  return true;
}
