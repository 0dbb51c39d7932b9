import { expect, test } from 'vitest';
import { conditionInWords } from './condition-in-words.ts';

const w = {
  and: ' and ',
  gap: ' ',
  not: (name: string) => `not <${name}>`,
  is: 'is',
  isNot: 'is not',
  above: 'above',
  atLeast: 'at least',
  below: 'below',
  atMost: 'at most',
  none: (name: string) => `no <${name}>`,
  some: 'some',
  within: 'among',
  notWithin: 'not among',
  fact: (name: string) => `<${name}>`,
  value: (_: string, value: bigint | string) => `[${value}]`,
};

test.each([
  ['amount > approval_limit', '<amount> above <approval_limit>'],
  ['resolution == "refund_only" && !is_shipped', '<resolution> is [refund_only] and not <is_shipped>'],
  ['is_quality && evidence_count == 0', '<is_quality> and no <evidence_count>'],
  ['exclusions.exists(e, e in ["fresh", "newspaper"])', '<exclusions> among [fresh] / [newspaper]'],
  ['is_no_reason && "fresh" in exclusions', '<is_no_reason> and <exclusions> among [fresh]'],
  ['!(channel in ["jd", "douyin"])', '<channel> not among [jd] / [douyin]'],
  ['size(confirmed_exclusions) > 0', 'some <confirmed_exclusions>'],
  ['hours_since_delivered <= 48', '<hours_since_delivered> at most [48]'],
  ['channel.startsWith("x")', 'channel.startsWith("x")'],
  ['is_shipped || is_delivered', 'is_shipped || is_delivered'],
])('%s reads: %s', (condition, sentence) => {
  expect(conditionInWords(condition, w)).toBe(sentence);
});
