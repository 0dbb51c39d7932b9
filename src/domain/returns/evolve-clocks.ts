import { never } from '../assert.ts';
import type { RmaEvent } from './events.ts';
import type { ChannelDue, ClockAct, Deadline, Extension, Rma } from './rma.ts';

type ClockEvent = Extract<
  RmaEvent,
  { type: `clock_${string}` | `deadline_${string}` | 'extension_requested' | 'extension_refused' }
>;

export function clockMoved(rma: Rma, event: ClockEvent): Rma {
  switch (event.type) {
    case 'clock_reminded':
    case 'clock_acted':
      return acted(rma, { kind: event.kind, dueAt: event.dueAt, hoursBefore: event.hoursBefore });
    case 'deadline_lapsed':
      return acted(rma, { kind: event.kind, dueAt: event.dueAt, hoursBefore: 0 });
    case 'extension_requested': {
      const { clock, days, dueAt } = event;
      return { ...rma, extension: { clock, days, dueAt, state: 'asked' } };
    }
    case 'deadline_extended':
      return movedTo(withExtension(rma, 'granted'), event);
    case 'extension_refused':
      return withExtension(rma, 'refused');
    default:
      return never(event);
  }
}

/** Every end a clock ever had is kept: a platform may go back to an earlier one, which is then not acted on twice. */
const acted = (rma: Rma, act: ClockAct): Rma => ({
  ...rma,
  clockActs: [...(rma.clockActs ?? []).filter(({ kind, dueAt }) => kind !== act.kind || dueAt !== act.dueAt), act],
});

const withExtension = (rma: Rma, state: Extension['state']): Rma =>
  rma.extension ? { ...rma, extension: { ...rma.extension, state } } : rma;

/** The platform's own word follows with its next document; until then this is what it granted. */
function movedTo(rma: Rma, { until }: Extract<RmaEvent, { type: 'deadline_extended' }>): Rma {
  const { reviewDue, channelDue, extension } = rma;
  const wasAsked = (due: { at: string } | null | undefined): boolean => due?.at === extension?.dueAt;
  return {
    ...rma,
    reviewDue: reviewDue?.source === 'platform' && wasAsked(reviewDue) ? { ...reviewDue, at: until } : reviewDue,
    ...(channelDue && wasAsked(channelDue) ? { channelDue: { ...channelDue, at: until } } : {}),
  };
}

/** A shop's rule may want an answer sooner than the platform; the platform's clock runs on behind it. */
export function keptPlatformClock(
  { reviewDue, channelDue }: Rma,
  due: Deadline | undefined,
): { channelDue?: ChannelDue } {
  if (due?.source !== 'rule' || reviewDue?.source !== 'platform' || channelDue) return {};
  return { channelDue: { at: reviewDue.at, on: 'answer' } };
}

/** A document from before clocks were read in full says nothing of them. */
export function channelClockRead(rma: Rma, read: ChannelDue | null | undefined): Rma {
  if (read === undefined) return rma;
  const { channelDue: _, ...without } = rma;
  return read === null ? without : { ...without, channelDue: read };
}
