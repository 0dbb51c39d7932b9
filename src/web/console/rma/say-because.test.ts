import { expect, test } from 'vitest';
import { words as chinese } from '../locales/zh/words.ts';
import { sayBecause } from './say-because.ts';

const because: Record<string, string> = chinese.because;
const say = (type: string, code: string) =>
  sayBecause(
    type,
    code,
    (_, one) => because[one] ?? one,
    (one) => `cause ${one}`,
  );

test('why a case is somebody’s is said in words, and a person’s own words stay as they are (R-7)', () => {
  expect(say('rma_assigned', 'fits')).toBe(because['fits']);
  expect(say('rma_unassigned', 'given_back')).toBe(because['given_back']);
  expect(say('automation_stopped', 'buyer_asked')).toBe(because['buyer_asked']);
  expect(say('rma_converted', 'taken')).toBe('taken');
  expect(say('rma_converted', 'kind_changed_at_platform')).toBe(because['kind_changed_at_platform']);
  expect(say('conversion_not_followed', 'refund_already_ordered')).toBe('cause refund_already_ordered');
});
