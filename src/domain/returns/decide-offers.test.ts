import { describe, expect, test } from 'vitest';
import {
  aContext,
  aLine,
  anOrder,
  anOrderLine,
  anRma,
  aPolicy,
  applied,
  aRefund,
  aRequest,
  eventIn,
  lineId,
  NOW,
  outcomeOf,
  story,
  yuan,
} from '../../../test/support/builders.ts';
import { type OfferId, partId } from '../ids.ts';
import { plusHours, plusMs } from '../time.ts';
import type { RmaCommand } from './commands.ts';
import { decide } from './decide.ts';
import { previewOffer } from './preview-offer.ts';
import type { Rma } from './rma.ts';

type Command = Exclude<RmaCommand, { type: 'open_rma' }>;
const until = plusHours(NOW, 24);
const offerOfYuan = (amount: number, goods: 'stay' | 'come_back' = 'stay'): Command => ({
  type: 'make_offer',
  amount: yuan(amount),
  goods,
  validUntil: until,
});
const first = (rma: Pick<Rma, 'id'>): OfferId => partId('ofr', rma.id, 1);
const by = 'buyer' as const;
const asked = aRequest({ reason: 'other' });

/** Two coats of one line, asked for together; nothing is decided yet. */
const twoCoats = anOrder({ lines: [anOrderLine({ quantity: 2, paid: yuan(398) })] });
const bothAsked = aRequest({ reason: 'other', lines: [{ orderLineId: 'oli_coat', quantity: 2 }] });

