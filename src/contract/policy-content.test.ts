import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPolicy } from '../../test/support/builders.ts';
import { money } from '../domain/money.ts';
import type { ApprovalRule } from '../domain/policy/approvals.ts';
import { type AutoAction, autoActionNames, type ClockHours, clockKinds } from '../domain/policy/deadlines.ts';
import { advanceMoments, type Effects, type Outcome, type Policy, type PolicyRow } from '../domain/policy/policy.ts';
import { resolutions } from '../domain/policy/reasons.ts';
import { addDays, type LocalDate } from '../domain/time.ts';
import { reviveMoney, toJson } from '../domain/wire.ts';
import { contentOf, policyContent, policyOf } from './policy-content.ts';

const amount = fc.bigInt(0n, 10n ** 15n - 1n).map((minor) => money(minor, 'CNY'));
const count = fc.integer({ min: 1, max: 5 });
const words = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `x${text.trim()}`);

/** Each part there or absent, never there and undefined. */
const parts = <T extends object, Needed extends keyof T>(
  given: { [Part in keyof Required<T>]: fc.Arbitrary<Required<T>[Part]> },
  ...needed: Needed[]
) => fc.record(given, { noNullPrototype: true, requiredKeys: needed });

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant('approve' as const), code: words }, { noNullPrototype: true, requiredKeys: ['kind'] }),
  fc.record({ kind: fc.constant('ask_evidence' as const), note: words }, { noNullPrototype: true }),
  fc.constant({ kind: 'refund_without_return' as const }),
  fc.record(
    {
      kind: fc.constant('escalate' as const),
      level: count,
      suggestRejection: fc.record(
        { reasonCode: words, article: words },
        { noNullPrototype: true, requiredKeys: ['reasonCode'] },
      ),
    },
    { noNullPrototype: true, requiredKeys: ['kind', 'level'] },
  ),
);
const effects = parts<Effects, never>({
  returnFreight: fc.constantFrom('buyer' as const, 'seller' as const),
  returnAddress: words,
  deadlineHours: count,
  interceptHours: count,
  instantRefund: fc.constantFrom(...advanceMoments),
});
const row = parts<PolicyRow, Exclude<keyof PolicyRow, 'effects'>>(
  {
    id: words,
    condition: words,
    outcome,
    effects,
    basis: words,
    label: fc.record({ zh: words, en: words }, { noNullPrototype: true }),
  },
  'id',
  'condition',
  'outcome',
  'basis',
  'label',
);
const approval = parts<ApprovalRule, 'over' | 'level'>(
  { over: amount, resolution: fc.constantFrom(...resolutions), level: count, fourEyes: fc.constant(true as const) },
  'over',
  'level',
);
const autoAction = parts<AutoAction, 'clock' | 'hoursBefore' | 'action'>(
  {
    clock: fc.constantFrom(...clockKinds),
    hoursBefore: fc.integer({ min: 1, max: 1_440 }).map((half) => half / 2),
    action: fc.constantFrom(...autoActionNames),
    maxAmount: amount,
    level: count,
  },
  'clock',
  'hoursBefore',
  'action',
);
const hours = parts<ClockHours, never>({ evidence: count, ship: count, receive: count, inspect: count, pay: count });
const day = fc.nat({ max: 3_000 }).map((days): LocalDate => addDays('2024-01-01' as LocalDate, days));

// A term that the policy gains does not compile before it is told here, and does not pass before it is carried.
const anyPolicy = parts<
  Policy,
  Exclude<keyof Policy, 'refundWithoutReturn' | 'approvals' | 'autoActions' | 'clockHours'>
>(
  {
    version: count,
    rows: fc.array(row, { minLength: 1, maxLength: 4 }),
    windowDays: count,
    timeZone: fc.constantFrom('Asia/Shanghai', 'Europe/Berlin'),
    holidays: fc.array(day, { maxLength: 4 }),
    approvalLimit: amount,
    autoRefundLimit: fc.option(amount),
    reviewHours: count,
    resaleBasisPoints: fc.nat({ max: 10_000 }),
    refundWithoutReturn: fc.record({ maxAmount: amount }, { noNullPrototype: true }),
    approvals: fc.array(approval, { maxLength: 4 }),
    autoActions: fc.array(autoAction, { maxLength: 4 }),
    clockHours: hours,
  },
  'version',
  'rows',
  'windowDays',
  'timeZone',
  'holidays',
  'approvalLimit',
  'autoRefundLimit',
  'reviewHours',
  'resaleBasisPoints',
);

test('a draft made of a version is that version again: over the wire, as it is kept, every term of it (R-4, R-7, R-8)', () => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      const sent = policyContent.parse(JSON.parse(JSON.stringify(contentOf(policy))));
      const published = policyOf(sent, policy.version);
      expect(published).toStrictEqual(policy);
      expect(reviveMoney(JSON.parse(toJson(published)))).toStrictEqual(policy);
    }),
  );
});

test('a version without approvals, automatic actions and hours stays without them', () => {
  const { approvals: _, autoActions: __, clockHours: ___, ...older } = aPolicy();
  const content = contentOf(older);
  expect(content).toMatchObject({ approvals: null, autoActions: null, clockHours: null });
  const again = policyOf(content, older.version);
  for (const term of ['approvals', 'autoActions', 'clockHours']) expect(again).not.toHaveProperty(term);
});

test.each(['approvals', 'autoActions', 'clockHours', 'refundWithoutReturn'])(
  'a content that leaves out %s is refused and the term named, for it would be taken away',
  (term) => {
    const { [term]: _, ...rest } = Object.fromEntries(Object.entries(contentOf(aPolicy())));
    expect(policyContent.safeParse(rest).error?.issues.map(({ path }) => path)).toEqual([[term]]);
  },
);
