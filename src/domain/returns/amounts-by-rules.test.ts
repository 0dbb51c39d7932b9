import { expect, test } from 'vitest';
import {
  aContext,
  anOrder,
  anOrderLine,
  applied,
  aRequest,
  fen,
  lineId,
  outcomeOf,
  story,
  type Told,
  yuan,
} from '../../../test/support/builders.ts';
import type { Promotion } from '../orders/promotions.ts';
import { decide } from './decide.ts';
import { needsPerson } from './needs-person.ts';

const coupon: Promotion = {
  id: 'c',
  title: '满200减20券',
  funder: 'shop',
  kind: 'coupon',
  coupon: 'C-2026-1',
  threshold: yuan(200),
  off: yuan(20),
};
const line = (id: 'oli_coat' | 'oli_scarf', price: number, paid: number) =>
  anOrderLine({
    id,
    externalId: id,
    sku: id,
    unitPrice: fen(price),
    paid: fen(paid),
    discounts: [{ funder: 'shop', amount: fen(price - paid) }],
  });

const request = (of: 'oli_coat' | 'oli_scarf') =>
  aRequest({ lines: [{ orderLineId: of, quantity: 1 }], reason: 'no_reason' });

/** Takes in the only line and finds it in order: where the rules allow it, the refund orders itself. */
const takenIn = (
  of: 'oli_coat' | 'oli_scarf',
  lines: Parameters<typeof line>[],
): Told & { context: ReturnType<typeof aContext> } => {
  const context = aContext({
    order: anOrder({ lines: lines.map((each) => line(...each)), promotions: [coupon], entitled: fen(0) }),
  });
  const told = story(
    context,
    request(of),
    { type: 'receive_line', lineId: lineId(1), quantity: 1 },
    { type: 'inspect_line', lineId: lineId(1), quantity: 1, grade: 'new', failedTests: [], photos: [] },
  );
  return { ...told, context };
};

test('the refund of an own shop’s order is worked out anew, and its coupon is owed until somebody has given it (M-1, M-3)', () => {
  const told = takenIn('oli_coat', [
    ['oli_coat', 20_000, 18_667],
    ['oli_scarf', 10_000, 9_333],
  ]);
  expect(told.rma.refunds).toMatchObject([
    {
      amount: fen(18_000),
      figures: { engine: 'statutory_recalc', platformAllocated: fen(18_667), difference: fen(-667) },
    },
  ]);
  expect(told.order.entitled).toEqual(fen(18_000));
  expect(told.rma.inKind).toMatchObject([{ id: '1', kind: 'coupon', coupon: 'C-2026-1', state: 'owed' }]);
  expect(needsPerson(told.rma)).toBe('refund:request');
  const given = applied(
    told,
    decide(told.rma, { type: 'give_in_kind', inKindId: '1', reference: 'K-9' }, told.context),
  );
  expect(given.rma.inKind).toMatchObject([{ state: 'given', reference: 'K-9' }]);
  expect(needsPerson(given.rma)).toBeNull();
  expect(outcomeOf(decide(given.rma, { type: 'give_in_kind', inKindId: '1', reference: 'x' }, told.context))).toBe(
    'nothing_owed_in_kind',
  );
});

test('where the rules leave nothing, no refund orders itself: a person is asked, and must say that it ends with nothing', () => {
  const told = takenIn('oli_scarf', [
    ['oli_coat', 19_500, 17_550],
    ['oli_scarf', 500, 450],
  ]);
  expect(told.rma.refunds).toEqual([]);
  expect(told.events.at(-1)).toEqual({ type: 'amount_left_to_person', shortfall: fen(1_500) });
  expect([told.rma.lines[0]?.settlement, needsPerson(told.rma)]).toEqual(['due', 'refund:request']);
  const ask = (more: object = {}) =>
    decide(told.rma, { type: 'request_refund', deductions: [], ...more }, told.context);
  expect(outcomeOf(ask())).toBe('nothing_left_by_rules');
  const ended = applied(told, ask({ acceptsNothing: true }));
  expect(ended.events.at(-1)).toMatchObject({ type: 'nothing_to_refund', figures: { statutoryRecalc: fen(0) } });
  expect([ended.rma.lines[0]?.settlement, ended.rma.amountLeft]).toEqual(['settled', undefined]);
  // The coat gives all that was paid once it comes back too: nothing of the missing 15.00 was charged.
  const rest = story({ ...told.context, order: ended.order }, request('oli_coat'));
  expect(rest.order.entitled).toEqual(fen(0));
});
