import { expect, test } from 'vitest';
import {
  aContext,
  anOrder,
  anOrderLine,
  anRma,
  aPolicy,
  applied,
  aRequest,
  at,
  eventIn,
  NOW,
  outcomeOf,
  story,
  yuan,
} from '../../../test/support/builders.ts';
import type { OpenRma } from './commands.ts';
import { decide, decideOpen } from './decide.ts';
import type { Of } from './decision.ts';
import type { Review } from './rma.ts';

const opening = (facts: Partial<OpenRma> = {}, order = anOrder()) => decideOpen(aRequest(facts), aContext({ order }));

test.each<[string, Partial<OpenRma>, ReturnType<typeof anOrder>, string]>([
  ['a coat within the seven days (NR-3)', {}, anOrder(), 'rma_opened policy_applied rma_approved'],
  ['another reason: a person decides', { reason: 'other' }, anOrder(), 'rma_opened policy_applied rma_escalated'],
  ['a fault without a picture', { reason: 'quality_fault' }, anOrder(), 'rma_opened policy_applied evidence_requested'],
  [
    'a refund before shipment is paid at once',
    { resolution: 'refund_only', reason: 'not_shipped' },
    anOrder({ shippedAt: null, deliveredAt: null }),
    'rma_opened policy_applied rma_approved refund_requested',
  ],
  [
    'a gift before shipment: there is no money to move',
    { resolution: 'refund_only', reason: 'not_shipped' },
    anOrder({ shippedAt: null, deliveredAt: null, lines: [anOrderLine({ paid: yuan(0) })] }),
    'rma_opened policy_applied rma_approved nothing_to_refund',
  ],
  ['an order that is not paid', {}, anOrder({ paidAt: null }), 'order_not_paid'],
  ['no lines', { lines: [] }, anOrder(), 'no_lines'],
  ['a line of another order', { lines: [{ orderLineId: 'oli_x', quantity: 1 }] }, anOrder(), 'order_line_not_found'],
  [
    'more units than bought',
    { lines: [{ orderLineId: 'oli_coat', quantity: 2 }] },
    anOrder(),
    'quantity_exceeds_bought',
  ],
  [
    'units that another return holds',
    {},
    anOrder({ lines: [anOrderLine({ quantity: 2, claimed: 2 })] }),
    'quantity_exceeds_bought',
  ],
  [
    'a line that is named twice',
    {
      lines: [
        { orderLineId: 'oli_coat', quantity: 1 },
        { orderLineId: 'oli_coat', quantity: 1 },
      ],
    },
    anOrder({ lines: [anOrderLine({ quantity: 2 })] }),
    'order_line_named_twice',
  ],
  ['goods called unshipped that are shipped', { reason: 'not_shipped' }, anOrder(), 'goods_already_shipped'],
])('a request for %s: %s', (_, request, order, outcome) => {
  expect(outcomeOf(opening(request, order))).toBe(outcome);
});

test('the shop’s own clock for an answer starts when the request is opened; a platform’s clock goes before it', () => {
  const ours = eventIn(opening(), 'rma_opened').reviewDue;
  expect(ours).toEqual({ at: at('2026-11-23T08:00:00.000Z'), source: 'rule' });
  const platformDeadline = at('2026-11-22T20:00:00.000Z');
  expect(eventIn(opening({ platformDeadline }), 'rma_opened').reviewDue).toEqual({
    at: platformDeadline,
    source: 'platform',
  });
});

test('a return is numbered by the day at the merchant’s place', () => {
  const order = anOrder();
  const evening = aContext({ order, now: at('2026-11-22T17:00:00.000Z') });
  expect(eventIn(decideOpen(aRequest(), evening), 'rma_opened').number).toMatch(/^R261123-/);
});

const commands = {
  approve: { type: 'approve' },
  reject: { type: 'reject', reasonCode: 'window_closed', note: '已过期' },
  request_evidence: { type: 'request_evidence', note: 'photo_of_fault' },
  add_evidence: { type: 'add_evidence', files: ['fil_1'] },
  withdraw: { type: 'withdraw', cause: 'buyer' },
} satisfies Record<string, Of<'approve' | 'reject' | 'request_evidence' | 'add_evidence' | 'withdraw'>>;

