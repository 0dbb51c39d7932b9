import { ok, reject } from '../result.ts';
import type { Instant } from '../time.ts';
import type { Decision } from './decision.ts';
import type { RmaEvent } from './events.ts';
import type { InKindCommand, InKindEvent, OwedInKind } from './in-kind.ts';
import type { Rejection } from './rejections.ts';
import type { Rma } from './rma.ts';

type Ordered = Extract<RmaEvent, { type: 'refund_requested' | 'nothing_to_refund' }>;

export const owedInKind = ({ inKind = [] }: Pick<Rma, 'inKind'>): OwedInKind[] =>
  inKind.filter(({ state }) => state === 'owed');

export const canGiveInKind = (rma: Rma): Rejection | null =>
  owedInKind(rma).length > 0 ? null : { code: 'nothing_owed_in_kind' };

export function giveInKind(rma: Rma, { inKindId, reference }: InKindCommand, now: Instant): Decision {
  const known = rma.inKind?.find(({ id }) => id === inKindId);
  if (known?.state !== 'owed') return reject({ code: 'nothing_owed_in_kind' });
  return ok([{ type: 'in_kind_given', inKindId, reference, at: now }]);
}

export const isOfInKind = <E extends { type: string }>(event: E | InKindEvent): event is InKindEvent =>
  event.type === 'in_kind_given' || event.type === 'amount_left_to_person';

export function inKindMoved(rma: Rma, event: InKindEvent): Rma {
  if (event.type === 'amount_left_to_person') return { ...rma, amountLeft: event.shortfall };
  const inKind = (rma.inKind ?? []).map(
    (each): OwedInKind => (each.id === event.inKindId ? { ...each, state: 'given', reference: event.reference } : each),
  );
  return { ...rma, inKind };
}

/** Once money is ordered, or nothing for good, its question is answered and what goes back in kind is owed. */
export function amountOrdered({ amountLeft: _, ...rma }: Rma, event: Ordered): Rma {
  const known = rma.inKind ?? [];
  const news = (event.inKind ?? []).map(
    (each, i): OwedInKind => ({ ...each, id: String(known.length + i + 1), state: 'owed' }),
  );
  return news.length > 0 ? { ...rma, inKind: [...known, ...news] } : rma;
}
