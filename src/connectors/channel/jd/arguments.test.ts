import { expect, test } from 'vitest';
import { writeArguments } from './arguments.ts';

test('all arguments are one JSON text, with every digit of an id and without what is absent', () => {
  const args = {
    serviceId: 9287123456789012345n,
    buId: '10001',
    page: 1,
    flag: true,
    ids: [1n, 2n],
    orderId: undefined,
  };
  expect(writeArguments(args)).toBe(
    '{"serviceId":9287123456789012345,"buId":"10001","page":1,"flag":true,"ids":[1,2]}',
  );
  expect(writeArguments({})).toBe('{}');
});

test('leaves go into containers where a method wants them nested', () => {
  const containers = { pageNumber: 'pageRequest', pageSize: 'pageRequest', buId: 'baseRequest' };
  expect(writeArguments({ buId: '1', pageNumber: 1, pageSize: 20, orderId: 5n }, containers)).toBe(
    '{"orderId":5,"baseRequest":{"buId":"1"},"pageRequest":{"pageNumber":1,"pageSize":20}}',
  );
});
