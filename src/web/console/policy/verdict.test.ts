import { expect, test } from 'vitest';
import { policyOf } from '../../../contract/policy-content.ts';
import type { Content } from './content.ts';
import { byRow, fieldOf, keyOf, termOf, verdictOf, withServers } from './verdict.ts';

const content: Content = {
  rows: [
    {
      id: 'no-photo-no-return',
      condition: 'is_no_reason && evidence_count == 0',
      outcome: { kind: 'escalate', level: 1, suggestRejection: { reasonCode: 'no_evidence' } },
      basis: '店铺规则',
      label: { zh: '没有照片不退', en: 'No photo, no return' },
    },
  ],
  windowDays: 7,
  timeZone: 'Asia/Shanghai',
  holidays: [],
  approvalLimit: { minor: '50000', currency: 'CNY' },
  autoRefundLimit: null,
  reviewHours: 24,
  resaleBasisPoints: 6000,
  refundWithoutReturn: null,
  approvals: null,
  autoActions: null,
  clockHours: null,
};
const withCondition = (condition: string): Content => ({
  ...content,
  rows: content.rows.map((row) => ({ ...row, condition })),
});

test('a row stricter than the law is told with its article and a case that JSON can carry (R-4)', () => {
  const [error] = verdictOf(content).errors;
  expect(error).toMatchObject({ code: 'stricter_than_law', row: 0, strictness: 'suggests_refusal' });
  expect(error?.article).toContain('消费者权益保护法 25');
  expect(() => JSON.stringify(error)).not.toThrow();
  expect(error && fieldOf(error)).toBe('condition');
});

test('a value that nobody chose yet is an error of its row', () => {
  const { errors } = verdictOf(withCondition('is_quality && "" in skus'));
  expect(errors).toMatchObject([{ code: 'value_missing', row: 0, fact: 'skus' }]);
});

test('a condition that cannot be read names its place', () => {
  const { errors } = verdictOf(withCondition('amout > 5'));
  expect(errors).toMatchObject([{ code: 'condition_invalid', row: 0, position: { start: 0, end: 5 } }]);
});

test('what only the server knows is added to what the page found, once', () => {
  const ours = verdictOf(content);
  const servers = { errors: [...ours.errors, { code: 'currency_differs', field: 'approvalLimit' }], warnings: [] };
  expect(withServers(ours, servers).errors.map(({ code }) => code)).toEqual(['stricter_than_law', 'currency_differs']);
});

test('errors stand at their rows', () => {
  const errors = [{ code: 'a', row: 1 }, { code: 'b' }, { code: 'c', row: 1 }];
  expect(
    byRow(errors)
      .get(1)
      ?.map(({ code }) => code),
  ).toEqual(['a', 'c']);
});

test('rules from the wire are rules that the domain asks: what is absent is absent', () => {
  const [row] = content.rows;
  const sent: Content = {
    ...content,
    refundWithoutReturn: { maxAmount: { minor: '2000', currency: 'CNY' } },
    rows: row
      ? [
          {
            ...row,
            outcome: { kind: 'approve', code: undefined },
            effects: { returnFreight: 'buyer', deadlineHours: undefined },
          },
        ]
      : [],
  };
  expect(policyOf(sent, 3)).toMatchObject({ version: 3, refundWithoutReturn: { maxAmount: { minor: 2000n } } });
  expect(policyOf(sent).rows[0]?.outcome).not.toHaveProperty('code');
  expect(policyOf(sent).rows[0]?.effects).toEqual({ returnFreight: 'buyer' });
});

test('errors in approvals, automatic actions and hours are each told apart, at their entry (R-7, R-8)', () => {
  const draft: Content = {
    ...withCondition('is_quality'),
    approvals: [
      { over: { minor: '100', currency: 'CNY' }, level: 0 },
      { over: { minor: '100', currency: 'CNY' }, level: 9 },
    ],
    autoActions: [{ clock: 'review', hoursBefore: 2, action: 'approve' }],
    clockHours: { ship: 0, pay: 24, inspect: -1 },
  };
  const { errors } = verdictOf(draft);
  expect(errors.map((error) => [termOf(error), fieldOf(error)])).toEqual([
    [{ term: 'approvals', entry: 0 }, 'level'],
    [{ term: 'approvals', entry: 1 }, 'level'],
    [{ term: 'autoActions', entry: 0 }, 'maxAmount'],
    [{ term: 'clockHours', entry: 'ship' }, 'clockHours'],
    [{ term: 'clockHours', entry: 'inspect' }, 'clockHours'],
  ]);
  expect(new Set(errors.map(keyOf)).size).toBe(errors.length);
  // What the server says of the same entries is not said twice, and what it says of another is.
  const servers = { errors: [...errors, { code: 'approval_invalid', rule: 2, field: 'level' }], warnings: [] };
  expect(withServers({ errors, warnings: [] }, servers).errors).toHaveLength(errors.length + 1);
});