describe('an offer', () => {
  test('takes nothing away: under it the request is as it was', () => {
    const { rma } = story(aContext(), asked, offerOfYuan(50));
    expect(rma).toMatchObject({ review: 'escalated', offers: [{ state: 'open', amount: yuan(50), goods: 'stay' }] });
    expect(rma.agreed).toBeUndefined();
    const told = applied(
      { order: anOrder(), rma, events: [] },
      decide(rma, { type: 'decline_offer', offerId: first(rma), by }, aContext()),
    );
    expect(told.rma).toMatchObject({ review: 'escalated', offers: [{ state: 'declined' }] });
  });

  test('that is accepted grants the request at its own sum, and the goods stay where that was said', () => {
    const { rma, events } = story(aContext(), asked, offerOfYuan(50), {
      type: 'accept_offer',
      offerId: partId('ofr', asked.rmaId, 1),
      by,
    });
    expect(rma.review).toBe('approved');
    expect(rma.lines.map((line) => line.reception)).toEqual(['not_expected']);
    expect(rma.refunds.map((refund) => refund.amount)).toEqual([yuan(50)]);
    expect(events.map((event) => event.type).slice(-3)).toEqual(['offer_accepted', 'rma_approved', 'refund_requested']);
  });

  test('with goods that come back is paid when they are here, and then its sum, not the price', () => {
    const accept: Command = { type: 'accept_offer', offerId: partId('ofr', asked.rmaId, 1), by };
    const told = story(aContext(), asked, offerOfYuan(120, 'come_back'), accept);
    expect(told.rma.refunds).toEqual([]);
    const back = story(
      aContext(),
      asked,
      offerOfYuan(120, 'come_back'),
      accept,
      { type: 'receive_line', lineId: lineId(1), quantity: 1 },
      {
        type: 'inspect_line',
        lineId: lineId(1),
        quantity: 1,
        grade: 'new',
        failedTests: [],
        photos: [],
      },
    );
    expect(back.rma.refunds.map((refund) => refund.amount)).toEqual([yuan(120)]);
    const explanation = back.events.flatMap((event) => (event.type === 'refund_requested' ? event.explanation : []));
    expect(explanation.map(({ code, amount }) => [code, amount])).toEqual([
      ['goods', yuan(199)],
      ['agreed_difference', yuan(-79)],
    ]);
  });

  test('to keep goods that are already granted ends the waiting for them', () => {
    const approved = story(aContext(), asked, { type: 'approve' }, offerOfYuan(60), {
      type: 'accept_offer',
      offerId: partId('ofr', asked.rmaId, 1),
      by,
    });
    expect(approved.rma.lines[0]).toMatchObject({
      reception: 'not_expected',
      inspection: 'not_needed',
      settlement: 'pending',
    });
    expect(approved.rma.refunds.map((refund) => refund.amount)).toEqual([yuan(60)]);
  });

  test.each<[string, Partial<Rma>, Command, string]>([
    [
      'while one is open',
      { offers: [{ id: 'ofr_1', amount: yuan(1), goods: 'stay', validUntil: until, madeAt: NOW, state: 'open' }] },
      offerOfYuan(50),
      'offer_already_open',
    ],
    ['in a refused case', { review: 'rejected' }, offerOfYuan(50), 'review_is_over'],
    [
      'when money is ordered',
      { refunds: [aRefund()], lines: [aLine({ settlement: 'pending' })] },
      offerOfYuan(50),
      'refund_already_ordered',
    ],
    ['above what was paid', {}, offerOfYuan(199.01), 'offer_exceeds_paid'],
    ['of nothing', {}, offerOfYuan(0), 'offer_amount_wrong'],
    [
      'in another currency',
      {},
      { type: 'make_offer', amount: { minor: 100n, currency: 'USD' }, goods: 'stay', validUntil: until },
      'offer_amount_wrong',
    ],
    ['that is over already', {}, { ...offerOfYuan(50), validUntil: NOW } as Command, 'offer_validity_wrong'],
    ['for ever', {}, { ...offerOfYuan(50), validUntil: plusHours(NOW, 24 * 31) } as Command, 'offer_validity_wrong'],
    [
      'to keep goods that are on their way',
      { lines: [aLine({ reception: 'in_transit' })] },
      offerOfYuan(50),
      'goods_already_sent',
    ],
    [
      'to keep goods that are here',
      { lines: [aLine({ reception: 'received' })] },
      offerOfYuan(50),
      'goods_already_sent',
    ],
    [
      'for the return of what was never to come back',
      { resolution: 'refund_only' },
      offerOfYuan(50, 'come_back'),
      'goods_do_not_come_back',
    ],
    [
      'of what the platform’s document says already',
      { channelRef: { externalId: 'D', version: 1 }, requested: yuan(80) },
      offerOfYuan(80, 'come_back'),
      'offer_changes_nothing',
    ],
  ])('cannot be made %s', (_, facts, command, code) => {
    expect(outcomeOf(decide(anRma(facts), command, aContext()))).toBe(code);
  });

  test('is over when its time is', () => {
    const { rma } = story(aContext(), asked, offerOfYuan(50));
    const accept: Command = { type: 'accept_offer', offerId: first(rma), by };
    expect(outcomeOf(decide(rma, accept, aContext({ now: until })))).toContain('offer_accepted');
    const late = aContext({ now: plusMs(until, 1) });
    expect(outcomeOf(decide(rma, accept, late))).toBe('offer_is_over');
    const lapse: Command = { type: 'lapse_offer', offerId: first(rma) };
    expect(outcomeOf(decide(rma, lapse, aContext({ now: plusMs(until, -1) })))).toBe('nothing');
    expect(outcomeOf(decide(rma, lapse, late))).toBe('offer_lapsed');
  });

  test('that was answered is not answered again', () => {
    const { rma } = story(aContext(), asked, offerOfYuan(50), {
      type: 'decline_offer',
      offerId: partId('ofr', asked.rmaId, 1),
      by,
    });
    for (const type of ['accept_offer', 'decline_offer'] as const) {
      expect(outcomeOf(decide(rma, { type, offerId: first(rma), by }, aContext()))).toBe('offer_not_open');
    }
    expect(
      outcomeOf(decide(rma, { type: 'lapse_offer', offerId: first(rma) }, aContext({ now: plusHours(NOW, 48) }))),
    ).toBe('nothing');
  });

  test('a colleague may take the yes down only beside the words in which the buyer said it', () => {
    const { rma } = story(
      aContext(),
      asked,
      offerOfYuan(50),
      { type: 'record_message', messageId: 'msg_yes', via: 'portal', at: NOW },
      {
        type: 'send_message',
        messageId: 'msg_ours',
        via: 'portal',
      },
    );
    const accept = (proof?: 'msg_yes' | 'msg_ours'): Command => ({
      type: 'accept_offer',
      offerId: first(rma),
      by: 'staff',
      ...(proof ? { messageId: proof } : {}),
    });
    expect(outcomeOf(decide(rma, accept(), aContext()))).toBe('acceptance_not_proved');
    expect(outcomeOf(decide(rma, accept('msg_ours'), aContext()))).toBe('acceptance_not_proved');
    expect(eventIn(decide(rma, accept('msg_yes'), aContext()), 'offer_accepted')).toMatchObject({
      by: 'staff',
      messageId: 'msg_yes',
    });
  });

  test.each<[string, Command, string]>([
    ['the request is granted as it was', { type: 'approve' }, 'offer_withdrawn rma_approved'],
    ['the request is refused', { type: 'reject', reasonCode: 'x', note: '不符合' }, 'offer_withdrawn rma_rejected'],
    ['the buyer withdraws', { type: 'withdraw', cause: 'buyer' }, 'offer_withdrawn rma_withdrawn'],
  ])('is taken back when %s', (_, command, outcome) => {
    const { rma } = story(aContext(), asked, offerOfYuan(50));
    expect(outcomeOf(decide(rma, command, aContext()))).toBe(outcome);
  });

  test('that waits for its answer holds the automatic refund, and a no lets it go', () => {
    const looked = story(
      aContext(),
      asked,
      { type: 'approve' },
      offerOfYuan(100, 'come_back'),
      { type: 'receive_line', lineId: lineId(1), quantity: 1 },
      { type: 'inspect_line', lineId: lineId(1), quantity: 1, grade: 'new', failedTests: [], photos: [] },
    );
    expect(looked.rma.refunds).toEqual([]);
    const no = decide(
      looked.rma,
      { type: 'decline_offer', offerId: first(looked.rma), by },
      aContext({ order: looked.order }),
    );
    expect(eventIn(no, 'refund_requested').amount).toEqual(yuan(199));
    const byHand = decide(looked.rma, { type: 'request_refund', deductions: [] }, aContext({ order: looked.order }));
    expect(outcomeOf(byHand)).toBe('offer_withdrawn refund_requested');
    expect(eventIn(byHand, 'refund_requested').amount).toEqual(yuan(199));
  });
});

