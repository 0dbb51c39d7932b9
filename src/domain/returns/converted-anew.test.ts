import { expect, test } from 'vitest';
import {
  aContext,
  anOrder,
  anOrderLine,
  aPolicy,
  applied,
  aRequest,
  eventIn,
  fen,
  lineId,
  outcomeOf,
  story,
  type Told,
  yuan,
} from '../../../test/support/builders.ts';
import { permissions } from '../people/permissions.ts';
import type { ApprovalRule } from '../policy/approvals.ts';
import type { Resolution } from '../policy/reasons.ts';
import { abilitiesOf } from './abilities.ts';
import type { OpenRma, RmaCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { Context } from './decision.ts';

type Command = Exclude<RmaCommand, OpenRma>;

const approve: Command = { type: 'approve' };
const receive: Command = { type: 'receive_line', lineId: lineId(1), quantity: 1 };
const graded = (grade: 'new' | 'damaged'): Command => ({
  type: 'inspect_line',
  lineId: lineId(1),
  quantity: 1,
  grade,
  failedTests: [],
  photos: [],
});
const pay: Command = { type: 'request_refund', deductions: [] };
const convert = (to: Resolution): Command => ({ type: 'convert', to, because: '买家改了主意' });
const document = (version: number, kind: Resolution) => ({ externalId: 'D1', version, kind });
const follow = (version: number, kind: Resolution, facts: object = {}): Command => ({
  type: 'follow_channel',
  channelRef: document(version, kind),
  convertTo: kind,
  deadline: null,
  requested: yuan(199),
  reopen: true,
  ...facts,
});
const atPlatform = (resolution: Resolution) =>
  aRequest({ resolution, reason: 'quality_fault', channelRef: document(1, resolution), requested: yuan(199) });
const nothingByItself = aContext({ policy: aPolicy({ rows: [] }) });
const go = (told: Told, command: Command, context: Context = nothingByItself): Told =>
  applied(told, decide(told.rma, command, { ...context, order: told.order }));
const tryOn = ({ rma, order }: Told, command: Command, context: Context = nothingByItself): string =>
  outcomeOf(decide(rma, command, { ...context, order }));

test('goods that are graded while their request is judged anew pay for nothing until somebody grants it (M-1)', () => {
  const anew = story(nothingByItself, atPlatform('exchange'), approve, receive, follow(2, 'return_and_refund'));
  expect(anew.rma.review).toBe('escalated');
  const seen = go(anew, graded('new'));
  expect(seen.rma.refunds).toEqual([]);
  expect(tryOn(seen, pay)).toBe('not_approved');
  expect(go(seen, approve).rma.refunds).toMatchObject([{ amount: yuan(199) }]);
});

test('a figure of nothing in the document of an exchange says nothing, whatever the return is by now (R-2)', () => {
  const made = story(nothingByItself, atPlatform('exchange'), approve, convert('return_and_refund'));
  expect(go(made, follow(2, 'exchange', { requested: fen(0) })).rma.requested).toEqual(yuan(199));
});

test('a document that comes to ask for a sum names it itself', () => {
  const asked = aRequest({ resolution: 'exchange', channelRef: document(1, 'exchange') });
  const after = go(story(nothingByItself, asked), follow(2, 'price_protection', { requested: yuan(20) }));
  expect(after.rma).toMatchObject({ resolution: 'price_protection', requested: yuan(20) });
});

test('goods are not sent ahead to a buyer whom the platform has paid', () => {
  const granted = story(nothingByItself, atPlatform('exchange'), approve);
  const ahead: Command = {
    type: 'ship_replacement',
    lineId: lineId(1),
    courier: 'shunfeng',
    waybill: 'SF1',
    ahead: true,
  };
  expect(tryOn(granted, ahead)).toBe('replacement_shipped channel_left_to_platform');
  const paid = go(granted, {
    type: 'record_channel_refund',
    amount: yuan(199),
    reference: 'D1',
    settledAt: nothingByItself.now,
  });
  expect(tryOn(paid, ahead)).toBe('replacement_not_due');
});

const levels = (resolution: Resolution, facts: Partial<ApprovalRule> = {}): Context =>
  aContext({
    policy: aPolicy({ rows: [], approvals: [{ over: yuan(100), resolution, level: 2, ...facts }] }),
    order: anOrder(),
  });
const agent = { id: 'ann', level: 1 };
const lead = { id: 'bob', level: 2 };
const boss = { id: 'cat', level: 2 };

test('who makes a granted return another kind must be allowed to grant that kind (R-7)', () => {
  const context = levels('reship');
  const granted = story({ ...context, who: agent }, aRequest({ reason: 'quality_fault' }), approve);
  expect(tryOn(granted, convert('reship'), { ...context, who: agent })).toBe('approval_level_needed');
  expect(go(granted, convert('reship'), { ...context, who: lead }).rma).toMatchObject({
    review: 'approved',
    lines: [{ replacement: 'due' }],
    approvals: [{ by: 'bob' }],
  });
});

test('where two must grant the new kind, the first one’s conversion waits for the second (R-7)', () => {
  const context = levels('reship', { fourEyes: true });
  const granted = story({ ...context, who: agent }, aRequest({ reason: 'quality_fault' }), approve);
  const converted = go(granted, convert('reship'), { ...context, who: lead });
  expect(converted.rma).toMatchObject({ resolution: 'reship', review: 'escalated', escalation: 2 });
  expect(converted.rma.lines[0]?.replacement).toBeUndefined();
  expect(tryOn(converted, approve, { ...context, who: lead })).toBe('second_person_needed');
  expect(go(converted, approve, { ...context, who: boss }).rma.lines).toMatchObject([{ replacement: 'due' }]);
});

test('who granted a sum for the old kind has not granted it for the new one (R-7)', () => {
  const context = levels('return_and_refund');
  const granted = story({ ...context, who: lead }, aRequest({ reason: 'quality_fault' }), approve);
  expect(granted.rma.approvals).toHaveLength(1);
  expect(go(granted, convert('exchange'), { ...context, who: lead }).rma.approvals).toBeUndefined();
});

test.each<[string, Command[], Command]>([
  ['a conversion', [approve, receive, graded('damaged')], convert('return_and_refund')],
  [
    'the automation that is switched on again',
    [
      approve,
      { type: 'stop_automation', because: 'colleague' },
      convert('return_and_refund'),
      receive,
      graded('damaged'),
    ],
    { type: 'resume_automation' },
  ],
])('%s pays for no goods that were found damaged', (_, commands, last) => {
  const asked = aRequest({ resolution: 'exchange', reason: 'quality_fault' });
  const after = go(story(nothingByItself, asked, ...commands), last);
  expect([after.rma.lines[0]?.settlement, after.rma.refunds]).toEqual(['due', []]);
});

test('a request that is granted when its goods were found damaged is paid by a person', () => {
  const anew = story(
    nothingByItself,
    atPlatform('exchange'),
    approve,
    receive,
    graded('damaged'),
    follow(2, 'return_and_refund'),
  );
  const granted = go(anew, approve);
  expect([granted.rma.lines[0]?.settlement, granted.rma.refunds]).toEqual(['due', []]);
  expect(tryOn(granted, pay)).toBe('refund_requested');
});

test('goods in two parts do not pass below a limit that the whole is above (R-7)', () => {
  const order = anOrder({ lines: [{ ...anOrderLine(), quantity: 2, paid: yuan(300), unitPrice: yuan(150) }] });
  const context: Context = {
    ...aContext({ policy: aPolicy({ approvals: [{ over: yuan(200), level: 2 }], autoRefundLimit: null }) }),
    order,
  };
  const both = aRequest({ lines: [{ orderLineId: 'oli_coat', quantity: 2 }] });
  const one = { ...graded('new'), quantity: 1 } as Command;
  const first = [{ ...receive, quantity: 1 } as Command, one, pay];
  const paid = story({ ...context, who: agent }, both, ...first);
  expect(paid.rma.refunds).toMatchObject([{ amount: yuan(150) }]);
  const rest = (command: Command) => ({ ...command, lineId: lineId(2) }) as Command;
  const second = go(go(paid, rest(receive), context), rest(one), context);
  expect(tryOn(second, pay, { ...context, who: agent })).toBe('approval_level_needed');
  const buttons = abilitiesOf(second.rma, new Set(permissions), { ...context, order: second.order, who: agent });
  expect(buttons.find(({ command }) => command === 'request_refund')).toMatchObject({
    allowed: false,
    because: { code: 'approval_level_needed' },
  });
  expect(outcomeOf(decide(second.rma, pay, { ...context, order: second.order, who: lead }))).toBe(
    'approval_given refund_requested',
  );
  expect(
    eventIn(decide(second.rma, pay, { ...context, order: second.order, who: lead }), 'approval_given').amount,
  ).toEqual(yuan(300));
});
