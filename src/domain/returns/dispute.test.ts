import { expect, test } from 'vitest';
import { aContext, anOrder, aPolicy, applied, aRequest, at, outcomeOf, story } from '../../../test/support/builders.ts';
import { money } from '../money.ts';
import type { Instant } from '../time.ts';
import { decide } from './decide.ts';
import type { Of } from './decision.ts';
import type { RecordDispute } from './dispute.ts';
import type { Rma } from './rma.ts';
import { clocksOf } from './running-clocks.ts';

const NOW = at('2026-11-22T08:00:00.000Z');
const policy = aPolicy({ rows: [], autoRefundLimit: null });
const context = aContext({ policy, order: anOrder({ channel: 'jd' }) });
const ref = { externalId: '287', version: 1 };
const refuse = { type: 'reject', reasonCode: 'worn', note: '' } as const;
const asked = aRequest({ reason: 'no_reason', channelRef: ref, requested: money(19900, 'CNY') });
const refused = () => story(context, asked, refuse);
type Told = ReturnType<typeof refused>;

const step = (step: RecordDispute['step'], moment: Instant, more: Partial<RecordDispute> = {}): RecordDispute => ({
  type: 'record_dispute',
  step,
  at: moment,
  ...more,
});
const go = (told: Told, ...commands: RecordDispute[]): Told =>
  commands.reduce((now, command) => applied(now, decide(now.rma, command, { ...context, order: now.order })), told);
const read = (told: Told, facts: Partial<Of<'follow_channel'>>, version = 2): Told => {
  const command: Of<'follow_channel'> = {
    type: 'follow_channel',
    channelRef: { ...ref, version },
    deadline: null,
    requested: money(19900, 'CNY'),
    reopen: false,
    ...facts,
  };
  return applied(told, decide(told.rma, command, { ...context, order: told.order }));
};
const clocks = (rma: Rma) =>
  clocksOf(rma, policy)
    .filter(({ kind }) => kind.startsWith('dispute_'))
    .map(({ kind, source, at: end }) => `${kind} ${source} ${end}`);

const began = at('2026-11-22T06:01:00.000Z'); // 14:01 in Shanghai

test('a dispute that a person has read at JD starts its clocks from the moment it gives, also after a refusal (R-8)', () => {
  const open = go(refused(), step('opened', began));
  expect(open.rma).toMatchObject({ intervention: 'open', dispute: { by: 'person', openedAt: began } });
  expect(clocks(open.rma)).toEqual([
    'dispute_answer rule 2026-11-23T06:01:00.000Z',
    'dispute_call rule 2026-11-23T06:01:00.000Z',
  ]);
  expect(clocksOf(open.rma, policy).find(({ kind }) => kind === 'dispute_answer')?.article).toBe('京东纠纷总则 9(1)');
});

test('evidence is due within four of JD’s open hours, and an answer ends both clocks (R-8)', () => {
  const wanted = go(refused(), step('opened', began), step('evidence_asked', began));
  expect(clocks(wanted.rma)).toContain('dispute_evidence rule 2026-11-23T01:01:00.000Z');
  expect(clocks(go(wanted, step('answered', NOW)).rma)).toEqual([]);
});

test('what was answered before evidence was asked for does not answer that (R-8)', () => {
  const again = go(refused(), step('opened', began), step('answered', began), step('evidence_asked', NOW));
  expect(clocks(again.rma)).toEqual(['dispute_evidence rule 2026-11-23T03:00:00.000Z']);
});

test('who has lost carries it out within a day and may appeal for seven; the end of the matter stops both (R-8)', () => {
  const lost = go(refused(), step('opened', began), step('decided', NOW, { outcome: 'refunded' }));
  expect(lost.rma).toMatchObject({ intervention: 'decided', ruling: 'refunded' });
  expect(clocks(lost.rma)).toEqual([
    'dispute_execution rule 2026-11-23T08:00:00.000Z',
    'dispute_appeal rule 2026-11-29T16:00:00.000Z',
  ]);
  expect(clocks(go(lost, step('ended', NOW)).rma)).toEqual([]);
  const won = go(refused(), step('opened', began), step('decided', NOW, { outcome: 'refused' }));
  expect(clocks(won.rma)).toEqual([]);
});

test('what was recorded by mistake is ended: the platform judges nothing any more (R-8)', () => {
  const undone = go(story(context, asked), step('opened', began), step('ended', NOW));
  expect(undone.rma).toMatchObject({ intervention: 'decided', ruling: 'withdrawn' });
  expect(clocks(undone.rma)).toEqual([]);
  expect(outcomeOf(decide(undone.rma, refuse, { ...context, order: undone.order }))).toBe('rma_rejected');
});

test.each<[string, RecordDispute[], RecordDispute, string]>([
  ['a moment that is still to come', [], step('opened', at('2026-11-22T08:00:01.000Z')), 'moment_in_future'],
  ['a step of a dispute that nobody knows of', [], step('answered', NOW), 'platform_has_not_stepped_in'],
  ['a second beginning', [step('opened', began)], step('opened', NOW), 'platform_has_stepped_in_before'],
  ['an answer before the question', [step('opened', NOW)], step('answered', began), 'moment_before_dispute'],
  ['a decision that says nothing', [step('opened', began)], step('decided', NOW), 'ruling_missing'],
])('%s is refused', (_, before, command, code) => {
  const told = go(refused(), ...before);
  expect(outcomeOf(decide(told.rma, command, { ...context, order: told.order }))).toBe(code);
});

test('a return that lies at no platform has no dispute there', () => {
  const own = story(context, aRequest({ reason: 'no_reason' }));
  expect(outcomeOf(decide(own.rma, step('opened', NOW), { ...context, order: own.order }))).toBe('no_platform_case');
});

test('a document that says nothing of JD’s staff does not take back what a person has read; one that is over does (R-8)', () => {
  const open = go(refused(), step('opened', began));
  expect(read(open, { intervention: 'none', ending: 'refused' }).rma.intervention).toBe('open');
  expect(read(open, { intervention: 'none', ending: 'refunded' }).rma).toMatchObject({
    intervention: 'decided',
    ruling: 'refunded',
  });
  const decided = go(open, step('decided', NOW, { outcome: 'refused' }));
  expect(read(decided, { intervention: 'open' }).rma.intervention).toBe('decided');
});

test('a mark in a list of JD’s starts the clocks from when we saw it, as an estimate (R-8)', () => {
  const seen = read(story(context, asked), { intervention: 'open' });
  expect(seen.rma.dispute).toEqual({ by: 'document', openedAt: NOW });
  expect(clocks(seen.rma)).toContain('dispute_answer estimate 2026-11-23T08:00:00.000Z');
  expect(read(seen, { intervention: 'none' }, 3).rma).toMatchObject({ intervention: 'decided', ruling: 'withdrawn' });
});

test('only JD publishes clocks of its disputes: another platform’s case shows the dispute and no time of JD’s', () => {
  const elsewhere = { ...context, order: anOrder({ channel: 'taobao' }) };
  const told = story(elsewhere, asked, refuse, step('opened', began));
  expect(told.rma.intervention).toBe('open');
  expect(clocks(told.rma)).toEqual([]);
});
