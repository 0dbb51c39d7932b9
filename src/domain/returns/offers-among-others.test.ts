import { describe, expect, test } from 'vitest';
import {
  aContext,
  aLine,
  anOrder,
  anOrderLine,
  anRma,
  aPolicy,
  applied,
  aRequest,
  eventIn,
  lineId,
  NOW,
  outcomeOf,
  story,
  yuan,
} from '../../../test/support/builders.ts';
import { present } from '../assert.ts';
import { partId } from '../ids.ts';
import type { Resolution } from '../policy/reasons.ts';
import { plusHours } from '../time.ts';
import type { RmaCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { Context } from './decision.ts';
import { needsPerson } from './needs-person.ts';
import { previewOffer } from './preview-offer.ts';
import type { Rma } from './rma.ts';

// Where offers meet kinds, clocks, levels and the staff of platforms.
type Command = Exclude<RmaCommand, { type: 'open_rma' }>;
const offerOf = (amount: number, goods: 'stay' | 'come_back' = 'stay'): Command => ({
  type: 'make_offer',
  amount: yuan(amount),
  goods,
  validUntil: plusHours(NOW, 24),
});
const asked = aRequest({ reason: 'other' });
const yes: Command = { type: 'accept_offer', offerId: partId('ofr', asked.rmaId, 1), by: 'buyer' };
const states = (rma: Rma) => rma.offers?.map(({ state }) => state);
const carryOn = (told: { order: Context['order']; rma: Rma }, command: Command, context: Context) =>
  applied({ ...told, events: [] }, decide(told.rma, command, { ...context, order: told.order }));

describe('kinds', () => {
  const onKind = (resolution: Resolution, goods: 'stay' | 'come_back') =>
    outcomeOf(
      decide(
        anRma({ resolution, review: 'escalated', lines: [aLine({ reception: 'not_expected' })], requested: yuan(30) }),
        offerOf(20, goods),
        aContext(),
      ),
    );

  test.each<Resolution>(['exchange', 'repair', 'reship'])('no sum is offered on %s, which pays nothing', (kind) => {
    expect([onKind(kind, 'stay'), onKind(kind, 'come_back')]).toEqual(['kind_without_money', 'kind_without_money']);
  });

  test.each<[Resolution, string, string]>([
    ['return_and_refund', 'offer_made', 'offer_made'],
    ['refund_only', 'offer_made', 'goods_do_not_come_back'],
    ['refused_delivery', 'offer_made', 'offer_made'],
    ['price_protection', 'offer_made', 'goods_do_not_come_back'],
  ])('on %s it may be: goods stay %s, come back %s', (kind, stay, comeBack) => {
    expect([onKind(kind, 'stay'), onKind(kind, 'come_back')]).toEqual([stay, comeBack]);
  });

  test('of a dropped price another sum is paid back, and the units stay claimed by nobody', () => {
    const request = aRequest({ reason: 'other', resolution: 'price_protection', requested: yuan(60) });
    const { rma, order, events } = story(aContext(), request, offerOf(25), yes);
    expect(rma.refunds.map(({ amount }) => amount)).toEqual([yuan(25)]);
    expect(events.flatMap((event) => (event.type === 'refund_requested' ? event.explanation : []))).toMatchObject([
      { code: 'price_protection', amount: yuan(25) },
    ]);
    expect(order.lines[0]?.claimed).toBe(0);
  });

  test('more than the units still hold is not offered for a dropped price', () => {
    const { rma } = story(aContext(), aRequest({ resolution: 'price_protection', requested: yuan(60) }));
    expect(outcomeOf(decide(rma, offerOf(500), aContext()))).toBe('offer_exceeds_paid');
  });

  test('what a platform pays itself is previewed as it will be booked', () => {
    const context = aContext({ order: anOrder({ channel: 'taobao' }) });
    const channelRef = { externalId: 'D', version: 1, kind: 'price_protection' } as const;
    const { rma } = story(
      context,
      aRequest({ reason: 'other', resolution: 'price_protection', requested: yuan(60), channelRef }),
    );
    const preview = previewOffer(rma, { amount: yuan(25), goods: 'stay' }, context);
    expect(preview.ok && preview.value.refund.map(({ event }) => 'amount' in event && event.amount)).toContainEqual(
      yuan(25),
    );
  });

  test('whoever makes it another kind takes the open offer back, and ends what was agreed', () => {
    const convert: Command = { type: 'convert', to: 'exchange', because: 'buyer' };
    expect(states(story(aContext(), asked, offerOf(50), convert).rma)).toEqual(['withdrawn']);
    const agreed = story(aContext(), asked, offerOf(50, 'come_back'), yes);
    expect(agreed.rma.agreed).toBeDefined();
    const converted = carryOn(agreed, convert, aContext()).rma;
    expect([converted.agreed, converted.resolution]).toEqual([undefined, 'exchange']);
  });
});

test('a clock that approves takes the open offer back, and its money does not wait for an answer', () => {
  const autoActions = [
    { clock: 'review', hoursBefore: 6, action: 'approve', maxAmount: yuan(300) } as const satisfies object,
  ];
  const context = aContext({ policy: aPolicy({ autoActions }) });
  const request = aRequest({ reason: 'other', resolution: 'refund_only' });
  const { rma } = story(context, request, offerOf(50));
  const dueAt = rma.reviewDue?.at ?? NOW;
  const late = { ...context, now: plusHours(dueAt, -1) };
  const decision = decide(rma, { type: 'act_on_clock', kind: 'review', dueAt, channelExtends: false }, late);
  expect(outcomeOf(decision)).toBe('offer_withdrawn clock_acted rma_approved refund_requested');
});

test('a clock that only reminds leaves the offer open', () => {
  const autoActions = [{ clock: 'review', hoursBefore: 6, action: 'remind' } as const satisfies object];
  const context = aContext({ policy: aPolicy({ autoActions }) });
  const { rma } = story(context, asked, offerOf(50));
  const dueAt = rma.reviewDue?.at ?? NOW;
  const late = { ...context, now: plusHours(dueAt, -1) };
  const decision = decide(rma, { type: 'act_on_clock', kind: 'review', dueAt, channelExtends: false }, late);
  expect(outcomeOf(decision)).toBe('clock_reminded');
});

describe('levels', () => {
  const rules = (fourEyes: boolean) =>
    aPolicy({ approvals: [{ over: yuan(40), level: 2, ...(fourEyes ? { fourEyes } : {}) }] });
  const by = (id: string, level: number, fourEyes = false) => aContext({ policy: rules(fourEyes), who: { id, level } });

  test('who may not grant a sum may not offer it, and is told so before', () => {
    const { rma } = story(by('ann', 1), asked);
    expect(outcomeOf(decide(rma, offerOf(50), by('ann', 1)))).toBe('approval_level_needed');
    expect(previewOffer(rma, { amount: yuan(50), goods: 'stay' }, by('ann', 1))).toMatchObject({ ok: false });
    expect(outcomeOf(decide(rma, offerOf(30), by('ann', 1)))).toBe('offer_made');
  });

  test('who may has granted it by it: the buyer’s yes is paid', () => {
    const { rma, order } = story(by('bob', 2), asked, offerOf(50));
    const paid = carryOn({ rma, order }, yes, aContext({ policy: rules(false) }));
    expect(paid.rma.refunds.map(({ amount }) => amount)).toEqual([yuan(50)]);
  });

  test('where two must, the offer is made when the second makes it', () => {
    const first = story(by('bob', 2, true), asked, offerOf(50));
    expect([states(first.rma), first.rma.approvals?.length]).toEqual([undefined, 1]);
    const second = carryOn(first, offerOf(50), by('cat', 2, true));
    expect(states(second.rma)).toEqual(['open']);
  });
});

describe('a platform’s document', () => {
  const order = anOrder({ channel: 'taobao' });
  const context = aContext({ order });
  const request = aRequest({
    reason: 'other',
    requested: yuan(199),
    channelRef: { externalId: 'D', version: 1, kind: 'return_and_refund' },
  });
  const follow = (kind: Resolution, amount: number, facts: object = {}): Command => ({
    type: 'follow_channel',
    channelRef: { externalId: 'D', version: 2, ...(kind === 'refused_delivery' ? {} : { kind }) },
    convertTo: kind,
    deadline: null,
    requested: yuan(amount),
    reopen: true,
    ...facts,
  });

  test('that changes its kind to what was offered is the yes: it becomes that kind and is not judged again', () => {
    const { rma, events } = story(context, request, offerOf(80), follow('refund_only', 80));
    expect(rma).toMatchObject({ resolution: 'refund_only', review: 'approved', agreed: { amount: yuan(80) } });
    expect(rma.refunds.map(({ amount }) => amount)).toEqual([yuan(80)]);
    expect(events.filter(({ type }) => type === 'policy_applied')).toHaveLength(1);
  });

  test('that comes to ask for goods instead ends the offer', () => {
    const { rma } = story(context, request, offerOf(80), follow('exchange', 0));
    expect([rma.resolution, states(rma)]).toEqual(['exchange', ['withdrawn']]);
  });

  test('is granted there with the yes: nobody is told what he knows', () => {
    const { rma } = story(
      context,
      request,
      offerOf(120, 'come_back'),
      follow('return_and_refund', 120, { granted: true, reopen: false }),
    );
    expect(rma).toMatchObject({ review: 'approved', channelPush: 'none', agreed: { amount: yuan(120) } });
  });

  test('while its staff judge, a yes is kept and a person orders the money', () => {
    const { rma } = story(context, request, offerOf(80), follow('refund_only', 80, { intervention: 'open' }));
    expect(rma).toMatchObject({ intervention: 'open', agreed: { amount: yuan(80) }, refunds: [] });
    expect(rma.lines.map(({ settlement }) => settlement)).toEqual(['due']);
  });
});

test('goods that nobody took are on their way back, and cannot be left with the buyer', () => {
  const parcels = [{ courier: 'shunfeng', waybill: 'SF1', status: 'refused', announcedAt: NOW }];
  const rma = anRma({
    resolution: 'refused_delivery',
    review: 'escalated',
    parcels,
    lines: [aLine({ reception: 'not_expected' })],
  });
  expect(outcomeOf(decide(rma, offerOf(50), aContext()))).toBe('goods_already_sent');
});

test('out of automation the buyer’s yes grants, and the money waits for a person', () => {
  const stop: Command = { type: 'stop_automation', because: 'colleague' };
  const { rma } = story(aContext(), asked, stop, offerOf(50), yes);
  expect(rma).toMatchObject({ review: 'approved', agreed: { amount: yuan(50) }, refunds: [] });
});

test('a buyer who has written needs somebody, also when his case is closed; once answered he does not', () => {
  const heard: Command = { type: 'record_message', messageId: 'msg_1', via: 'portal', at: NOW };
  const answer: Command = { type: 'send_message', messageId: 'msg_2', via: 'portal' };
  const closed = story(aContext(), asked, { type: 'withdraw', cause: 'buyer' }, heard);
  expect(needsPerson(closed.rma)).toBe('rma:review');
  const decision = decide(closed.rma, answer, aContext());
  expect(eventIn(decision, 'message_sent')).toBeDefined();
  expect(needsPerson(carryOn(closed, answer, aContext()).rma)).toBeNull();
});

test('goods that had not come when a sum was offered have no part in it: the others carry all of it', () => {
  const order = anOrder({ lines: [anOrderLine(), anOrderLine({ id: 'oli_hat', sku: 'HAT' })] });
  const [coat, hat] = [1, 2].map((n) => partId('rli', asked.rmaId, n));
  const lines = [
    { orderLineId: 'oli_coat', quantity: 1 },
    { orderLineId: 'oli_hat', quantity: 1 },
  ] as const;
  const told = story(
    aContext({ order, policy: aPolicy({ rows: [], autoRefundLimit: yuan(500) }) }),
    { ...asked, lines: [...lines] },
    { type: 'approve' },
    { type: 'receive_line', lineId: present(coat, 'the coat'), quantity: 1 },
    { type: 'mark_missing', lineId: present(hat, 'the hat') },
    {
      type: 'inspect_line',
      lineId: present(coat, 'the coat'),
      quantity: 1,
      grade: 'damaged',
      failedTests: [],
      photos: [],
    },
    offerOf(150, 'come_back'),
    yes,
  );
  expect(told.rma.agreed).toMatchObject({ amount: yuan(150), without: [hat] });
  expect(told.rma.refunds.map(({ amount }) => amount)).toEqual([yuan(150)]);
});

test('a sum that is agreed on when the damage is known is paid without another click', () => {
  const seen: Command[] = [
    { type: 'approve' },
    { type: 'receive_line', lineId: lineId(1), quantity: 1 },
    { type: 'inspect_line', lineId: lineId(1), quantity: 1, grade: 'damaged', failedTests: [], photos: [] },
  ];
  const before = story(aContext(), asked, ...seen, offerOf(90, 'come_back'));
  expect(before.rma.refunds).toEqual([]);
  expect(carryOn(before, yes, aContext()).rma.refunds).toMatchObject([{ amount: yuan(90) }]);
  const no: Command = { type: 'decline_offer', offerId: partId('ofr', asked.rmaId, 1), by: 'buyer' };
  expect(carryOn(before, no, aContext()).rma.refunds).toEqual([]);
});
