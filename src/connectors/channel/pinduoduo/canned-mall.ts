import { fromWallClock, type Instant } from '../../../domain/time.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, type SeenRequest, silence } from '../../canned-vendor.ts';
import { readExactJson } from '../../exact-json.ts';
import type { ChannelPort } from '../port.ts';
import type { PinduoduoConfig } from './config.ts';
import { pinduoduo } from './pinduoduo.ts';

/** For tests: a mall whose platform gives canned answers. */
export const shanghai = (text: string): Instant => fromWallClock(text, 'Asia/Shanghai');

export const clientId = '0123456789abcdef0123456789abcdef';
export const clientSecret = 'test_secret_0123456789abcdef';
export const mallId = '171504183';

export const configOf = (gatewayUrl: string, messageUrl = 'ws://127.0.0.1:1'): PinduoduoConfig => ({
  gatewayUrl,
  messageUrl,
  clientId,
  clientSecret,
  mallId,
  accessToken: 'test_access_token_pdd',
  refreshToken: 'test_refresh_token_pdd',
  timeoutMs: 10_000,
  now: () => shanghai('2026-01-15 10:30:00'),
});

export async function mallAnswering(
  changes: Partial<PinduoduoConfig>,
  ...answers: CannedAnswer[]
): Promise<{ port: ChannelPort; vendor: CannedVendor; asked: () => Record<string, string>[] }> {
  const vendor = await cannedVendor(...answers);
  const timeoutMs = answers.includes(silence) ? 200 : 10_000;
  const port = pinduoduo({ ...configOf(`${vendor.url}/api/router`), timeoutMs, ...changes });
  return { port, vendor, asked: () => vendor.seen.map(paramsIn) };
}

export function paramsIn({ body }: SeenRequest): Record<string, string> {
  const json = readExactJson(body.toString('utf8'));
  const value = json.kind === 'json' && typeof json.value === 'object' && json.value !== null ? json.value : {};
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
}

export const error = (code: number, message = '业务服务错误'): string =>
  JSON.stringify({
    error_response: { error_msg: 'm', sub_msg: message, sub_code: String(code), error_code: code, request_id: 'r' },
  });

export const orderSn = '260115-339507978993455';
export const externalId = `7381745730@${orderSn}`;

export const row = (changes: object = {}) => ({
  id: 7381745730,
  order_sn: orderSn,
  after_sales_status: 3,
  after_sales_type: 3,
  after_sale_reason: '质量问题',
  created_time: '2026-01-15 10:00:00',
  updated_time: '2026-01-15 10:20:00',
  confirm_time: '',
  order_amount: '19.90',
  refund_amount: '19.90',
  goods_price: '19.90',
  goods_number: '1',
  goods_id: 123456789,
  sku_id: '987654321',
  tracking_number: '',
  shipping_name: '',
  ...changes,
});

/** The detail has no root: its fields stand at the top of the answer. */
export const detail = (changes: object = {}) => ({
  id: 7381745730,
  order_sn: orderSn,
  after_sales_status: 3,
  after_sales_type: 2,
  after_sales_reason: '质量问题',
  remark: '线头很多',
  order_amount: 1990,
  refund_amount: 1990,
  goods_number: 1,
  sku_id: '987654321',
  express_no: '',
  shipping_name: '',
  recreated_at: 1768442400000,
  updated_time: '2026-01-15 10:20:00',
  expire_time: 1768876200000,
  join_or_not: '0',
  request_id: '17684442000002',
  ...changes,
});
export const version = Date.parse('2026-01-15T02:20:00Z');

export const wire = (value: object): string => JSON.stringify(value);
