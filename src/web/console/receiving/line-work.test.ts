import { expect, test } from 'vitest';
import { type Line, suggestedDisposition, workOn } from './line-work.ts';

const aLine = (answers: Partial<Line>): Line => ({
  id: 'rli_1',
  orderLineId: 'oli_1',
  sku: 'S-1',
  title: 'Shirt',
  goodsClass: 'textile_home',
  quantity: 1,
  reception: 'awaiting',
  inspection: 'pending',
  disposition: 'undecided',
  settlement: 'not_due',
  grade: null,
  gradeName: null,
  failedTests: [],
  failedChecks: [],
  serials: [],
  foreignSerials: [],
  batch: null,
  expiry: null,
  waitsFor: null,
  replacement: 'none',
  shipment: null,
  ...answers,
});

test.each([
  [{ reception: 'awaiting' }, 'receive'],
  [{ reception: 'in_transit' }, 'receive'],
  [{ reception: 'received' }, 'inspect'],
  [{ reception: 'received', inspection: 'graded' }, 'dispose'],
  [{ reception: 'received', inspection: 'graded', disposition: 'restock' }, 'done'],
  [{ reception: 'received', inspection: 'graded', waitsFor: 'second_look' }, 'done'],
  [{ reception: 'received', inspection: 'graded', disposition: 'quarantine' }, 'done'],
  [{ reception: 'missing' }, 'done'],
  [{ reception: 'not_expected' }, 'done'],
] as const)('a line that is %o waits to be: %s', (answers, work) => {
  expect(workOn(aLine(answers))).toBe(work);
});

test.each([
  [{ grade: 'new', failedTests: [] }, 'restock'],
  [{ grade: 'new', failedTests: ['tag_removed'] }, 'resale'],
  [{ grade: 'minor_flaw', failedTests: [] }, 'resale'],
  [{ grade: 'damaged', failedTests: ['damaged'] }, 'scrap'],
] as const)('goods with %o are suggested to go to %s', (goods, disposition) => {
  expect(suggestedDisposition(aLine({ ...goods, failedTests: [...goods.failedTests] }))).toBe(disposition);
});
