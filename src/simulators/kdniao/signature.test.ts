import { expect, test } from 'vitest';
import { signatureOf } from './signature.ts';

test('a call is signed like the published one (D1)', () => {
  const published = '{"OrderCode":"","CustomerName":"1234","ShipperCode":"SF","LogisticCode":"SF1234567890123"}';
  expect(signatureOf(published, 'TESTAPPKEY0001')).toBe('YmJmNDEwNmNkNTMzYWFlYWE0M2IzZTZlZjVmZjAwMGM=');
});
