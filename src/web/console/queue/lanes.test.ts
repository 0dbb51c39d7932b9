import { expect, test } from 'vitest';
import { lanesShown } from './lanes.ts';

test('a lane where mostly nothing stands has a tab only while something does, or while it is open', () => {
  expect(lanesShown({ to_review: 3 }, 'to_review')).not.toContain('at_platform');
  expect(lanesShown({ at_platform: 1 }, 'to_review')).toContain('at_platform');
  expect(lanesShown({}, 'at_platform')).toContain('at_platform');
});

test('the lanes of every day keep their tabs, empty or not', () => {
  expect(lanesShown({}, 'all')).toEqual(
    expect.arrayContaining(['to_review', 'due_soon', 'to_inspect', 'refund_problem', 'channel_problem', 'closed']),
  );
});
