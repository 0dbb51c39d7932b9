import { expect, test } from 'vitest';
import { anOrder, anOrderLine, aPolicy, at, yuan } from '../../../test/support/builders.ts';
import type { Exclusion } from '../orders/order.ts';
import type { FactName, Facts, FactValue } from './fact-catalogue.ts';
import { casesWith } from './fact-ties.ts';
import { factsOf } from './facts.ts';
import { reasonFacts, reasons } from './reasons.ts';

/** An order that was signed for two days ago, of one article. */
function delivered(exclusion: Exclusion | null = null, exclusionConfirmed = false): Facts {
  const order = anOrder({ lines: [anOrderLine({ exclusion, exclusionConfirmed })] });
  const lines = order.lines.map((bought) => ({ bought, quantity: 1 }));
  const claim = { resolution: 'return_and_refund', reason: 'no_reason', evidenceCount: 0, amount: yuan(199) } as const;
  const rest = { lines, fromPlatform: false, platformDeadline: null };
  return factsOf(order, { ...claim, ...rest }, aPolicy(), at('2026-11-22T08:00:00Z'));
}
const casesOf = (facts: Facts, changes: [FactName, FactValue][]) => casesWith(facts, new Map(changes));

test('goods that were not shipped were not delivered, and have no clocks', () => {
  const [one, ...more] = casesOf(delivered(), [['is_shipped', false]]);
  expect(more).toEqual([]);
  expect(one).toMatchObject({ is_shipped: false, is_delivered: false });
  for (const name of ['window_open', 'hours_since_delivered', 'hours_since_shipped', 'quality_window_open']) {
    expect(Object.keys(one ?? {})).not.toContain(name);
  }
});

test('a delivery that never was leaves no clock, and the parcel on its way', () => {
  expect(casesOf(delivered(), [['is_delivered', false]])).toMatchObject([{ is_shipped: true, is_delivered: false }]);
  expect(casesOf(delivered(), [['is_delivered', false]])[0]).not.toHaveProperty('window_open');
});

test('what time it would be is not known when one clock is another', () => {
  const [one] = casesOf(delivered(), [['window_open', false]]);
  expect(one).toMatchObject({ window_open: false, statutory_window_open: false, is_delivered: true });
  expect(one).not.toHaveProperty('hours_since_delivered');
  expect(one).not.toHaveProperty('quality_window_open');
});

test('an open window may be the law’s or the shop’s promise, the law’s is always open to the shop', () => {
  const lawful = (facts: Facts[]) => facts.map((one) => [one.window_open, one.statutory_window_open]);
  expect(lawful(casesOf(delivered(), [['window_open', true]]))).toEqual([
    [true, true],
    [true, false],
  ]);
  expect(lawful(casesOf(delivered(), [['statutory_window_open', true]]))).toEqual([[true, true]]);
  expect(lawful(casesOf(delivered(), [['statutory_window_open', false]]))).toEqual([
    [true, false],
    [false, false],
  ]);
});

test.each<[string, [FactName, FactValue][]]>([
  [
    'a window that is open and over at once',
    [
      ['statutory_window_open', true],
      ['window_open', false],
    ],
  ],
  [
    'a window without a delivery',
    [
      ['is_delivered', false],
      ['window_open', true],
    ],
  ],
  [
    'a delivery without a shipment',
    [
      ['is_shipped', false],
      ['is_delivered', true],
    ],
  ],
  [
    'a fault of no reason',
    [
      ['is_no_reason', true],
      ['is_quality', true],
    ],
  ],
  ['no shipment as the reason for what was shipped', [['reason', 'not_shipped']]],
  ['money below nothing', [['amount', -1n]]],
  ['fewer pictures than none', [['evidence_count', -1n]]],
  ['an exclusion of which it is open whether it was confirmed', [['exclusions', ['use_devalues']]]],
])('%s cannot be', (_, changes) => {
  expect(casesOf(delivered(), changes)).toEqual([]);
});

test('another reason brings its fault and its path', () => {
  expect(casesOf(delivered(), [['reason', 'wrong_item']])).toMatchObject([
    { fault: 'seller', is_quality: true, is_no_reason: false },
  ]);
});

test('a path may be that of several reasons', () => {
  const found = casesOf(delivered(), [['is_quality', true]]).map(({ reason }) => reason);
  expect(found).toEqual(reasons.filter((reason) => reasonFacts[reason].quality));
});

test('a confirmation that is not stored leaves the class unconfirmed, and one that is found confirms it', () => {
  expect(casesOf(delivered('use_devalues', true), [['confirmed_exclusions', []]])).toMatchObject([
    { exclusions: ['use_devalues'], confirmed_exclusions: [], unconfirmed_exclusions: ['use_devalues'] },
  ]);
  expect(casesOf(delivered('use_devalues'), [['unconfirmed_exclusions', []]])).toMatchObject([
    { exclusions: ['use_devalues'], confirmed_exclusions: ['use_devalues'], unconfirmed_exclusions: [] },
  ]);
  expect(casesOf(delivered('use_devalues'), [['confirmed_exclusions', ['use_devalues']]])).toMatchObject([
    { exclusions: ['use_devalues'], confirmed_exclusions: ['use_devalues'], unconfirmed_exclusions: [] },
  ]);
});

test('goods that are not excluded are neither confirmed nor unconfirmed', () => {
  expect(casesOf(delivered('use_devalues', true), [['exclusions', []]])).toMatchObject([
    { exclusions: [], confirmed_exclusions: [], unconfirmed_exclusions: [] },
  ]);
});

test('a class that is confirmed is one of the excluded', () => {
  expect(casesOf(delivered(), [['confirmed_exclusions', ['disclosed_flaw']]])).toMatchObject([
    { exclusions: ['disclosed_flaw'], confirmed_exclusions: ['disclosed_flaw'], unconfirmed_exclusions: [] },
  ]);
});
