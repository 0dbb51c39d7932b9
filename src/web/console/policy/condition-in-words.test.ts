import { expect, test } from 'vitest';
import { conditionInWords } from './condition-in-words.ts';

const w = {
  and: ' and ',
  or: ' or ',
  gap: ' ',
  not: (name: string) => `not <${name}>`,
  is: 'is',
  above: 'above',
  none: (name: string) => `no <${name}>`,
  some: 'some',
  within: 'among',
  fact: (name: string) => `<${name}>`,
  code: (code: string) => `[${code}]`,
};

test.each([
  ['amount > approval_limit', '<amount> above <approval_limit>'],
  ['resolution == "refund_only" && !is_shipped', '<resolution> is [refund_only] and not <is_shipped>'],
  ['is_quality && evidence_count == 0', '<is_quality> and no <evidence_count>'],
  ['exclusions.exists(e, e in ["fresh", "newspaper"])', '<exclusions> among [fresh] / [newspaper]'],
  ['size(confirmed_exclusions) > 0', 'some <confirmed_exclusions>'],
  ['channel.startsWith("x")', 'channel.startsWith("x")'],
])('%s reads: %s', (condition, sentence) => {
  expect(conditionInWords(condition, w)).toBe(sentence);
});
