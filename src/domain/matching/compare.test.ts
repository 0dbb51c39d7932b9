import { expect, test } from 'vitest';
import { money } from '../money.ts';
import { addDays, type LocalDate } from '../time.ts';
import {
  compare,
  compareAll,
  type DifferenceKind,
  differenceKinds,
  likelyCauses,
  type OurSide,
  type Pair,
} from './compare.ts';
import { actionsFor, bookedAs } from './settle.ts';

const on = (day: number) => `2026-11-${String(day).padStart(2, '0')}` as LocalDate;
const ours = (facts: Partial<OurSide> = {}): OurSide => ({
  state: 'succeeded',
  amount: money(19_900n, 'CNY'),
  day: on(10),
  tradeNumber: 'T1',
  ...facts,
});
const line = (minor = 19_900, day = 10, currency = 'CNY') => ({
  amount: money(minor, currency),
  day: on(day),
  tradeNumber: 'T1',
});
const pair = (facts: Partial<Pair> = {}): Pair => ({
  number: 'rfd_1',
  ours: ours(),
  theirs: [line()],
  isOurTrade: true,
  currency: 'CNY',
  nextDayIsRead: true,
  ...facts,
});

test.each<[string, Partial<Pair>, string | null]>([
  ['the same amount on the same day', {}, null],
  ['the same amount a day later', { theirs: [line(19_900, 11)] }, null],
  ['the same amount a day earlier', { theirs: [line(19_900, 9)] }, null],
  ['two days later', { theirs: [line(19_900, 12)] }, 'other_day settled_late 0'],
  [
    'nothing, and tomorrow is not read',
    { theirs: [], nextDayIsRead: false },
    'missing_at_gateway may_come_late -19900',
  ],
  ['nothing, and tomorrow is read', { theirs: [] }, 'missing_at_gateway not_paid_at_gateway -19900'],
  ['a fen more', { theirs: [line(19_901)] }, 'amount_differs one_fen 1'],
  ['a fen less', { theirs: [line(19_899)] }, 'amount_differs one_fen -1'],
  ['two fen more', { theirs: [line(19_902)] }, 'amount_differs other_amount 2'],
  ['another currency', { theirs: [line(19_900, 10, 'USD')] }, 'amount_differs other_currency 0'],
  ['two lines, one in another currency', { theirs: [line(), line(100, 10, 'USD')] }, 'amount_differs other_currency 0'],
  ['our number on another payment', { isOtherTrade: true }, 'amount_differs other_trade 0'],
  ['a refund that the bank paid', { ours: ours({ isTransferred: true }) }, 'paid_twice paid_by_transfer 19900'],
  ['nothing of a refund that the bank paid', { ours: ours({ isTransferred: true }), theirs: [] }, null],
  ['two lines', { theirs: [line(), line(19_900, 12)] }, 'paid_twice same_number_twice 19900'],
  ['a line nobody ordered', { ours: null }, 'unknown_at_ours refunded_at_gateway 19900'],
  [
    'a line nobody ordered, in another currency',
    { ours: null, theirs: [line(2_800, 10, 'USD')] },
    'unknown_at_ours other_currency 0',
  ],
  [
    'a line of a foreign trade in another currency',
    { ours: null, isOurTrade: false, theirs: [line(2_800, 10, 'USD')] },
    'unknown_at_ours foreign_trade 2800',
  ],
  ['a line of a foreign trade', { ours: null, isOurTrade: false }, 'unknown_at_ours foreign_trade 19900'],
  ['paid while we do not know', { ours: ours({ state: 'unknown', day: null }) }, 'state_differs answer_lost 19900'],
  ['paid while it waits', { ours: ours({ state: 'accepted', day: null }) }, 'state_differs answer_lost 19900'],
  ['paid after a refusal', { ours: ours({ state: 'rejected' }) }, 'state_differs refused_but_paid 19900'],
  ['neither paid nor there', { ours: ours({ state: 'unknown', day: null }), theirs: [] }, null],
])('the statement has %s (M-7)', (_, facts, expected) => {
  const found = compare(pair(facts));
  expect(found && `${found.kind} ${found.cause} ${found.gap}`).toBe(expected);
});

