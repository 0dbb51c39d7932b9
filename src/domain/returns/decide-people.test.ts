import { expect, test } from 'vitest';
import { aContext, aLine, anOrder, anRma, aPolicy, aRefund, outcomeOf, yuan } from '../../../test/support/builders.ts';
import type { RmaCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { Context } from './decision.ts';
import { needsPerson } from './needs-person.ts';
import { isAutomatic, type Rma } from './rma.ts';
import { matters } from './what-matters.ts';

const ann = { id: 'ann', level: 1 };
const chief = { id: 'chief', level: 2, assigns: true } as const;
const notExpected = [aLine({ reception: 'not_expected' })];
const open = (facts: Partial<Rma> = {}) => anRma({ review: 'escalated', lines: notExpected, ...facts });
const done = anRma({ review: 'withdrawn', lines: notExpected });
const by = (who: Context['who'], facts: Partial<Context> = {}) => aContext({ ...(who ? { who } : {}), ...facts });

const toBob = { type: 'assign', to: 'bob', because: { code: 'handed_over' } } as const;
const release = { type: 'release', because: 'given_back' } as const;

test.each<[string, Rma, Exclude<RmaCommand, { type: 'open_rma' }>, Context['who'], string]>([
  ['take what is nobody’s', open(), { type: 'take' }, ann, 'rma_assigned'],
  ['take what is one’s own', open({ assignee: 'ann' }), { type: 'take' }, ann, 'already_yours'],
  ['take what is another’s', open({ assignee: 'bob' }), { type: 'take' }, ann, 'assigned_to_another'],
  ['take what was given back', open({ assignee: null }), { type: 'take' }, ann, 'rma_assigned'],
  ['take what is over', done, { type: 'take' }, ann, 'case_is_closed'],
  ['hand over one’s own', open({ assignee: 'ann' }), toBob, ann, 'rma_assigned'],
  ['hand over another’s', open({ assignee: 'eve' }), toBob, ann, 'not_permitted'],
  ['hand over nobody’s', open(), toBob, ann, 'not_permitted'],
  ['hand over another’s, as a supervisor', open({ assignee: 'eve' }), toBob, chief, 'rma_assigned'],
  ['hand over nobody’s, as a supervisor', open(), toBob, chief, 'rma_assigned'],
  ['hand over to whom it is already', open({ assignee: 'bob' }), toBob, chief, 'nothing'],
  ['hand over what is over', done, toBob, chief, 'case_is_closed'],
  ['give back one’s own', open({ assignee: 'ann' }), release, ann, 'rma_unassigned'],
  ['give back another’s', open({ assignee: 'bob' }), release, ann, 'not_permitted'],
  ['give back another’s, as a supervisor', open({ assignee: 'bob' }), release, chief, 'rma_unassigned'],
  ['give back nobody’s', open(), release, ann, 'not_assigned'],
  ['the system gives out what needs somebody', open(), toBob, undefined, 'rma_assigned'],
  ['the system gives out nothing that rules see to', anRma(), toBob, undefined, 'nothing'],
  ['the system takes nothing away', open({ assignee: 'ann' }), toBob, undefined, 'nothing'],
  ['the system frees the cases of a leaver', open({ assignee: 'ann' }), release, undefined, 'rma_unassigned'],
])('%s (R-7)', (_, rma, command, who, outcome) => {
  expect(outcomeOf(decide(rma, command, by(who)))).toBe(outcome);
});

const stop = { type: 'stop_automation', because: 'colleague' } as const;
const asked = { type: 'stop_automation', because: 'buyer_asked' } as const;
const resume = { type: 'resume_automation' } as const;

test.each<[string, Rma, Exclude<RmaCommand, { type: 'open_rma' }>, string]>([
  ['a colleague takes it over', open(), stop, 'automation_stopped'],
  ['twice', open({ automation: 'off' }), stop, 'automation_is_off'],
  ['after its end', done, stop, 'case_is_closed'],
  [
    'a buyer asks while pictures are waited for',
    open({ review: 'evidence_requested' }),
    asked,
    'automation_stopped rma_escalated',
  ],
  ['a buyer asks after the yes', anRma(), asked, 'automation_stopped'],
  [
    'it is handed back and the policy judges it anew',
    open({ automation: 'off' }),
    resume,
    'automation_resumed policy_applied rma_approved',
  ],
  ['it is handed back after the yes', anRma({ automation: 'off' }), resume, 'automation_resumed'],
  ['it was never taken out', open(), resume, 'automation_is_on'],
])('automation: %s (R-7)', (_, rma, command, outcome) => {
  expect(outcomeOf(decide(rma, command, by(ann)))).toBe(outcome);
});

const inspect = (rma: Rma) =>
  decide(
    rma,
    { type: 'inspect_line', lineId: 'rli_1', quantity: 1, grade: 'new', failedTests: [], photos: [] },
    aContext({ policy: aPolicy({ autoRefundLimit: yuan(500) }) }),
  );

test('out of automation no money goes by itself; handed back, what is due goes at once (R-7)', () => {
  const here = { lines: [aLine({ reception: 'received' })] };
  expect(outcomeOf(inspect(anRma(here)))).toBe('line_inspected refund_requested');
  expect(outcomeOf(inspect(anRma({ ...here, automation: 'off' })))).toBe('line_inspected');
  const due = anRma({
    automation: 'off',
    lines: [aLine({ reception: 'received', inspection: 'graded', settlement: 'due' })],
  });
  const policy = aPolicy({ autoRefundLimit: yuan(500) });
  expect(outcomeOf(decide(due, resume, aContext({ policy })))).toBe('automation_resumed refund_requested');
});

test('a person’s yes to a refund without goods is a yes, and the money still waits for one (R-7)', () => {
  const order = anOrder({ shippedAt: null, deliveredAt: null });
  const policy = aPolicy({ autoRefundLimit: yuan(500) });
  const rma = open({ resolution: 'refund_only', reason: 'not_shipped', automation: 'off' });
  expect(outcomeOf(decide(rma, { type: 'approve' }, aContext({ order, policy, who: ann })))).toBe('rma_approved');
});

test('a request that the platform reopens goes to the person who had taken it over (R-7)', () => {
  const rma = open({ review: 'rejected', automation: 'off', channelRef: { externalId: 'D1', version: 1 } });
  const news = {
    type: 'follow_channel',
    channelRef: { externalId: 'D1', version: 2 },
    deadline: null,
    requested: yuan(199),
    reopen: true,
  } as const;
  expect(outcomeOf(decide(rma, news, aContext()))).toBe('channel_followed rma_reopened rma_escalated');
});

test.each<[string, Rma, ReturnType<typeof needsPerson>]>([
  ['one under way', anRma(), null],
  ['one that waits for pictures', open({ review: 'evidence_requested' }), null],
  ['an escalated one', open(), 'rma:review'],
  ['one out of automation', anRma({ automation: 'off' }), 'rma:review'],
  ['one out of automation that is over', { ...done, automation: 'off' }, null],
  ['one the platform could not be told of', anRma({ channelPush: 'failed' }), 'rma:review'],
  ['a refusal the platform could not be told of', open({ review: 'rejected', channelPush: 'failed' }), 'rma:review'],
  [
    'a failed refund',
    anRma({ lines: [aLine({ settlement: 'failed' })], refunds: [aRefund({ state: 'rejected' })] }),
    'refund:retry',
  ],
])('%s needs: %s (R-7)', (_, rma, needs) => {
  expect(needsPerson(rma)).toBe(needs);
});

test('a return of an older version is automatic and nobody’s (R-7)', () => {
  expect([isAutomatic(anRma()), anRma().assignee]).toEqual([true, undefined]);
});

test('news that changes nothing of a decision does not stop one (R-7)', () => {
  expect(matters({ type: 'parcel_status_changed', waybill: 'SF1', status: 'moving', at: aContext().now })).toBe(false);
  expect(matters({ type: 'rma_assigned', to: 'ann', by: 'system', because: { code: 'taken' } })).toBe(false);
  expect(matters({ type: 'rma_assigned', to: 'ann', by: 'person', because: { code: 'taken' } })).toBe(true);
  expect(matters({ type: 'evidence_added', files: [] })).toBe(true);
});