describe('the agreed sum', () => {
  const agreedOnTwo = [
    offerOfYuan(300, 'come_back'),
    { type: 'accept_offer', offerId: partId('ofr', bothAsked.rmaId, 1), by },
  ] as const;
  const here = (id: string, quantity: number): Command[] => [
    { type: 'receive_line', lineId: lineId(Number(id)), quantity },
    { type: 'inspect_line', lineId: lineId(Number(id)), quantity, grade: 'new', failedTests: [], photos: [] },
  ];
  const context = aContext({ order: twoCoats });

  test('is paid in one, when all that comes back is here', () => {
    const half = story(context, bothAsked, ...agreedOnTwo, ...here('1', 1));
    expect(
      outcomeOf(decide(half.rma, { type: 'request_refund', deductions: [] }, { ...context, order: half.order })),
    ).toBe('agreed_waits_for_goods');
    const whole = story(context, bothAsked, ...agreedOnTwo, ...here('1', 1), ...here('2', 1));
    expect(whole.rma.refunds.map((refund) => refund.amount)).toEqual([yuan(300)]);
  });

  test('is paid in part where some of the goods never came', () => {
    const told = story(
      context,
      bothAsked,
      ...agreedOnTwo,
      ...here('1', 1),
      { type: 'mark_missing', lineId: lineId(2) },
      {
        type: 'request_refund',
        deductions: [],
      },
    );
    expect(told.rma.refunds.map((refund) => refund.amount)).toEqual([yuan(150)]);
  });

  test('takes no further deduction', () => {
    const told = story(context, bothAsked, ...agreedOnTwo, ...here('1', 2).slice(0, 1));
    const looked = applied(
      { ...told },
      decide(
        told.rma,
        { type: 'inspect_line', lineId: lineId(1), quantity: 2, grade: 'damaged', failedTests: [], photos: [] },
        { ...context, order: told.order },
      ),
    );
    const deduction = { lineId: lineId(1), amount: yuan(1), reason: 'x' };
    expect(
      outcomeOf(
        decide(looked.rma, { type: 'request_refund', deductions: [deduction] }, { ...context, order: looked.order }),
      ),
    ).toBe('agreed_amount_is_fixed');
  });
});

