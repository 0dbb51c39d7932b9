import { describe, expect, test } from 'vitest';
import { at } from '../../../test/support/builders.ts';
import { plusHours } from '../time.ts';
import { type AlertCommand, actOn, MOST_HOURS_OFF, type OwnedAlert } from './alert-acts.ts';
import { hoursOn, type KnownLane } from './lanes.ts';

const now = at('2026-11-11T00:00:00Z');
const alert = (changed: Partial<OwnedAlert> = {}): OwnedAlert => ({
  kind: 'damaged',
  cause: 'x',
  raisedAt: now,
  dueAt: plusHours(now, 24),
  level: 1,
  over: null,
  ownerId: null,
  ...changed,
});
const ann = { id: 'usr_ann' };
const boss = { id: 'usr_boss', assigns: true } as const;
const key = { id: 'key_1', isProgram: true } as const;

describe('what people do about an alert (L-4)', () => {
  test.each<[string, OwnedAlert, AlertCommand, Parameters<typeof actOn>[2], string | Partial<OwnedAlert>]>([
    ['takes one of nobody', alert(), { type: 'take' }, ann, { ownerId: 'usr_ann' }],
    ['takes none of another', alert({ ownerId: 'usr_bob' }), { type: 'take' }, ann, 'alert_is_anothers'],
    [
      'takes one of another as a supervisor',
      alert({ ownerId: 'usr_bob' }),
      { type: 'take' },
      boss,
      { ownerId: 'usr_boss' },
    ],
    ['a program takes none', alert(), { type: 'take' }, key, 'not_a_person'],
    ['gives back its own', alert({ ownerId: 'usr_ann' }), { type: 'give_back' }, ann, { ownerId: null }],
    ['gives back none of nobody', alert(), { type: 'give_back' }, ann, 'alert_is_nobodys'],
    ['gives back none of another', alert({ ownerId: 'usr_bob' }), { type: 'give_back' }, ann, 'alert_is_anothers'],
    [
      'hands over its own',
      alert({ ownerId: 'usr_ann' }),
      { type: 'hand_over', to: 'usr_bob' },
      ann,
      { ownerId: 'usr_bob' },
    ],
    ['hands over none of nobody', alert(), { type: 'hand_over', to: 'usr_bob' }, ann, 'alert_is_nobodys'],
    [
      'gives one of nobody out as a supervisor',
      alert(),
      { type: 'hand_over', to: 'usr_bob' },
      boss,
      { ownerId: 'usr_bob' },
    ],
    [
      'hands over none of another',
      alert({ ownerId: 'usr_bob' }),
      { type: 'hand_over', to: 'usr_ann' },
      ann,
      'alert_is_anothers',
    ],
    [
      'hands over none to whom has it',
      alert({ ownerId: 'usr_ann' }),
      { type: 'hand_over', to: 'usr_ann' },
      ann,
      'alert_is_theirs_already',
    ],
    [
      'hands over none that is over',
      alert({ over: 'gone', ownerId: 'usr_ann' }),
      { type: 'hand_over', to: 'usr_bob' },
      ann,
      'alert_is_over',
    ],
    ['handles one', alert(), { type: 'handle', text: 'x' }, ann, { over: 'handled' }],
    ['handles none that is over', alert({ over: 'gone' }), { type: 'handle', text: 'x' }, ann, 'alert_is_over'],
    ['notes one that is over', alert({ over: 'gone' }), { type: 'note', text: 'x' }, ann, { over: 'gone' }],
    [
      'puts one off',
      alert(),
      { type: 'put_off', until: plusHours(now, 30), text: '' },
      ann,
      { dueAt: plusHours(now, 30) },
    ],
    ['puts none off into the past', alert(), { type: 'put_off', until: now, text: '' }, ann, 'put_off_too_far'],
    [
      'puts none off for longer than a week',
      alert(),
      { type: 'put_off', until: plusHours(now, MOST_HOURS_OFF + 1), text: '' },
      ann,
      'put_off_too_far',
    ],
  ])('%s', (_, before, command, who, then) => {
    const acted = actOn(before, command, who, now);
    if (typeof then === 'string') expect(acted).toMatchObject({ ok: false, rejection: { code: then } });
    else expect(acted).toMatchObject({ ok: true, value: { alert: then } });
  });
});

test('the hours of a city beat those of its courier, and what is set beats what is learned and what holds for all', () => {
  const lane = (fromCity: string, facts: Partial<KnownLane>): KnownLane => ({
    courier: 'yunda',
    fromCity,
    learned: {},
    own: {},
    ...facts,
  });
  const lanes = [
    lane('', { learned: { late: 100, no_movement: 60 }, own: { no_movement: 70 } }),
    lane('深圳', { learned: { late: 130 } }),
    lane('广州', { own: { no_movement: 90 } }),
  ];
  const on = (fromCity: string, courier = 'yunda') =>
    hoursOn(lanes, { courier, fromCity }, { no_movement: 50, late: 80 });
  expect(on('深圳')).toEqual({ set: { no_movement: 70, late: 80 }, learned: { late: 130, no_movement: 60 } });
  expect(on('广州')).toEqual({ set: { no_movement: 90, late: 80 }, learned: { late: 100, no_movement: 60 } });
  expect(on('')).toEqual({ set: { no_movement: 70, late: 80 }, learned: { late: 100, no_movement: 60 } });
  expect(on('深圳', 'zto')).toEqual({ set: { no_movement: 50, late: 80 }, learned: {} });
});
