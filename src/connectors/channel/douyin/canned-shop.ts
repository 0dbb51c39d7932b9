import { fromWallClock, type Instant } from '../../../domain/time.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, silence } from '../../canned-vendor.ts';
import type { ChannelPort } from '../port.ts';
import type { DouyinConfig } from './config.ts';
import { douyin } from './douyin.ts';
import { versionOf } from './read.ts';

/** For tests: a shop whose platform gives canned answers. */
export const shanghai = (text: string): Instant => fromWallClock(text, 'Asia/Shanghai');

export const appKey = '7000000000000000001';
export const appSecret = '11111111-2222-3333-4444-555555555555';

export async function shopAnswering(
  changes: Partial<DouyinConfig>,
  ...answers: CannedAnswer[]
): Promise<{ port: ChannelPort; vendor: CannedVendor; seen: CannedVendor['seen'] }> {
  const vendor = await cannedVendor(...answers);
  const port = douyin({
    gatewayUrl: vendor.url,
    appKey,
    appSecret,
    accessToken: 'token',
    timeoutMs: answers.includes(silence) ? 200 : 10_000,
    now: () => shanghai('2026-01-15 10:30:00'),
    ...changes,
  });
  return { port, vendor, seen: vendor.seen };
}

/** With bare 64-bit numbers, as the platform writes them. */
export const wire = (value: object): string => JSON.stringify(value).replaceAll(/"#(\d+)"/g, '$1');

export const success = (data: object): string =>
  wire({ code: 10000, msg: 'success', sub_code: '', sub_msg: '', log_id: 'l', data });
export const error = (code: number, subCode: string, subMsg = ''): string =>
  wire({ code, msg: 'm', sub_code: subCode, sub_msg: subMsg, log_id: 'l', data: null });

export const updateTime = 1_768_443_120;
export const afterSaleId = '7130712345678901234';
export const version = versionOf(shanghai('2026-01-15 10:12:00'), 6, '1');
export const ref = { externalId: afterSaleId, version };

/** `data` of `afterSale.Detail`, with changes to `after_sale_info`. */
export const detail = (changes: object = {}, process: object = {}) => ({
  process_info: {
    after_sale_info: {
      after_sale_id: `#${afterSaleId}`,
      after_sale_status: 6,
      after_sale_type: 0,
      after_sale_order_type: 1,
      refund_status: 1,
      refund_total_amount: 1250,
      apply_time: 1_768_442_400,
      update_time: updateTime,
      status_deadline: 1_768_615_200,
      reason: '不喜欢/效果不好',
      reason_remark: '',
      after_sale_apply_count: 2,
      ...changes,
    },
    arbitrate_info: { arbitrate_status: 0 },
    logistics_info: { return: null, order: [] },
    ...process,
  },
  order_info: {
    shop_order_id: '#6912345678901234567',
    sku_order_infos: [{ sku_order_id: '#6912345678901234568', item_quantity: 3, product_name: 'T恤' }],
  },
});

export const listRow = (id: string, updateTime: number) => ({
  aftersale_info: { aftersale_id: id, aftersale_status: 6, refund_status: 1, update_time: updateTime },
  order_info: { shop_order_id: '1' },
});
