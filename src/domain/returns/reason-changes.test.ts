import { expect, test } from 'vitest';
import { aContext, applied, aRequest, NOW, outcomeOf, story, type Told } from '../../../test/support/builders.ts';
import { money } from '../money.ts';
import type { Reason } from '../policy/reasons.ts';
import { decide } from './decide.ts';
import type { Of } from './decision.ts';

const ref = { externalId: '77', version: 1, words: 'a', kind: 'return_and_refund' as const };
const said = (reason: Reason | undefined, facts: Partial<Of<'follow_channel'>> = {}): Of<'follow_channel'> => ({
  type: 'follow_channel',
  channelRef: { ...ref, version: 2, words: 'b' },
  deadline: null,
  requested: money(19900, 'CNY'),
  reopen: true,
  ...(reason ? { reason } : {}),
  ...facts,
});
const asked = (reason: Reason, words: string | undefined = 'a') => {
  const { words: _, ...without } = ref;
  return story(
    aContext(),
    aRequest({ reason, channelRef: words ? { ...without, words } : without, requested: money(19900, 'CNY') }),
  );
};
const follow = (told: Told, command: Of<'follow_channel'>) =>
  decide(told.rma, command, { ...aContext(), order: told.order, now: NOW });

test('a new reason is judged once, on the request as it is now (R-3)', () => {
  expect(outcomeOf(follow(asked('other'), said('no_reason')))).toBe(
    'channel_followed reason_changed policy_applied rma_approved',
  );
});

test('the same words, the same reason in other words, or a document that says none, change nothing (R-3)', () => {
  const told = asked('other');
  expect(outcomeOf(follow(told, said('no_reason', { channelRef: { ...ref, version: 2 } })))).toBe('channel_followed');
  expect(outcomeOf(follow(told, said('other')))).toBe('channel_followed');
  expect(outcomeOf(follow(told, said(undefined)))).toBe('channel_followed');
});

test('of a return from before words were kept, the first document only says what they are (R-3)', () => {
  const told = asked('other', '');
  const first = applied(told, follow(told, said('no_reason')));
  expect(first.rma).toMatchObject({ reason: 'other', channelRef: { words: 'b' } });
  const next = follow(first, said('no_reason', { channelRef: { ...ref, version: 3, words: 'c' } }));
  expect(outcomeOf(next)).toBe('channel_followed reason_changed policy_applied rma_approved');
});

test('what was granted for one reason stands when another is given, and is shown beside it (R-3)', () => {
  const told = asked('no_reason');
  expect(told.rma.review).toBe('approved');
  const noted = applied(told, follow(told, said('quality_fault')));
  expect(noted.rma).toMatchObject({ reason: 'no_reason', reasonAtPlatform: 'quality_fault', review: 'approved' });
  expect(noted.rma.lines).toEqual(told.rma.lines);
  const back = applied(noted, follow(noted, said('no_reason', { channelRef: { ...ref, version: 3, words: 'a' } })));
  expect(back.rma.reasonAtPlatform).toBeUndefined();
});

test('a request that is to be judged anew for another kind is judged on the reason that was given since the grant (R-2, R-3)', () => {
  const told = asked('no_reason');
  const noted = applied(told, follow(told, said('quality_fault')));
  const exchanged = follow(noted, {
    ...said('quality_fault'),
    channelRef: { ...ref, version: 3, words: 'b', kind: 'exchange' },
    convertTo: 'exchange',
  });
  expect(outcomeOf(exchanged)).toContain('rma_converted reason_changed policy_applied');
});
