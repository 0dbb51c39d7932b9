import { weighParcel } from '../../../../contract/alerts.ts';
import { openParcel, type SignVerdict, signParcels } from '../../../../contract/receiving.ts';
import { call, newIdempotencyKey } from '../../../ui/api.ts';
import { now } from '../../../ui/clock.ts';
import type { FileId } from '../../parts/photo-picker.tsx';
import { returnsByCode } from './local-store.ts';
import { localPhotosIn } from './queue.ts';
import { isLost } from './road.ts';
import { enqueue } from './sync.ts';

export type Door = { waybill: string; weightGrams?: number; packages?: number; photos: FileId[] };
/** `kept`: nobody but this device has heard of it yet. */
export type DoorVerdict = Pick<SignVerdict, 'waybill' | 'verdict' | 'units' | 'weight' | 'before'> & { kept: boolean };

/** Accepts a parcel, at once or as soon as there is a connection. Either way it is accepted once. */
export async function signAtDoor(owner: string, door: Door): Promise<DoorVerdict> {
  const id = newIdempotencyKey();
  const body = { parcels: [door], at: now() };
  // Pictures on the device are sent before the step that names them.
  if (navigator.onLine && localPhotosIn(door).length === 0) {
    try {
      const { parcels } = await call(signParcels, { body }, { idempotencyKey: id });
      const [verdict] = parcels;
      if (verdict) {
        await tellWeight(door, verdict).catch(() => undefined);
        return { ...verdict, kept: false };
      }
    } catch (error) {
      if (!isLost(error)) throw error;
    }
  }
  const step = { command: 'sign_parcel', path: signParcels.path, waybill: door.waybill, about: door.waybill };
  await enqueue({ ...step, id, body });
  const rmas = await returnsByCode(owner, door.waybill);
  if (door.weightGrams && rmas.length > 0) await enqueue(weighing(door.waybill, door.weightGrams));
  const lines = rmas.flatMap((rma) => rma.lines);
  const units = lines
    .filter(({ reception }) => reception === 'awaiting' || reception === 'in_transit')
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const verdict = rmas.length > 0 ? 'expected' : 'unknown';
  return { waybill: door.waybill, verdict, units, weight: null, before: null, kept: true };
}

/** The weight at the door is on record with the parcel's signature; told once more it raises what must be raised by it. */
async function tellWeight({ waybill, weightGrams: grams }: Door, { verdict }: Pick<SignVerdict, 'verdict'>) {
  if (grams && verdict !== 'unknown') await call(weighParcel, { body: { waybill, grams } });
}

const weighing = (waybill: string, grams: number) => ({
  id: newIdempotencyKey(),
  command: 'weigh_parcel',
  path: weighParcel.path,
  body: { waybill, grams },
  waybill,
  about: waybill,
});

/** Says that a parcel was opened. */
export async function openAtDesk(waybill: string): Promise<void> {
  const id = newIdempotencyKey();
  const body = { waybill, photos: [], at: now() };
  if (navigator.onLine) {
    try {
      await call(openParcel, { body }, { idempotencyKey: id });
      return;
    } catch (error) {
      if (!isLost(error)) throw error;
    }
  }
  await enqueue({ id, command: 'open_parcel', path: openParcel.path, body, waybill, about: waybill });
}
