import { expect, test } from 'vitest';
import { clientId, clientSecret } from './canned-mall.ts';
import { sign, streamSign } from './sign.ts';

const common = {
  access_token: 'test_access_token_pdd',
  client_id: clientId,
  data_type: 'JSON',
  timestamp: '1768444200',
};

test('a list of after-sales', () => {
  const params = {
    ...common,
    type: 'pdd.refund.list.increment.get',
    version: 'V1',
    after_sales_status: '2',
    after_sales_type: '1',
    start_updated_at: '1768442400',
    end_updated_at: '1768444200',
    page: '1',
    page_size: '100',
  };
  expect(sign(params, clientSecret)).toBe('09831244F95EB63157A3E550FA1DAC4C');
});

test('a nested object is signed as its JSON text, and Chinese as UTF-8', () => {
  const request = '{"after_sales_id":7381745730,"order_sn":"260115-339507978993455","operate_desc":"同意退款"}';
  expect(sign({ ...common, type: 'pdd.refund.agree', request }, clientSecret)).toBe('F37CB1F0DFD9A0445AA0592EF9A473AB');
});

test('the address of the message stream', () => {
  expect(streamSign(clientId, 1768444200000, clientSecret)).toBe('OTZjOWZmY2QyNDAzZWZmYzc5OTRlZTUxOWI1YWUwNDc=');
});
