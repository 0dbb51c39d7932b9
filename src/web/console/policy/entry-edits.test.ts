import { expect, test } from 'vitest';
import { withAction, withClock, withHours } from './entry-edits.ts';
import type { AutoActionEntry } from './use-entry-texts.ts';

const approve: AutoActionEntry = {
  clock: 'review',
  hoursBefore: 2,
  action: 'approve',
  maxAmount: { minor: '5000', currency: 'CNY' },
};

test('another action takes along nothing that is not its own (R-8)', () => {
  expect(withAction(approve, 'remind')).toEqual({ clock: 'review', hoursBefore: 2, action: 'remind' });
  expect(withAction({ ...approve, action: 'escalate', level: 3 }, 'escalate')).not.toHaveProperty('maxAmount');
  expect(withAction(withAction(approve, 'escalate'), 'approve')).not.toHaveProperty('maxAmount');
});

test('a clock that can only be reminded of turns an approval into a reminder', () => {
  expect(withClock(approve, 'inspect')).toEqual({ clock: 'inspect', hoursBefore: 2, action: 'remind' });
  expect(withClock(approve, 'channel_answer')).toEqual({ ...approve, clock: 'channel_answer' });
});

test('hours that are all taken away are none', () => {
  expect(withHours(null, 'ship', 48)).toEqual({ ship: 48 });
  expect(withHours({ ship: 48, pay: 24 }, 'ship', null)).toEqual({ pay: 24 });
  expect(withHours({ pay: 24 }, 'pay', null)).toBeNull();
});
