import { addDays, type LocalDate } from '../time.ts';
import type { DifferenceKind } from './compare.ts';

/**
 * What a person may do about a difference.
 * - `take`: it is mine. `wait`: look again after a day. `raise`: the gateway is asked.
 * - `book`: it is true, and our books follow: as a payment fee where it is small, else into the losses that wait.
 * - `link`: the line is one of our refunds under another number.
 * - `explain`: no entry of ours is touched by it, and here is why.
 */
export const matchActions = ['take', 'wait', 'raise', 'book', 'link', 'explain'] as const;
export type MatchAction = (typeof matchActions)[number];

/** Up to so much is a rounding of the gateway and goes to its fees; more waits in 1901 until somebody says whose it is. */
const MOST_ROUNDING = 100n;

export type Settlable = {
  state: 'open' | 'settled' | 'gone';
  kind: DifferenceKind;
  cause: string;
  /** Not booked yet. */
  left: bigint;
  /** Something of it stands in our books. */
  hasBooked: boolean;
  /** On which the money moved, or should have. */
  day: LocalDate;
  today: LocalDate;
};

/** These end by themselves when the next statement or the gateway's answer comes; so long they are left alone. */
const mayEndByItself = new Set(['may_come_late', 'answer_lost']);
const LEFT_ALONE_DAYS = 3;

/**
 * What may be done about it now. A refund itself is never changed from here. What our books do not say yet, or say and
 * should not, can only be booked: whatever it has become, an explanation would leave it standing.
 */
export function actionsFor(of: Settlable): MatchAction[] {
  if (of.state !== 'open') return [];
  const { kind, cause, left, hasBooked } = of;
  const isLeftAlone = mayEndByItself.has(cause) && of.today < addDays(of.day, LEFT_ALONE_DAYS);
  return matchActions.filter((action) => {
    if (action === 'book') return !isLeftAlone && (left !== 0n || isOfOtherCurrency(cause));
    if (action === 'link') return kind === 'unknown_at_ours';
    if (action === 'explain') return left === 0n || (cause === 'foreign_trade' && !hasBooked);
    return true;
  });
}

/** What the account was charged in our own currency stands in no line: a person says it. */
export const isOfOtherCurrency = (cause: string): boolean => cause === 'other_currency';

export type BookedAs = 'payment_fees' | 'pending_loss';

/** Where it is booked. What is booked after a first time corrects that, where it stands. */
export const bookedAs = (
  { kind, cause, left }: Pick<Settlable, 'kind' | 'cause' | 'left'>,
  first: BookedAs | null = null,
): BookedAs => {
  const isSmall = left <= MOST_ROUNDING && left >= -MOST_ROUNDING;
  const isRounding = kind === 'amount_differs' && isSmall && !isOfOtherCurrency(cause);
  return first ?? (isRounding ? 'payment_fees' : 'pending_loss');
};
