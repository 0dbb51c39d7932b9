import { expect, test } from 'vitest';
import {
  aContext,
  aLine,
  anOrder,
  anRma,
  aPolicy,
  eventIn,
  NOW,
  outcomeOf,
  yuan,
} from '../../../test/support/builders.ts';
import type { ApprovalRule } from '../policy/approvals.ts';
import { abilitiesOf } from './abilities.ts';
import { decide } from './decide.ts';
import type { Context } from './decision.ts';
import { evolve } from './evolve.ts';
import type { Rma } from './rma.ts';

const agent = { id: 'ann', level: 1 };
const lead = { id: 'bob', level: 2 };
const boss = { id: 'cat', level: 2 };

const over = (amount: number, facts: Partial<ApprovalRule> = {}): ApprovalRule[] => [
  { over: yuan(amount), level: 2, ...facts },
];
/** A request for a coat of 199 that a person decides on. */
const escalated = (facts: Partial<Rma> = {}): Rma =>
  anRma({ review: 'escalated', lines: [aLine({ reception: 'not_expected' })], ...facts });
const under = (approvals: ApprovalRule[] | undefined, who: Context['who']): Context =>
  aContext({ policy: aPolicy(approvals ? { approvals } : {}), ...(who ? { who } : {}) });

const approve = (rma: Rma, context: Context) => decide(rma, { type: 'approve' }, context);

test.each<[string, ApprovalRule[] | undefined, Context['who'], string]>([
  ['no rules: as it always was', undefined, agent, 'rma_approved'],
  ['an amount below the rule', over(199), agent, 'rma_approved'],
  ['an amount above it, by somebody of level 1', over(198), agent, 'approval_level_needed'],
  ['by somebody of the level, whose yes is kept', over(198), lead, 'approval_given rma_approved'],
  ['a rule for another kind', over(198, { resolution: 'refund_only' }), agent, 'rma_approved'],
  ['two people, the first of them', over(198, { fourEyes: true }), lead, 'approval_given'],
  ['two people, and a program', over(198, { fourEyes: true }), { ...lead, isProgram: true }, 'second_person_needed'],
  ['nobody behind the command', over(198, { fourEyes: true }), undefined, 'rma_approved'],
])('approve: %s (R-7)', (_, approvals, who, outcome) => {
  expect(outcomeOf(approve(escalated(), under(approvals, who)))).toBe(outcome);
});

test('the level that is needed is told (R-7)', () => {
  expect(approve(escalated(), under(over(198, { level: 3 }), lead))).toEqual({
    ok: false,
    rejection: { code: 'approval_level_needed', level: 3 },
  });
});

test('the level of an escalation binds for a yes and for a no, where the policy has levels (R-7)', () => {
  const rma = escalated({ escalation: 2 });
  const refuse = (context: Context) => decide(rma, { type: 'reject', reasonCode: 'x', note: 'x' }, context);
  expect(outcomeOf(approve(rma, under([], agent)))).toBe('approval_level_needed');
  expect(outcomeOf(refuse(under([], agent)))).toBe('approval_level_needed');
  expect(outcomeOf(approve(rma, under([], lead)))).toBe('approval_given rma_approved');
  expect(outcomeOf(refuse(under([], lead)))).toBe('rma_rejected');
  expect(outcomeOf(refuse(under(undefined, agent)))).toBe('rma_rejected');
});

const twoEyes = over(198, { fourEyes: true });

test('two different people grant what two must grant: the first yes leaves it under review (R-7)', () => {
  const first = approve(escalated({ assignee: 'bob' }), under(twoEyes, lead));
  // It cannot stay in the hands of the one who has spoken.
  expect(outcomeOf(first)).toBe('approval_given rma_unassigned');
  if (!first.ok) throw new Error('refused');
  const waiting = first.value.reduce<Rma>(evolve, escalated({ assignee: 'bob' }));
  expect([waiting.review, waiting.assignee]).toEqual(['escalated', null]);
  expect(approve(waiting, under(twoEyes, lead))).toEqual({
    ok: false,
    rejection: { code: 'second_person_needed', level: 2 },
  });
  expect(outcomeOf(approve(waiting, under(twoEyes, agent)))).toBe('approval_level_needed');
  expect(outcomeOf(approve(waiting, under(twoEyes, boss)))).toBe('approval_given rma_approved');
});

