import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { RmaEvent } from './events.ts';
import type { Rma } from './rma.ts';

/**
 * How a platform learns that its request is granted: by a call of its own (`agree_return`), by the payment (null), or only
 * from a person in its console, since no channel has a call for it.
 */
export type GrantAnswer = 'agree_return' | 'agree_reship' | 'agree_price_protection' | null;

export function grantAnswer({ resolution }: Pick<Rma, 'resolution'>): GrantAnswer {
  const { goodsBack, replacement, amount } = resolutionFacts[resolution];
  if (goodsBack === 'by_buyer') return 'agree_return';
  if (replacement === 'at_once') return 'agree_reship';
  return amount === 'as_asked' ? 'agree_price_protection' : null;
}

/**
 * Whether the yes is said by a call. A platform that granted by itself needs none, and where the goods stay there is no
 * return to agree to: the payment says it.
 */
export const isToldOfGrant = (
  rma: Rma,
  { by, goodsStay }: Pick<Extract<RmaEvent, { type: 'rma_approved' }>, 'by' | 'goodsStay'>,
): boolean => rma.channelRef !== null && grantAnswer(rma) === 'agree_return' && !goodsStay && by !== 'platform';

/** Says that a person must do it in the platform's console; nothing for a return that no platform knows of. */
export const leftToPlatform = (rma: Rma, action: string): RmaEvent[] =>
  rma.channelRef ? [{ type: 'channel_left_to_platform', action }] : [];

/** What must be done in the console when a request was granted here. */
export function leftAfterGrant(rma: Rma): RmaEvent[] {
  const answer = grantAnswer(rma);
  return answer === null || answer === 'agree_return' ? [] : leftToPlatform(rma, answer);
}

/** The platform pays what it has promised its buyers itself; we only record it. */
export const isPaidByPlatform = (rma: Rma): boolean =>
  rma.channelRef !== null && resolutionFacts[rma.resolution].amount === 'as_asked';
