import { describe, expect, test } from 'vitest';
import { aContext, anRma, eventIn, NOW, outcomeOf } from '../../../test/support/builders.ts';
import { plusHours } from '../time.ts';
import { decide } from './decide.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { jobsFor } from './jobs.ts';
import type { MessageState } from './negotiation.ts';
import type { Rma } from './rma.ts';

const fold = (...events: RmaEvent[]): Rma =>
  events.reduce<Rma>(evolve, anRma({ channelRef: { externalId: 'D1', version: 1 } }));
const sent: RmaEvent = { type: 'message_sent', messageId: 'msg_1', via: 'platform' };
const heard: RmaEvent = { type: 'message_received', messageId: 'msg_b', via: 'platform', at: NOW };
const outcome = (rma: Rma, is: 'sent' | 'failed' | 'unknown') =>
  outcomeOf(decide(rma, { type: 'record_message_outcome', messageId: 'msg_1', outcome: is }, aContext()));

describe('a message to a platform', () => {
  test('waits for its outcome, and is sent by a job', () => {
    const rma = fold(sent);
    expect(rma.messages).toEqual([{ id: 'msg_1', via: 'platform', state: 'pending' }]);
    expect(jobsFor(rma, sent)).toEqual([{ kind: 'send_message', rmaId: rma.id, messageId: 'msg_1' }]);
  });

  test('written in the platform’s own console is sent already', () => {
    const elsewhere: RmaEvent = { ...sent, elsewhere: true };
    expect(fold(elsewhere).messages?.[0]?.state).toBe('sent');
    expect(jobsFor(fold(elsewhere), elsewhere)).toEqual([]);
  });

  test.each<[string, RmaEvent[], 'sent' | 'failed' | 'unknown', string]>([
    ['that waits is sent', [sent], 'sent', 'message_delivered'],
    ['that waits fails', [sent], 'failed', 'message_failed'],
    ['nobody knows of', [sent], 'unknown', 'message_failed'],
    [
      'of which nobody knew turns out to stand there',
      [sent, { type: 'message_failed', messageId: 'msg_1', unknown: true }],
      'sent',
      'message_delivered',
    ],
    [
      'that stands there is in no doubt any more',
      [sent, { type: 'message_delivered', messageId: 'msg_1' }],
      'unknown',
      'nothing',
    ],
    ['is told once', [sent, { type: 'message_failed', messageId: 'msg_1' }], 'failed', 'nothing'],
  ])('%s', (_, events, is, expected) => {
    expect(outcome(fold(...events), is)).toBe(expected);
  });

  test.each<[MessageState, RmaEvent[], string]>([
    ['failed', [sent, { type: 'message_failed', messageId: 'msg_1' }], 'message_resent'],
    ['unknown', [sent, { type: 'message_failed', messageId: 'msg_1', unknown: true }], 'message_resent'],
    ['pending', [sent], 'message_not_failed'],
    ['sent', [sent, { type: 'message_delivered', messageId: 'msg_1' }], 'message_not_failed'],
  ])('that is %s is sent again only where a person may have seen that it is not there', (state, events, expected) => {
    const rma = fold(...events);
    expect(rma.messages?.[0]?.state).toBe(state);
    expect(outcomeOf(decide(rma, { type: 'resend_message', messageId: 'msg_1' }, aContext()))).toBe(expected);
  });

  test('needs a platform', () => {
    const command = { type: 'send_message', messageId: 'msg_1', via: 'platform' } as const;
    expect(outcomeOf(decide(anRma(), command, aContext()))).toBe('no_platform_thread');
  });
});

describe('a buyer', () => {
  test('waits from his first unanswered words until he has an answer', () => {
    const later: RmaEvent = { ...heard, messageId: 'msg_c', at: plusHours(NOW, 1) };
    expect(fold(heard, later).buyerWroteAt).toBe(NOW);
    expect(fold(heard, later, sent).buyerWroteAt).toBeNull();
    expect(fold(heard, { type: 'messages_acknowledged' }).buyerWroteAt).toBeNull();
  });

  test('is not the platform, whose words wait for nobody', () => {
    expect(fold({ ...heard, from: 'platform' }).buyerWroteAt).toBeUndefined();
  });

  test('who says the same again in a repetition has said it once', () => {
    const command = { type: 'record_message', messageId: 'msg_b', via: 'platform', at: NOW } as const;
    expect(outcomeOf(decide(fold(heard), command, aContext()))).toBe('nothing');
  });

  test('who has said nothing needs no acknowledgement', () => {
    expect(outcomeOf(decide(fold(sent), { type: 'acknowledge_messages' }, aContext()))).toBe('nothing_to_acknowledge');
  });
});

describe('the platform is told again', () => {
  const refused = anRma({ review: 'rejected', channelRef: { externalId: 'D1', version: 2 }, channelPush: 'failed' });

  test('what stands now, with the reason that was chosen anew', () => {
    const platformReason = { id: '1004', text: '退回商品与原商品不符' };
    const decided = decide(refused, { type: 'tell_again', platformReason }, aContext());
    const event = eventIn(decided, 'channel_asked_again');
    expect(event).toEqual({ type: 'channel_asked_again', action: 'refuse', platformReason });
    expect(evolve(refused, event).channelPush).toBe('pending');
    expect(jobsFor(refused, event)).toEqual([{ kind: 'tell_channel', rmaId: refused.id, action: 'refuse' }]);
  });

  test.each<[Partial<Rma>, string]>([
    [{ channelPush: 'done' }, 'platform_was_told'],
    [{ channelPush: 'pending' }, 'platform_was_told'],
    [{ review: 'withdrawn' }, 'review_is_over'],
    [{ review: 'approved' }, 'channel_asked_again'],
  ])('%o: %s', (facts, expected) => {
    expect(outcomeOf(decide({ ...refused, ...facts }, { type: 'tell_again' }, aContext()))).toBe(expected);
  });
});

test('a refusal in forbidden words is not taken, and says which', () => {
  const rma = anRma({ review: 'escalated' });
  const decided = decide(rma, { type: 'reject', reasonCode: 'other', note: '特价商品不退不换' }, aContext());
  expect(decided).toMatchObject({
    ok: false,
    rejection: { code: 'forbidden_phrase', findings: [{ ruleId: 'no-return-on-sale-goods' }] },
  });
});
