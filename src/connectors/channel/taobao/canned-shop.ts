import { fromWallClock, type Instant } from '../../../domain/time.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, silence } from '../../canned-vendor.ts';
import type { ChannelPort } from '../port.ts';
import type { TaobaoConfig } from './config.ts';
import { taobao } from './taobao.ts';

export const shanghai = (text: string): Instant => fromWallClock(text, 'Asia/Shanghai');

export const appSecret = 'test_secret_0123456789abcdef';

/** For tests: a Tmall shop whose platform gives canned answers. Its exchanges are asked for where a test says so. */
export async function shopAnswering(
  changes: Partial<TaobaoConfig>,
  ...answers: CannedAnswer[]
): Promise<{ port: ChannelPort; vendor: CannedVendor; seen: CannedVendor['seen'] }> {
  const vendor = await cannedVendor(...answers);
  const port = taobao({
    gatewayUrl: `${vendor.url}/router/rest`,
    appKey: '12345678',
    appSecret,
    session: '6100000test_session',
    shopKind: 'tmall',
    timeoutMs: answers.includes(silence) ? 200 : 10_000,
    now: () => shanghai('2026-01-15 10:30:00'),
    ...changes,
    unverified: { pullsExchanges: false, ...changes.unverified },
  });
  return { port, vendor, seen: vendor.seen };
}

export const error = (code: number, subCode: string, subMsg = ''): string =>
  JSON.stringify({ error_response: { code, msg: 'm', sub_code: subCode, sub_msg: subMsg, request_id: 'r' } });

export const version = 1768443120000;
export const refundRow = (changes: object = {}) => ({
  refund_id: '212345678901234567',
  status: 'WAIT_SELLER_AGREE',
  modified: '2026-01-15 10:12:00',
  created: '2026-01-15 10:00:00',
  refund_fee: '12.50',
  dispute_type: 'REFUND_AND_RETURN',
  refund_phase: 'aftersale',
  refund_version: version,
  ...changes,
});
/** With bare 64-bit numbers, as the platform writes them. */
export const wire = (value: object): string => JSON.stringify(value).replaceAll(/"#(\d+)"/g, '$1');
export const refundAnswer = (changes: object = {}): string =>
  wire({
    refund_get_response: {
      refund: refundRow({ tid: '#2212345678901234567', oid: '#2212345678901234567', num: 1, ...changes }),
      request_id: 'r',
    },
  });
