import { createHash, createHmac } from 'node:crypto';

/** A call of a platform as it goes over the wire: the signature is over these very bytes. */
export type SignedPush = { channel: PushChannel; body: Buffer; headers: Readonly<Record<string, string>> };

export const pushChannels = ['douyin', 'shopify', 'woocommerce'] as const;
export type PushChannel = (typeof pushChannels)[number];

/** What the platform and the shop share. Thrown away with the database. */
export const secrets = {
  douyin: { appKey: '7000000000000000001', appSecret: '11111111-2222-3333-4444-555555555555', shopId: '4463798' },
  shopify: { shopDomain: 'guilai-bench.myshopify.com', appSecret: 'shpss_bench_secret' },
  woocommerce: { webhookSecret: 'wc_bench_secret' },
} as const;

/**
 * The `serial`-th push, one platform after the other, of a document of its own. Sizes are those of such calls: some
 * hundred bytes from Douyin, which names the document only, and a whole order from the other two.
 */
export function signedPush(serial: number, nowMs: number): SignedPush {
  const channel = pushChannels[serial % pushChannels.length] ?? 'douyin';
  return { channel, ...makers[channel](1_000_000 + serial, nowMs) };
}

const json = { 'content-type': 'application/json' };
type Made = Omit<SignedPush, 'channel'>;

const makers: Record<PushChannel, (id: number, nowMs: number) => Made> = {
  douyin: (id, nowMs) => {
    const { appKey, appSecret, shopId } = secrets.douyin;
    const at = Math.floor(nowMs / 1000);
    const content = `{"aftersale_id":72000000000${id},"aftersale_status":6,"aftersale_type":0,"p_id":69000000000${id},"s_id":69000000001${id},"shop_id":${shopId},"reason_code":10,"refund_amount":19900,"refund_post_amount":0,"refund_voucher_num":0,"apply_time":${at}}`;
    const body = JSON.stringify([{ tag: '200', msg_id: `75000000000${id}`, data: content }]);
    const sign = createHash('md5').update(`${appKey}${body}${appSecret}`).digest('hex');
    return { body: Buffer.from(body), headers: { ...json, 'app-id': appKey, 'event-sign': sign } };
  },
  shopify: (id, nowMs) => {
    const { appSecret, shopDomain } = secrets.shopify;
    const body = JSON.stringify({
      id,
      admin_graphql_api_id: `gid://shopify/Order/${id}`,
      name: `#${id}`,
      updated_at: new Date(nowMs).toISOString(),
      currency: 'CNY',
      financial_status: 'paid',
      line_items: linesOf(id),
    });
    return {
      body: Buffer.from(body),
      headers: {
        ...json,
        'x-shopify-topic': 'orders/updated',
        'x-shopify-shop-domain': shopDomain,
        'x-shopify-webhook-id': `wh-${id}`,
        'x-shopify-triggered-at': new Date(nowMs).toISOString(),
        'x-shopify-hmac-sha256': hmac(body, appSecret),
      },
    };
  },
  woocommerce: (id, nowMs) => {
    const body = JSON.stringify({
      id,
      number: String(id),
      status: 'refunded',
      currency: 'CNY',
      date_modified_gmt: new Date(nowMs).toISOString().slice(0, 19),
      total: '398.00',
      billing: {
        first_name: '小明',
        last_name: '王',
        address_1: '文一西路 969 号',
        city: '杭州',
        phone: '13800001234',
      },
      line_items: linesOf(id),
      refunds: [{ id: id + 1, reason: '七天无理由', total: '-199.00' }],
    });
    return {
      body: Buffer.from(body),
      headers: {
        ...json,
        'x-wc-webhook-topic': 'order.updated',
        'x-wc-webhook-delivery-id': `d${id}`,
        'x-wc-webhook-signature': hmac(body, secrets.woocommerce.webhookSecret),
      },
    };
  },
};

const hmac = (body: string, secret: string): string => createHmac('sha256', secret).update(body).digest('base64');

/** Four lines: an order's body then has about two kilobytes, as a small one of these shops has. */
const linesOf = (id: number): object[] =>
  Array.from({ length: 4 }, (_, line) => ({
    id: id * 10 + line,
    name: '羊毛大衣 双面呢 中长款 女',
    product_id: 400 + line,
    variation_id: 0,
    quantity: 1,
    tax_class: '',
    subtotal: '199.00',
    subtotal_tax: '0.00',
    total: '199.00',
    total_tax: '0.00',
    taxes: [],
    meta_data: [
      { id: 1, key: 'pa_size', value: 'M', display_key: '尺码', display_value: 'M' },
      { id: 2, key: 'pa_color', value: 'camel', display_key: '颜色', display_value: '驼色' },
    ],
    sku: `SKU-${id % 500}-${line}`,
    price: 199,
  }));
