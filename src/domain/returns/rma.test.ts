import { expect, test } from 'vitest';
import { aLine, anRma } from '../../../test/support/builders.ts';
import { isClosed, type Review, type RmaLine, type Stage, stageOf, stages } from './rma.ts';

const here = { reception: 'received' } as const;
const graded = { ...here, inspection: 'graded', grade: 'new' } as const;
const shelved = { ...graded, disposition: 'restock' } as const;
const noGoods = { reception: 'not_expected', inspection: 'not_needed', disposition: 'none' } as const;

test.each<[string, Partial<RmaLine>[], Stage]>([
  ['waits for its parcel', [{}], 'awaiting_buyer'],
  ['is on the road', [{ reception: 'in_transit' }], 'in_transit'],
  ['is on the road in part', [{ reception: 'in_transit' }, {}], 'in_transit'],
  ['is at the dock', [here], 'to_inspect'],
  ['is at the dock in part', [here, { reception: 'in_transit' }], 'to_inspect'],
  ['was looked at and is to be paid', [{ ...graded, settlement: 'due' }], 'to_refund'],
  ['is put away and to be paid', [{ ...shelved, settlement: 'due' }], 'to_refund'],
  ['was looked at and is being paid', [{ ...graded, settlement: 'pending' }], 'to_dispose'],
  ['is put away and being paid', [{ ...shelved, settlement: 'pending' }], 'refunding'],
  ['has a refund that failed, whatever else waits', [here, { ...shelved, settlement: 'failed' }], 'refund_problem'],
  ['is paid and not put away', [{ ...graded, settlement: 'settled' }], 'to_dispose'],
  ['is paid and put away', [{ ...shelved, settlement: 'settled' }], 'closed'],
  ['was paid by the platform before the goods came', [{ settlement: 'settled' }], 'awaiting_buyer'],
  ['is paid without goods', [{ ...noGoods, settlement: 'settled' }], 'closed'],
  ['is to be paid without goods', [{ ...noGoods, settlement: 'due' }], 'to_refund'],
  ['never came', [{ reception: 'missing', inspection: 'not_needed', disposition: 'none' }], 'closed'],
  ['came in part and is paid', [{ ...shelved, settlement: 'settled' }, { reception: 'missing' }], 'closed'],
])('an approved return that %s', (_, lines, stage) => {
  const rma = anRma({ lines: lines.map(aLine) });
  expect(stageOf(rma)).toBe(stage);
  expect(isClosed(rma)).toBe(stage === 'closed');
});

test.each<[Review, Stage, boolean]>([
  ['pending', 'to_review', false],
  ['escalated', 'to_review', false],
  ['evidence_requested', 'awaiting_buyer', false],
  ['rejected', 'rejected', true],
  ['withdrawn', 'withdrawn', true],
])('a return that is %s stands in %s', (review, stage, closed) => {
  const rma = anRma({ review });
  expect([stageOf(rma), isClosed(rma)]).toEqual([stage, closed]);
});

test('every stage is a lane', () => {
  expect(new Set(stages).size).toBe(stages.length);
});
