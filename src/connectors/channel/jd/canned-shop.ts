import { fromWallClock, type Instant } from '../../../domain/time.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, silence } from '../../canned-vendor.ts';
import type { ChannelPort } from '../port.ts';
import type { JdConfig } from './config.ts';
import { jd } from './jd.ts';

export const shanghai = (text: string): Instant => fromWallClock(text, 'Asia/Shanghai');

/** For tests: the account that simulators know too, at any address. */
export const testShop = (url: string, changes: Partial<JdConfig> = {}): JdConfig => ({
  gatewayUrl: `${url}/routerjson`,
  oauthUrl: `${url}/oauth2`,
  appKey: 'ABCDEF0123456789ABCDEF0123456789',
  appSecret: 'test_secret_0123456789abcdef',
  accessToken: 'test_access_token_jd',
  refreshToken: 'test_refresh_token_jd',
  venderId: '10001',
  operatePin: 'erp_pin',
  operateNick: 'erp',
  returnRegion: { province: 15, city: 1213, county: 3038 },
  returnAddressType: 1,
  timeoutMs: 10_000,
  now: () => shanghai('2026-01-15 10:30:00'),
  ...changes,
});

/** For tests: a shop whose platform gives canned answers. */
export async function shopAnswering(
  changes: Partial<JdConfig>,
  ...answers: CannedAnswer[]
): Promise<{ port: ChannelPort; vendor: CannedVendor; seen: CannedVendor['seen'] }> {
  const vendor = await cannedVendor(...answers);
  const timeoutMs = answers.includes(silence) ? 200 : 10_000;
  return { port: jd(testShop(vendor.url, { timeoutMs, ...changes })), vendor, seen: vendor.seen };
}

/** With bare 64-bit numbers, `"#123"`, as the platform writes them. */
export const wire = (value: object): string => JSON.stringify(value).replaceAll(/"#(\d+)"/g, '$1');

/** An answer below its root. */
export const answer = (method: string, content: object): string =>
  wire({ [`${method.replaceAll('.', '_')}_responce`]: { code: '0', ...content } });

export const serviceId = '9287123456789012345';
export const orderId = '9251234567890123457';
export const updatedAt = 1_768_443_120_000;

export const brief = (changes: object = {}): object => ({
  serviceId: `#${serviceId}`,
  applyId: 1871234567,
  orderId: `#${orderId}`,
  skuId: 100012345678,
  customerExpect: 10,
  customerExpectName: '退货',
  serviceStatus: 10001,
  serviceStatusName: '待审核',
  applyTime: 1_768_442_400_000,
  updateDate: updatedAt,
  freightUpdateDate: null,
  serviceCount: 1,
  actualPayPrice: 99,
  sysVersion: 3,
  ...changes,
});

export const bill = (changes: object = {}): object => ({
  ...brief(),
  questionTypeCid1: 600,
  questionTypeCid2: 601,
  questionTypeCid2Name: '质量问题',
  questionDesc: '开线了',
  serviceBillDetailList: [{ skuId: 100012345678, actualPayPrice: 99 }],
  applyDetailList: [{ applyDetailId: 181234567 }],
  ...changes,
});

type Answering = string | ((args: Readonly<Record<string, unknown>>) => string);

/** For tests: a gateway that knows these methods; a function reads the business arguments. */
export const gateway =
  (answers: Readonly<Record<string, Answering>>): CannedAnswer =>
  (response, { form }) => {
    const method = form['method'] ?? '';
    const given = answers[method] ?? JSON.stringify({ error_response: { code: '15', zh_desc: method } });
    response.end(typeof given === 'string' ? given : given(JSON.parse(form['360buy_param_json'] ?? '{}')));
  };

/** One service and all that is asked of it. */
export const serviceAnswers = (changes: object = {}): Record<string, Answering> => ({
  'jingdong.asc.query.list': answer('jingdong.asc.query.list', {
    pageResult: { success: true, data: [brief(changes)], totalCount: 1 },
  }),
  'jingdong.asc.query.view': answer('jingdong.asc.query.view', { result: { success: true, data: bill(changes) } }),
  'jingdong.asc.audit.list': answer('jingdong.asc.audit.list', {
    pageResult: { success: true, data: [{ auditOvertime: 1_768_615_200_000 }], totalCount: 1 },
  }),
});
