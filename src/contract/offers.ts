import { z } from 'zod';
import { idOf, instant, moneyView } from './common.ts';

export const offerId = idOf('ofr');
export const goodsTerm = z.enum(['stay', 'come_back']);

export const offerView = z.object({
  id: offerId,
  amount: moneyView,
  goods: goodsTerm,
  validUntil: instant,
  madeAt: instant,
  state: z.enum(['open', 'accepted', 'declined', 'withdrawn', 'lapsed']),
});

/** What shop and buyer have settled on. */
export const agreedView = z.object({ offerId, amount: moneyView, goods: goodsTerm });

/** A platform's own reason for a refusal, as it offers it. */
export const platformReason = z.strictObject({ id: z.string().min(1).max(64), text: z.string().max(200) });