test.each<[Review, keyof typeof commands, string]>([
  ['pending', 'approve', 'rma_approved'],
  ['escalated', 'approve', 'rma_approved'],
  ['evidence_requested', 'approve', 'rma_approved'],
  ['approved', 'approve', 'review_is_over'],
  ['rejected', 'approve', 'review_is_over'],
  ['withdrawn', 'approve', 'review_is_over'],
  ['escalated', 'reject', 'rma_rejected'],
  ['evidence_requested', 'reject', 'rma_rejected'],
  ['approved', 'reject', 'review_is_over'],
  ['rejected', 'reject', 'review_is_over'],
  ['withdrawn', 'reject', 'review_is_over'],
  ['escalated', 'request_evidence', 'evidence_requested'],
  ['approved', 'request_evidence', 'review_is_over'],
  ['rejected', 'request_evidence', 'review_is_over'],
  ['evidence_requested', 'add_evidence', 'evidence_added'],
  ['escalated', 'add_evidence', 'evidence_added'],
  ['approved', 'add_evidence', 'review_is_over'],
  ['withdrawn', 'add_evidence', 'review_is_over'],
  ['escalated', 'withdraw', 'rma_withdrawn'],
  ['approved', 'withdraw', 'rma_withdrawn'],
  ['rejected', 'withdraw', 'review_is_over'],
  ['withdrawn', 'withdraw', 'review_is_over'],
])('a return that is %s, on %s: %s', (review, command, outcome) => {
  expect(outcomeOf(decide(anRma({ review }), commands[command], aContext()))).toBe(outcome);
});

test('pictures that were asked for end the waiting, and a person looks at them', () => {
  const { rma } = story(aContext(), aRequest({ reason: 'quality_fault' }), commands.add_evidence);
  expect([rma.review, rma.evidence]).toEqual(['escalated', ['fil_1']]);
});

const toldBy = (version: number, reopen = true) =>
  ({
    type: 'follow_channel',
    channelRef: { externalId: 'D1', version },
    deadline: null,
    requested: yuan(150),
    reopen,
  }) as const;

const fromPlatform = aRequest({ reason: 'other', channelRef: { externalId: 'D1', version: 5 }, requested: yuan(199) });

test.each([
  [4, 'nothing'],
  [5, 'nothing'],
  [6, 'channel_followed'],
])('of a document in version 5, version %i means: %s', (version, outcome) => {
  const { rma, order } = story(aContext(), fromPlatform);
  expect(outcomeOf(decide(rma, toldBy(version), aContext({ order })))).toBe(outcome);
});

test.each([
  [0, 1, 'channel_followed'],
  [1, 1, 'nothing'],
  [1, 0, 'nothing'],
])('of two contents with one version, after the edition %i the edition %i means: %s', (known, told, outcome) => {
  const first = { ...fromPlatform, channelRef: { externalId: 'D1', version: 5, ...(known ? { edition: known } : {}) } };
  const { rma, order } = story(aContext(), first);
  const second = { ...toldBy(5), channelRef: { externalId: 'D1', version: 5, ...(told ? { edition: told } : {}) } };
  expect(outcomeOf(decide(rma, second, aContext({ order })))).toBe(outcome);
});

test('a request that was refused and is changed at the platform is judged anew, and claims its units again', () => {
  const refused = story(aContext(), fromPlatform, commands.reject);
  expect(refused.order.lines[0]?.claimed).toBe(0);
  const again = applied(refused, decide(refused.rma, toldBy(6), aContext({ order: refused.order })));
  expect(again.rma.review).toBe('escalated');
  expect(again.rma.requested).toEqual(yuan(150));
  expect(again.order.lines[0]?.claimed).toBe(1);
});

test('a refused request whose units another return has by now is not reopened', () => {
  const { rma } = story(aContext(), fromPlatform, commands.reject);
  const order = anOrder({ lines: [anOrderLine({ claimed: 1 })] });
  expect(outcomeOf(decide(rma, toldBy(6), aContext({ order })))).toBe('quantity_exceeds_bought');
  expect(outcomeOf(decide(rma, toldBy(6, false), aContext({ order })))).toBe('channel_followed');
});

test('an amount above the limit goes to a supervisor, whatever is asked', () => {
  const policy = aPolicy({ approvalLimit: yuan(100) });
  const decision = decideOpen(aRequest(), aContext({ policy, now: NOW }));
  expect(eventIn(decision, 'rma_escalated')).toMatchObject({ level: 2, ruleId: 'over-limit' });
});
