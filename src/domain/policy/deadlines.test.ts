import { expect, test } from 'vitest';
import { aPolicy, yuan } from '../../../test/support/builders.ts';
import { money } from '../money.ts';
import { checkPolicy } from './check-policy.ts';
import { type AutoAction, clockKinds, kindFacts, quotedClocks } from './deadlines.ts';

const remind: AutoAction = { clock: 'review', hoursBefore: 6, action: 'remind' };
const errorsOf = (...autoActions: AutoAction[]) => checkPolicy(aPolicy({ autoActions })).errors;

test.each<[what: string, action: object, field: string]>([
  ['a clock that there is not', { clock: 'sundial' }, 'clock'],
  ['an action that ends nothing there', { clock: 'refund', action: 'approve', maxAmount: yuan(1) }, 'action'],
  ['a refusal, which no rule may give (PIPL 24)', { action: 'reject' }, 'action'],
  ['no time before the end', { hoursBefore: 0 }, 'hoursBefore'],
  ['a time that is no number', { hoursBefore: Number.NaN }, 'hoursBefore'],
  ['an approval of any sum', { action: 'approve' }, 'maxAmount'],
  ['an approval of nothing', { action: 'approve', maxAmount: yuan(0) }, 'maxAmount'],
  ['a limit in another currency', { action: 'approve', maxAmount: money(1, 'USD') }, 'maxAmount'],
  ['a limit of a reminder', { maxAmount: yuan(1) }, 'maxAmount'],
  ['a level of a reminder', { level: 2 }, 'level'],
  ['a supervisor of level nought', { action: 'escalate', level: 0 }, 'level'],
])('a draft with %s is refused, and the field is named', (_, wrong, field) => {
  const action = { ...remind, ...wrong };
  expect(errorsOf(remind, action)).toEqual([{ code: 'auto_action_invalid', index: 1, field }]);
});

test('hours of a shop’s clocks are whole and more than none; each clock that is wrong is named', () => {
  expect(checkPolicy(aPolicy({ clockHours: { evidence: 24, ship: 0, pay: 721 } })).errors).toEqual([
    { code: 'terms_invalid', field: 'clockHours', clock: 'ship' },
    { code: 'terms_invalid', field: 'clockHours', clock: 'pay' },
  ]);
  expect(checkPolicy(aPolicy({ clockHours: { ship: 24 } })).errors).toEqual([]);
});

test('the default policy reminds, asks for more time and hands over; it grants and refuses nobody by time alone', () => {
  const { errors } = checkPolicy(aPolicy());
  expect(errors).toEqual([]);
  const actions = new Set(aPolicy().autoActions?.map(({ action }) => action));
  expect(actions).toEqual(new Set(['remind', 'extend', 'escalate']));
});

test('no clock can be made to refuse, and no quoted time counts as verified', () => {
  const all = clockKinds.flatMap((kind) => kindFacts[kind].actions);
  expect(new Set(all)).toEqual(new Set(['remind', 'extend', 'escalate', 'approve']));
  expect(quotedClocks.every(({ verified }) => !verified)).toBe(true);
});
