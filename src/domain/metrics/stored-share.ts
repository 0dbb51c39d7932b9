import type { LocalDate } from '../time.ts';
import type { EventMeasure, OrderShare } from './order-share.ts';

/** Rows without names: a share is stored with every order, and the names would be most of it. */
type Stored = {
  day: LocalDate;
  sold: [category: string, sku: string, units: number, paid: string, returnedUnits: number, returned: string][];
  events: [EventMeasure, string, LocalDate, string, number, number, string, string][];
};

export const toStored = (share: OrderShare | undefined): Stored | null =>
  share
    ? {
        day: share.day,
        sold: share.sold.map((one) => [
          one.category,
          one.sku,
          one.units,
          String(one.paidMinor),
          one.returnedUnits,
          String(one.returnedMinor),
        ]),
        events: share.events.map((one) => [
          one.measure,
          one.category,
          one.day,
          one.tag,
          one.count,
          one.units,
          String(one.minor),
          String(one.baseMinor),
        ]),
      }
    : null;

/** @param stored what {@link toStored} has written */
export function reviveShare(stored: unknown): OrderShare {
  const { day, sold, events } = stored as Stored;
  return {
    day,
    sold: sold.map(([category, sku, units, paid, returnedUnits, returned]) => ({
      category,
      sku,
      units,
      paidMinor: BigInt(paid),
      returnedUnits,
      returnedMinor: BigInt(returned),
    })),
    events: events.map(([measure, category, on, tag, count, units, minor, base]) => ({
      measure,
      category,
      day: on,
      tag,
      count,
      units,
      minor: BigInt(minor),
      baseMinor: BigInt(base),
    })),
  };
}