test('a line nobody knows and a missing refund of the same payment and amount are probably one (M-7)', () => {
  const found = compareAll([
    pair({ theirs: [] }),
    pair({ number: 'rfd_1X', ours: null }),
    pair({ number: 'rfd_2', ours: null, theirs: [line(5)] }),
  ]);
  expect(found.map(({ difference }) => difference.cause)).toEqual([
    'not_paid_at_gateway',
    'other_number',
    'refunded_at_gateway',
  ]);
});

test('a line that names its payment only is the refund of that payment which no other line answers (M-7)', () => {
  const numberless = (minor: number) =>
    pair({ number: `T1@${minor}`, ours: null, theirs: [line(minor)], isNumberless: true });
  const found = compareAll([
    pair({ number: 'rfd_1', theirs: [] }),
    pair({ number: 'rfd_2' }),
    numberless(19_901),
    numberless(5),
  ]);
  expect(found.map(({ pair, difference }) => `${pair.number} ${difference.kind} ${difference.cause}`)).toEqual([
    'rfd_1 amount_differs one_fen',
    'T1@5 unknown_at_ours refunded_at_gateway',
  ]);
});

const settlable = (kind: DifferenceKind, cause: string, left = 1n, days = 5) =>
  ({ state: 'open', kind, cause, left, hasBooked: false, day: on(10), today: addDays(on(10), days) }) as const;

test('what may be done depends on what differs; what is over is left alone (M-7)', () => {
  const of = (kind: DifferenceKind, left = 1n, cause = 'one_fen') => actionsFor(settlable(kind, cause, left));
  expect(of('amount_differs')).toEqual(['take', 'wait', 'raise', 'book']);
  expect(of('unknown_at_ours')).toContain('link');
  expect(of('other_day', 0n)).toContain('explain');
  expect(actionsFor({ ...settlable('amount_differs', 'one_fen'), state: 'settled' })).toEqual([]);
  // Booked as a fen too much; the gateway then moved its line to another day, and our entry stands.
  expect(actionsFor({ ...settlable('other_day', 'settled_late', -1n), hasBooked: true })).toContain('book');
  expect(actionsFor({ ...settlable('other_day', 'settled_late', -1n), hasBooked: true })).not.toContain('explain');
  expect(of('unknown_at_ours', 100n, 'foreign_trade')).toContain('explain');
  expect(actionsFor({ ...settlable('unknown_at_ours', 'foreign_trade'), hasBooked: true })).not.toContain('explain');
});

test('every difference can be ended by a person, at the latest on the third day after (M-7)', () => {
  for (const kind of differenceKinds) {
    for (const cause of likelyCauses) {
      for (const left of [0n, 1n, -19_900n]) {
        const ways = actionsFor(settlable(kind, cause, left, 3)).filter((action) => ending.has(action));
        expect([kind, cause, left, ways.length > 0]).toEqual([kind, cause, left, true]);
      }
    }
  }
});
const ending = new Set<string>(['book', 'link', 'explain']);

test('what the next statement or the gateway’s answer may still end is booked by nobody before (M-7)', () => {
  const early = (kind: DifferenceKind, cause: string) => actionsFor(settlable(kind, cause, -5n, 2));
  expect(early('missing_at_gateway', 'may_come_late')).toEqual(['take', 'wait', 'raise']);
  expect(early('state_differs', 'answer_lost')).toEqual(['take', 'wait', 'raise']);
  expect(early('state_differs', 'refused_but_paid')).toContain('book');
});

test('a rounding goes to the fees, what is more waits as a loss, and money nobody ordered is never a rounding (M-7)', () => {
  const of = (left: bigint, kind: DifferenceKind = 'amount_differs', cause = 'other_amount') => ({ kind, cause, left });
  expect(bookedAs(of(-1n))).toBe('payment_fees');
  expect(bookedAs(of(100n))).toBe('payment_fees');
  expect(bookedAs(of(101n))).toBe('pending_loss');
  expect(bookedAs(of(1n, 'unknown_at_ours'))).toBe('pending_loss');
  expect(bookedAs(of(1n, 'amount_differs', 'other_currency'))).toBe('pending_loss');
  expect(bookedAs(of(1n), 'pending_loss')).toBe('pending_loss');
  expect(bookedAs(of(500n), 'payment_fees')).toBe('payment_fees');
});