test('a yes to less is no yes to more, and none to another request (R-7)', () => {
  const approvals = [{ by: 'bob', level: 2, amount: yuan(198.99) }];
  expect(outcomeOf(approve(escalated({ approvals }), under(twoEyes, boss)))).toBe('approval_given');
  const given = [{ by: 'bob', level: 2, amount: yuan(199) }];
  const reopened = evolve(escalated({ approvals: given, review: 'rejected' }), { type: 'rma_reopened' });
  expect(outcomeOf(approve({ ...reopened, review: 'escalated' }, under(twoEyes, boss)))).toBe('approval_given');
});

const due = (facts: Partial<Rma> = {}): Rma =>
  anRma({ lines: [aLine({ reception: 'received', inspection: 'graded', settlement: 'due' })], ...facts });
const refund = (rma: Rma, context: Context) => decide(rma, { type: 'request_refund', deductions: [] }, context);

test.each<[string, Rma, ApprovalRule[], Context['who'], string]>([
  ['below the level', due(), over(198), agent, 'approval_level_needed'],
  ['of the level', due(), over(198), lead, 'approval_given refund_requested'],
  ['the first of two', due(), twoEyes, lead, 'approval_given'],
  [
    'the second of two',
    due({ approvals: [{ by: 'bob', level: 2, amount: yuan(199) }] }),
    twoEyes,
    boss,
    'approval_given refund_requested',
  ],
  [
    'the same again',
    due({ approvals: [{ by: 'bob', level: 2, amount: yuan(199) }] }),
    twoEyes,
    lead,
    'second_person_needed',
  ],
])('a refund ordered by somebody %s (R-7)', (_, rma, approvals, who, outcome) => {
  expect(outcomeOf(refund(rma, under(approvals, who)))).toBe(outcome);
});

test('a refund’s number follows the yes that is recorded with it, so none is used twice (R-7)', () => {
  const rma = due();
  const decided = refund(rma, under(over(198), lead));
  expect(eventIn(decided, 'refund_requested').refundId).toMatch(new RegExp(`_${rma.version + 2}$`));
});

test('what people must grant is not paid by itself before they have, and is after (R-7)', () => {
  const order = anOrder({ shippedAt: null, deliveredAt: null });
  const policy = aPolicy({ approvals: over(198), autoRefundLimit: yuan(500) });
  const refundOnly = escalated({ resolution: 'refund_only', reason: 'not_shipped' });
  const byLead = decide(refundOnly, { type: 'approve' }, { now: NOW, order, policy, who: lead });
  expect(outcomeOf(byLead)).toBe('approval_given rma_approved refund_requested');
  // A deadline that lapses grants without a person; the money then waits for one.
  const byClock = decide(refundOnly, { type: 'approve' }, { now: NOW, order, policy });
  expect(outcomeOf(byClock)).toBe('rma_approved');
});

test('the buttons say the same as the commands (R-7)', () => {
  const held = new Set(['rma:review', 'refund:request'] as const);
  const button = (rma: Rma, context: Context, command: string) => {
    const ability = abilitiesOf(rma, held, context).find((one) => one.command === command);
    return ability && !ability.allowed ? ability.because.code : 'allowed';
  };
  for (const who of [agent, lead, boss]) {
    for (const rma of [escalated(), escalated({ approvals: [{ by: 'bob', level: 2, amount: yuan(199) }] })]) {
      const context = under(twoEyes, who);
      const decided = approve(rma, context);
      expect(button(rma, context, 'approve')).toBe(decided.ok ? 'allowed' : decided.rejection.code);
    }
    const ordered = refund(due(), under(twoEyes, who));
    expect(button(due(), under(twoEyes, who), 'request_refund')).toBe(ordered.ok ? 'allowed' : ordered.rejection.code);
  }
});