describe('at a platform', () => {
  const order = anOrder({ channel: 'taobao' });
  const context = aContext({ order, policy: aPolicy({ autoRefundLimit: null }) });
  const request = aRequest({ reason: 'other', requested: yuan(199), channelRef: { externalId: 'D1', version: 1 } });
  const follow = (amount: number, resolution: 'refund_only' | 'return_and_refund', version = 2): Command => ({
    type: 'follow_channel',
    channelRef: { externalId: 'D1', version, kind: resolution },
    convertTo: resolution,
    deadline: null,
    requested: yuan(amount),
    reopen: true,
  });

  test('a document that comes to ask for what was offered says yes to it', () => {
    const { rma } = story(context, request, offerOfYuan(80), follow(80, 'refund_only'));
    expect(rma).toMatchObject({ review: 'approved', agreed: { amount: yuan(80), goods: 'stay' }, requested: yuan(80) });
    expect(rma.lines.map((line) => [line.reception, line.settlement])).toEqual([['not_expected', 'due']]);
  });

  test.each<[string, Command]>([
    ['another sum', follow(90, 'refund_only')],
    ['the same sum for goods that come back', follow(80, 'return_and_refund')],
    ['an older version', follow(80, 'refund_only', 1)],
  ])('%s does not', (_, command) => {
    const { rma } = story(context, request, offerOfYuan(80), command);
    expect(rma.offers?.map((offer) => offer.state)).toEqual(['open']);
    expect(rma.agreed).toBeUndefined();
  });

  test('nobody else says yes in its place', () => {
    const { rma } = story(context, request, offerOfYuan(80));
    expect(outcomeOf(decide(rma, { type: 'accept_offer', offerId: first(rma), by }, context))).toBe(
      'platform_decides_offer',
    );
  });

  test('a figure that the document changes after the yes is the one that is paid', () => {
    const told = story(context, request, offerOfYuan(80), follow(80, 'refund_only'), follow(70, 'refund_only', 3), {
      type: 'request_refund',
      deductions: [],
    });
    expect(told.rma.refunds.map((refund) => refund.amount)).toEqual([yuan(70)]);
  });
});

test('the preview of an offer to a platform’s buyer shows the sum that his document will then ask for', () => {
  const order = anOrder({ channel: 'taobao' });
  const context = aContext({ order });
  const request = aRequest({ reason: 'other', requested: yuan(199), channelRef: { externalId: 'D1', version: 1 } });
  const { rma } = story(context, request);
  expect(previewOffer(rma, { amount: yuan(20), goods: 'stay' }, context)).toMatchObject({
    ok: true,
    value: { entitled: yuan(199), refund: [{ event: { amount: yuan(20) } }] },
  });
});

test('the preview of an offer shows what a yes leads to, and keeps nothing', () => {
  const { rma } = story(aContext(), asked);
  const preview = previewOffer(rma, { amount: yuan(120), goods: 'come_back' }, aContext());
  expect(preview).toMatchObject({
    ok: true,
    value: { entitled: yuan(199), refund: [{ event: { amount: yuan(120) } }] },
  });
  expect(previewOffer(rma, { amount: yuan(500), goods: 'stay' }, aContext())).toMatchObject({
    ok: false,
    rejection: { code: 'offer_exceeds_paid', refundable: yuan(199) },
  });
});
