import type { Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import type { ChannelRef, Rma } from './rma.ts';

/**
 * The buyer gives another reason at the platform than before. While nothing is granted the return takes it, to be judged
 * as it is now; afterwards it is only written down: what was granted is not taken back for other words.
 *
 * @param before the document as it was known; one from before words were kept says nothing of a change
 */
export function reasonChange(
  rma: Rma,
  before: ChannelRef | null,
  { channelRef, reason }: Of<'follow_channel'>,
): RmaEvent[] {
  const isSaid = reason !== undefined && before?.words !== undefined && before.words !== channelRef.words;
  const to = isSaid ? reason : rma.reasonAtPlatform;
  if (to === undefined || rma.review === 'withdrawn') return [];
  if (rma.review !== 'approved') return to === rma.reason ? [] : [{ type: 'reason_changed', from: rma.reason, to }];
  const from = rma.reasonAtPlatform ?? rma.reason;
  return to === from ? [] : [{ type: 'reason_change_noted', from, to }];
}

type ReasonEvent = Extract<RmaEvent, { type: 'reason_changed' | 'reason_change_noted' }>;

/** What is granted goes by the reason that it was granted for. */
export function reasonFollowed(rma: Rma, { type, to }: ReasonEvent): Rma {
  const { reasonAtPlatform: _, ...without } = rma;
  if (type === 'reason_changed') return { ...without, reason: to };
  return to === rma.reason ? without : { ...without, reasonAtPlatform: to };
}
