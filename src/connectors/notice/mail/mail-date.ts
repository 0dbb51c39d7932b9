import type { Instant } from '../../../domain/time.ts';
import { toMs } from '../../../domain/time.ts';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'short',
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** As the header of a mail wants it (RFC 5322, 3.3): `Tue, 24 Nov 2026 01:30:00 +0000`. */
export function mailDate(at: Instant): string {
  const found = new Map(parts.formatToParts(toMs(at)).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => found.get(type) ?? '';
  // British English alone shortens this month to four letters.
  const month = part('month').slice(0, 3);
  const clock = `${part('hour')}:${part('minute')}:${part('second')}`;
  return `${part('weekday')}, ${part('day')} ${month} ${part('year')} ${clock} +0000`;
}
