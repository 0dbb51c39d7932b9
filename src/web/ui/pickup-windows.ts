import { addDays, fromWallClock, type Instant, localDate, plusHours } from '../../domain/time.ts';

/** When couriers come, by the hours that their services take. */
const parts = [
  ['09:00:00', '12:00:00'],
  ['12:00:00', '15:00:00'],
  ['15:00:00', '18:00:00'],
  ['18:00:00', '20:00:00'],
] as const;
/** Some services know no day after tomorrow's morrow. */
const DAYS = 3;

export type PickupWindow = { from: Instant; to: Instant };

/** The windows that can still be kept: a courier needs an hour to come. */
export function pickupWindows(now: Instant, timeZone: string): PickupWindow[] {
  const today = localDate(now, timeZone);
  const soonest = plusHours(now, 1);
  return Array.from({ length: DAYS }, (_, ahead) => addDays(today, ahead))
    .flatMap((day) =>
      parts.map(([from, to]) => ({
        from: fromWallClock(`${day} ${from}`, timeZone),
        to: fromWallClock(`${day} ${to}`, timeZone),
      })),
    )
    .filter(({ to }) => to > soonest);
}
