import type { Money } from '../money.ts';
import { addDays, type LocalDate } from '../time.ts';

/**
 * What our books say of a refund. `day`: on which it settled, in the zone of the gateway. `isTransferred`: it was paid at
 * the bank in the end, and not by the gateway.
 */
export type OurSide = {
  state: string;
  amount: Money;
  day: LocalDate | null;
  tradeNumber: string;
  isTransferred?: boolean;
};

/** One line of the gateway's books. */
export type TheirLine = {
  amount: Money;
  day: LocalDate;
  tradeNumber: string;
  /** Where it stands. */
  source?: { file: string; no: number };
};

/** Everything that is known under one refund number. */
export type Pair = {
  number: string;
  ours: OurSide | null;
  theirs: readonly TheirLine[];
  /** The payment that the line names is one of our orders'. */
  isOurTrade: boolean;
  /** The line names its payment only, as some bills do: which refund it is has to be found. */
  isNumberless?: boolean;
  /** In which our books are kept. */
  currency: string;
  /** A line under the number of our refund names another payment than ours. */
  isOtherTrade?: boolean;
  /** The statement of the day after ours is read as well. */
  nextDayIsRead: boolean;
};

export const differenceKinds = [
  'missing_at_gateway',
  'unknown_at_ours',
  'amount_differs',
  'paid_twice',
  'state_differs',
  'other_day',
  'refund_without_receipt',
  'receipt_without_refund',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** Why it is probably so. */
export const likelyCauses = [
  'may_come_late',
  'not_paid_at_gateway',
  'refunded_at_gateway',
  'other_number',
  'foreign_trade',
  'one_fen',
  'other_amount',
  'other_currency',
  'same_number_twice',
  'paid_by_transfer',
  'other_trade',
  'answer_lost',
  'refused_but_paid',
  'settled_late',
  'paid_before_goods',
  'refund_not_made',
  'statement_changed',
] as const;
export type LikelyCause = (typeof likelyCauses)[number];

/** `gap`: what the gateway has paid out by its own books, less what it has by ours. */
export type Difference = { kind: DifferenceKind; cause: LikelyCause; gap: bigint; day: LocalDate };

/** States in which no money has moved and none will under this number. */
const endedUnpaid = new Set(['rejected', 'replaced', 'abnormal']);

/** Holds one refund against the gateway's books of its days. Null: they agree. */
export function compare(pair: Pair): Difference | null {
  const { ours, theirs } = pair;
  const [line] = theirs;
  if (!line) return ours && !ours.isTransferred ? missing(ours, pair) : null;
  const paid = theirs.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const { day } = line;
  if (!ours) {
    // What such a line has cost our account stands in no line of it.
    if (pair.isOurTrade && line.amount.currency !== pair.currency)
      return { kind: 'unknown_at_ours', cause: 'other_currency', gap: 0n, day };
    return {
      kind: 'unknown_at_ours',
      cause: pair.isOurTrade ? 'refunded_at_gateway' : 'foreign_trade',
      gap: paid,
      day,
    };
  }
  // Of two currencies nothing can be added up.
  if (theirs.some(({ amount }) => amount.currency !== ours.amount.currency))
    return { kind: 'amount_differs', cause: 'other_currency', gap: 0n, day };
  if (ours.isTransferred) return { kind: 'paid_twice', cause: 'paid_by_transfer', gap: paid, day };
  if (theirs.length > 1)
    return { kind: 'paid_twice', cause: 'same_number_twice', gap: paid - booked(ours), day: present(theirs, line).day };
  if (ours.state !== 'succeeded') {
    const cause = endedUnpaid.has(ours.state) ? 'refused_but_paid' : 'answer_lost';
    return { kind: 'state_differs', cause, gap: paid, day };
  }
  const gap = paid - ours.amount.minor;
  if (pair.isOtherTrade) return { kind: 'amount_differs', cause: 'other_trade', gap, day };
  if (gap !== 0n) {
    return { kind: 'amount_differs', cause: gap === 1n || gap === -1n ? 'one_fen' : 'other_amount', gap, day };
  }
  return ours.day && !isNear(ours.day, day) ? { kind: 'other_day', cause: 'settled_late', gap: 0n, day } : null;
}

const present = (lines: readonly TheirLine[], first: TheirLine): TheirLine => lines.at(-1) ?? first;
const booked = ({ state, amount }: OurSide): bigint => (state === 'succeeded' ? amount.minor : 0n);

/** Clocks differ around midnight, and money that is ordered in the evening moves the next day. */
const isNear = (ours: LocalDate, theirs: LocalDate): boolean =>
  theirs >= addDays(ours, -1) && theirs <= addDays(ours, 1);

function missing({ state, amount, day }: OurSide, { nextDayIsRead }: Pair): Difference | null {
  if (state !== 'succeeded' || day === null) return null;
  const cause = nextDayIsRead ? 'not_paid_at_gateway' : 'may_come_late';
  return { kind: 'missing_at_gateway', cause, gap: -amount.minor, day };
}

/**
 * Lines without a number go to refunds of the same payment that no line answers, in order: such a bill then says that an
 * amount differs, not that one refund is missing and another unknown.
 */
function joinByPayment<P extends Pair>(pairs: readonly P[]): P[] {
  const unanswered = new Map<string, P[]>();
  for (const pair of pairs) {
    if (!pair.ours || pair.theirs.length > 0) continue;
    unanswered.set(pair.ours.tradeNumber, [...(unanswered.get(pair.ours.tradeNumber) ?? []), pair]);
  }
  const joined = new Map<P, P>();
  const gone = new Set<P>();
  for (const pair of pairs) {
    const [line] = pair.theirs;
    const refund = pair.isNumberless && !pair.ours && line && unanswered.get(line.tradeNumber)?.shift();
    if (!refund) continue;
    joined.set(refund, { ...refund, theirs: pair.theirs });
    gone.add(pair);
  }
  return pairs.filter((pair) => !gone.has(pair)).map((pair) => joined.get(pair) ?? pair);
}

/** Holds many against the books at once: a refund that is missing and a line nobody knows may be one under two numbers. */
export function compareAll<P extends Pair>(pairs: readonly P[]): { pair: P; difference: Difference }[] {
  const found = joinByPayment(pairs).flatMap((pair) => {
    const difference = compare(pair);
    return difference ? [{ pair, difference }] : [];
  });
  const missed = new Set(
    found.flatMap(({ pair: { ours }, difference }) =>
      ours && difference.kind === 'missing_at_gateway' ? [keyOf(ours)] : [],
    ),
  );
  return found.map(({ pair, difference }) => {
    const [line] = pair.theirs;
    const isTwin = difference.kind === 'unknown_at_ours' && line !== undefined && missed.has(keyOf(line));
    return { pair, difference: isTwin ? { ...difference, cause: 'other_number' as const } : difference };
  });
}

const keyOf = ({ tradeNumber, amount }: { tradeNumber: string; amount: Money }): string =>
  `${tradeNumber} ${amount.minor} ${amount.currency}`;
