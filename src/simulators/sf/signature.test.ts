import { expect, test } from 'vitest';
import { digestOf } from './signature.ts';

const digest = (msgData: string): string => digestOf(msgData, '1790302530', 'TESTCHECKWORD0001');

test('a call is signed like the published one (F1)', () => {
  const published =
    '{"language":"0","trackingType":"1","trackingNumber":["SF1234567890123"],"methodType":"1","checkPhoneNo":"1234"}';
  expect(digest(published)).toBe('L3Dnkjy8yU2BypYnaLmpBg==');
});

test('blanks, stars, tildes and accents are encoded as Java does it (F2)', () => {
  expect(digest('{"remark":"a b*c~d (é) 退"}')).toBe('VHYvMBB+yqlb9LNpe+cebw==');
});
