import { type ClockKind, kindFacts, type OwnClock } from '../../../domain/policy/deadlines.ts';
import type { Content } from './content.ts';
import type { AutoActionEntry } from './use-entry-texts.ts';

/** Another action: what belonged to the one before goes with it. */
export function withAction(entry: AutoActionEntry, action: AutoActionEntry['action']): AutoActionEntry {
  const { clock, hoursBefore, maxAmount, level } = entry;
  return {
    clock,
    hoursBefore,
    action,
    ...(action === 'approve' && maxAmount ? { maxAmount } : {}),
    ...(action === 'escalate' && level !== undefined ? { level } : {}),
  };
}

/** Another clock; where it cannot be met by the action, by a reminder, which every clock has. */
export const withClock = (entry: AutoActionEntry, clock: ClockKind): AutoActionEntry => ({
  ...(kindFacts[clock].actions.includes(entry.action) ? entry : withAction(entry, 'remind')),
  clock,
});

/** The hours of one clock, or none; null where no clock has any. */
export function withHours(hours: Content['clockHours'], clock: OwnClock, count: number | null): Content['clockHours'] {
  const { [clock]: _, ...others } = hours ?? {};
  const next = count === null ? others : { ...others, [clock]: count };
  return Object.values(next).some((one) => one !== undefined) ? next : null;
}

export const replaced = <Entry>(entries: readonly Entry[], at: number, entry: Entry): Entry[] =>
  entries.map((one, i) => (i === at ? entry : one));
export const without = <Entry>(entries: readonly Entry[], at: number): Entry[] => entries.filter((_, i) => i !== at);
