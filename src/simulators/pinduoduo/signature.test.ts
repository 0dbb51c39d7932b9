import { expect, test } from 'vitest';
import { isSignedBy, popSign, streamSign } from './signature.ts';

const secret = 'test_secret_0123456789abcdef';
const params = (text: string): Map<string, string> => new Map(new URLSearchParams(text));
const common =
  'access_token=test_access_token_pdd&client_id=0123456789abcdef0123456789abcdef&data_type=JSON&timestamp=1768444200';

test('a list request', () => {
  const list = `${common}&type=pdd.refund.list.increment.get&version=V1&after_sales_status=2&after_sales_type=1&start_updated_at=1768442400&end_updated_at=1768444200&page=1&page_size=100`;
  expect(popSign(params(list), secret)).toBe('09831244F95EB63157A3E550FA1DAC4C');
});

test('a nested object with Chinese text', () => {
  const agree = params(`${common}&type=pdd.refund.agree`);
  agree.set('request', '{"after_sales_id":7381745730,"order_sn":"260115-339507978993455","operate_desc":"同意退款"}');
  expect(popSign(agree, secret)).toBe('F37CB1F0DFD9A0445AA0592EF9A473AB');
});

test('the address of the message stream', () => {
  const sign = streamSign('0123456789abcdef0123456789abcdef', '1768444200000', secret);
  expect(sign).toBe('OTZjOWZmY2QyNDAzZWZmYzc5OTRlZTUxOWI1YWUwNDc=');
});

test('empty parameters may be signed or left out, and lower case is wrong', () => {
  const sent = params('client_id=1&page=');
  const without = popSign(params('client_id=1'), secret);
  expect(isSignedBy(new Map([...sent, ['sign', without]]), secret)).toBe(true);
  expect(isSignedBy(new Map([...sent, ['sign', popSign(sent, secret)]]), secret)).toBe(true);
  expect(isSignedBy(new Map([...sent, ['sign', without.toLowerCase()]]), secret)).toBe(false);
});
