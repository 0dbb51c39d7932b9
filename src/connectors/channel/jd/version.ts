import { fromMs, type Instant, plusMs, toMs } from '../../../domain/time.ts';
import type { Reading } from '../../vendor-values.ts';
import type { Application } from './application-shapes.ts';
import { readServiceHead } from './service-shapes.ts';

export type Dates = { modifiedAt: Instant; version: number };

/**
 * A service has two dates, as a return parcel leaves the bill's own date and `sysVersion` alone. Their later one and
 * `sysVersion` are added up, since JD may write two changes of one second with the same date.
 */
export function serviceDates(...parts: unknown[]): Reading<Dates> {
  const dates: Instant[] = [];
  let sysVersion = 0;
  for (const part of parts) {
    if (part === undefined) continue;
    const head = readServiceHead(part);
    if (head.kind === 'unreadable') return head;
    const { updateDate, updateTime, freightUpdateDate, applyTime } = head.value;
    for (const date of [updateDate, updateTime, freightUpdateDate, applyTime]) if (date) dates.push(date);
    sysVersion = Math.max(sysVersion, head.value.sysVersion ?? 0);
  }
  const modifiedAt = dates.toSorted().at(-1);
  if (!modifiedAt) return { kind: 'unreadable', reason: 'updateDate: missing, and applyTime as well' };
  return { kind: 'read', value: { modifiedAt, version: toMs(modifiedAt) + sysVersion } };
}

/** How far an application has come, by its status. */
const progress: Readonly<Record<string, number>> = { '0': 0, '10': 1, '1': 2, '2': 2, '5': 2, '6': 2, '8': 3, '7': 4 };
const end = 9;

/**
 * An application tells when it came and when it was decided, by the second, and has no version. The step it has reached
 * takes the place of the milliseconds, so that a payment or a withdrawal, which bear no time, make it a newer one.
 */
export function applicationDates({ applyTime, checkTime, status }: Application): Dates {
  const latest = checkTime && checkTime > applyTime ? checkTime : applyTime;
  const modifiedAt = plusMs(fromMs(Math.floor(toMs(latest) / 1000) * 1000), progress[status] ?? end);
  return { modifiedAt, version: toMs(modifiedAt) };
}
