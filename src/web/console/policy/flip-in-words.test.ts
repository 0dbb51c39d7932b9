import { expect, test } from 'vitest';
import { aPolicy } from '../../../../test/support/builders.ts';
import { evaluate } from '../../../domain/policy/evaluate.ts';
import type { Facts } from '../../../domain/policy/fact-catalogue.ts';
import { whatWouldChange } from '../../../domain/policy/what-would-change.ts';
import { changesInWords, type FlipWords, goesOn } from './flip-in-words.ts';

const w: FlipWords = {
  and: ' and ',
  yes: (fact) => `<${fact}>`,
  no: (fact) => `not <${fact}>`,
  atMost: (fact, value) => `${fact} at most ${value}`,
  atLeast: (fact, value) => `${fact} at least ${value}`,
  exactly: (fact, value) => `${fact} is ${value}`,
  with: (fact, value) => `${fact} with ${value}`,
  without: (fact, value) => `${fact} without ${value}`,
  now: (value) => ` (is ${value})`,
  fact: (fact) => `<${fact}>`,
  value: (_, value) => `[${value}]`,
};

const facts: Facts = {
  resolution: 'return_and_refund',
  buyer_blocked: false,
  reason: 'no_reason',
  fault: 'buyer',
  is_no_reason: true,
  is_quality: false,
  asked_by_platform: false,
  evidence_count: 0n,
  amount: 62_000n,
  approval_limit: 50_000n,
  business_purchase: false,
  is_shipped: true,
  is_delivered: true,
  exclusions: [],
  confirmed_exclusions: [],
  unconfirmed_exclusions: [],
  goods_classes: ['general'],
  window_open: true,
  statutory_window_open: true,
  quality_window_open: true,
  durable_proof_open: true,
};

const policy = aPolicy();
const tellFor = (about: Facts, rules = policy): string[] => {
  const flips = whatWouldChange(rules, evaluate(rules, about));
  return flips.map((flip) => changesInWords(flip, w, (change) => goesOn(rules, about, flip, change)));
};

test('an amount above the limit: the most that would be approved, and what it is (R-5)', () => {
  expect(tellFor(facts)[0]).toBe('<amount> at most [50000] (is [62000])');
});

test('two facts that must both be otherwise are told together', () => {
  expect(tellFor(facts)).toContain('<amount> at most [50000] (is [62000]) and <is_quality>');
});

test('goods that are excluded: without the exclusion', () => {
  const excluded: Facts = { ...facts, amount: 100n, exclusions: ['custom_made'] };
  expect(tellFor(excluded)).toContain('<exclusions> without [custom_made]');
});

test('a window that is over reads as one that is open', () => {
  expect(tellFor({ ...facts, amount: 100n, window_open: false, statutory_window_open: false })).toContain(
    '<window_open>',
  );
});

test('a number that only fits exactly is not told as a bound', () => {
  const [first, ...others] = policy.rows;
  const exact = aPolicy({
    rows: [
      {
        ...(first ?? { id: '', basis: '', label: { zh: '', en: '' } }),
        condition: 'amount == 10',
        outcome: { kind: 'approve' },
      },
      ...others,
    ],
  });
  const person: Facts = { ...facts, amount: 100n, is_no_reason: false, reason: 'other', fault: 'unclear' };
  expect(tellFor(person, exact)).toContain('<amount> is [10] (is [100])');
});
