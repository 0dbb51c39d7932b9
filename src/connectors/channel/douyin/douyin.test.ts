import { afterEach, describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { type CannedAnswer, type CannedVendor, reset, silence } from '../../canned-vendor.ts';
import * as canned from './canned-shop.ts';
import { afterSaleId, appKey, appSecret, detail, error, ref, success, updateTime, wire } from './canned-shop.ts';
import type { DouyinConfig } from './config.ts';
import { sign } from './sign.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function shopAnswering(changes: Partial<DouyinConfig>, ...answers: CannedAnswer[]) {
  const shop = await canned.shopAnswering(changes, ...answers);
  vendor = shop.vendor;
  return shop;
}
const bodies = (): string[] => (vendor?.seen ?? []).map(({ body }) => body.toString('utf8'));
const paths = (): string[] => (vendor?.seen ?? []).map(({ path }) => path);

const now = (changes: object = {}): string => success(detail(changes));
const operated = success({ items: [{ aftersale_id: `#${afterSaleId}`, status_code: 0, status_msg: '操作成功' }] });

describe('a call', () => {
  test('has its system parameters in the query and its content, exactly as signed, in the body', async () => {
    const { port, seen } = await shopAnswering({}, now());
    await port.getRefund(afterSaleId);
    const { sign: given, ...query } = seen[0]?.form ?? {};
    expect(query).toEqual({
      app_key: appKey,
      method: 'afterSale.Detail',
      timestamp: '1768444200',
      v: '2',
      sign_method: 'hmac-sha256',
      access_token: 'token',
    });
    const param_json = `{"after_sale_id":"${afterSaleId}"}`;
    expect([seen[0]?.path, bodies()[0]]).toEqual(['/afterSale/Detail', param_json]);
    const { access_token: _, sign_method: __, ...signed } = query;
    expect(given).toBe(sign({ ...signed, param_json }, appSecret, 'hmac-sha256'));
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      'x-open-no-old-err-code': '1',
    });
  });

  test('may be signed by MD5, and the gateway’s address may end in a slash', async () => {
    const shop = await canned.shopAnswering({ signMethod: 'md5' }, now());
    vendor = shop.vendor;
    await shop.port.getRefund(afterSaleId);
    expect(shop.seen[0]?.form['sign']).toMatch(/^[0-9a-f]{32}$/);
    expect(shop.seen[0]?.form['sign_method']).toBe('md5');
  });

  test.each<[string, CannedAnswer]>([
    ['a gateway page', { status: 502, body: '<html>502 Bad Gateway</html>' }],
    ['a gateway page with status 200', '<html>busy</html>'],
    ['half a body', now().slice(0, 120)],
    ['silence', silence],
    ['a broken connection', reset],
    ['an empty object', '{}'],
    ['a list', '[]'],
    ['the trouble of the platform itself', error(20000, 'dop.service-error')],
    ['the document of another kind', success({ shop_order_detail: {} })],
  ])('that is answered with %s has an unknown outcome', async (_, answer) => {
    const { port } = await shopAnswering({}, answer);
    expect(await port.getRefund('1')).toMatchObject({ kind: 'unknown', cause: expect.stringMatching(/./) });
  });
});

describe('reading', () => {
  test('maps the bare number of the detail and the text of the list to one key', async () => {
    const row = success({ items: [canned.listRow(afterSaleId, updateTime)], total: 1, has_more: false });
    const { port } = await shopAnswering({}, now(), row, error(50002, 'isv.business-failed:1'));
    const found = await port.getRefund(afterSaleId);
    const at = canned.shanghai('2026-01-15 10:12:00');
    const pulled = await port.pullRefunds({ from: at, to: at });
    const key = { externalId: afterSaleId, version: canned.version, modifiedAt: at };
    expect(found).toMatchObject({ document: key });
    expect(pulled).toMatchObject({ documents: [key] });
  });

  test('takes the answers of the oldest kind', async () => {
    const { port } = await shopAnswering({}, wire({ err_no: 0, message: 'success', data: detail() }));
    expect(await port.getRefund(afterSaleId)).toMatchObject({ kind: 'document' });
  });

  test('tells a missing document from a refusal and from trouble, by the platform’s words', async () => {
    const { port } = await shopAnswering(
      {},
      error(20000, 'isp.service-error:10000', '存在无效的售后单'),
      error(20000, 'isp.service-error:10000', '系统错误'),
      error(50002, 'isv.business-failed:11005'),
      success({ shop_order_detail: null }),
      wire({ code: 10000, msg: 'success', data: null }),
    );
    expect(await port.getRefund('1')).toEqual({ kind: 'absent' });
    expect(await port.getRefund('1')).toMatchObject({ kind: 'unknown' });
    expect(await port.getRefund('1')).toMatchObject({ kind: 'refused', code: 'isv.business-failed:11005' });
    expect(await port.getOrder('1')).toEqual({ kind: 'absent' });
    expect(await port.getOrder('1')).toEqual({ kind: 'absent' });
  });
});

const address = { externalId: '77', name: '退货仓', phone: '13900000001', address: '浙江省杭州市余杭区某路1号' };

describe('a decision', () => {
  test('for a return names the address and the version, and is sent alone', async () => {
    const { port } = await shopAnswering({}, now(), operated);
    expect(await port.agreeReturn(ref, address)).toEqual({ kind: 'done' });
    expect(paths()).toEqual(['/afterSale/Detail', '/afterSale/operate']);
    expect(bodies()[1]).toBe(
      `{"items":[{"aftersale_id":"${afterSaleId}","logistics":{"receiver_address_id":77},"update_time":${updateTime}}],"type":101}`,
    );
  });

  const book = (...entries: object[]) => success({ total: entries.length, address_list: entries });
  const entry = (id: string, name: string, detail: string) => ({
    address_id: `#${id}`,
    reciever_name: name,
    receiver_provinc: '浙江省',
    receiver_city: '杭州市',
    receiver_district: '余杭区',
    receiver_detail: detail,
  });

  test('finds the address in the shop’s book by its name and its street', async () => {
    const { externalId: _, ...unnumbered } = address;
    const { port } = await shopAnswering(
      {},
      now(),
      book(
        entry('1', '退货仓', '某路2号'),
        entry('2', '别处', '某路1号'),
        entry('90000000000000003', '退货仓', '某路1号'),
      ),
      operated,
    );
    expect(await port.agreeReturn(ref, unnumbered)).toEqual({ kind: 'done' });
    expect(bodies()[2]).toContain('"receiver_address_id":90000000000000003');
  });

  test('sends the goods nowhere else when the address is not in the book', async () => {
    const { externalId: _, ...unnumbered } = address;
    const { port } = await shopAnswering({}, now(), book(entry('1', '退货仓', '某路2号')));
    expect(await port.agreeReturn(ref, unnumbered)).toMatchObject({
      kind: 'refused',
      code: 'return_address_not_in_book',
    });
    expect(paths()).not.toContain('/afterSale/operate');
  });

  const reasons = success({
    items: [
      { reject_reason_code: 3, reason: '影响二次销售', evidence_need: 'Y' },
      { reject_reason_code: 5, reason: '已协商补偿', evidence_need: 'N' },
    ],
  });

  test('to refuse says the reason in the platform’s words and the remark in ours', async () => {
    const { port } = await shopAnswering({}, now(), reasons, operated);
    expect(await port.refuse(ref, { reasonId: '5', message: '已补偿 <10元>' })).toEqual({ kind: 'done' });
    expect(JSON.parse(bodies()[2] ?? '')).toEqual({
      type: 102,
      items: [
        {
          aftersale_id: afterSaleId,
          reason: '已协商补偿',
          remark: '已补偿 <10元>',
          reject_reason_code: 5,
          update_time: updateTime,
        },
      ],
    });
    expect(bodies()[2]).toContain('<10元>');
  });

  test('to refuse shows its evidence by an address', async () => {
    const { port } = await shopAnswering({ publish: async () => 'https://f.example/1.png' }, now(), reasons, operated);
    const refusal = { reasonId: '3', message: '有污渍', proof: Uint8Array.of(1) };
    expect(await port.refuse(ref, refusal)).toEqual({ kind: 'done' });
    expect(bodies()[2]).toContain('"evidence":[{"desc":"有污渍","type":1,"url":"https://f.example/1.png"}]');
  });

  test.each([
    ['evidence_needed', '3'],
    ['reason_unknown', '99'],
  ])('to refuse that cannot pass is refused here: %s', async (code, reasonId) => {
    const { port } = await shopAnswering({}, now(), reasons);
    expect(await port.refuse(ref, { reasonId, message: '不同意' })).toMatchObject({ kind: 'refused', code });
    expect(paths()).not.toContain('/afterSale/operate');
  });

  test('offers first the reasons that need no picture', async () => {
    const { port } = await shopAnswering({}, reasons);
    expect(await port.refuseReasons(ref)).toEqual({
      kind: 'reasons',
      reasons: [
        { id: '5', text: '已协商补偿' },
        { id: '3', text: '影响二次销售' },
      ],
    });
  });

  test.each([
    [0, 11, 111],
    [1, 6, 201],
    [2, 6, 201],
  ])('to pay in type %i, status %i is operation %i', async (after_sale_type, after_sale_status, operate) => {
    const info = { after_sale_type, after_sale_status };
    const { port } = await shopAnswering({}, now(info), now(info), operated);
    const found = await port.getRefund(afterSaleId);
    const version = found.kind === 'document' ? found.document.version : 0;
    expect(await port.agreeRefund({ ...ref, version }, money(1250, 'CNY'))).toEqual({ kind: 'done' });
    expect(JSON.parse(bodies()[2] ?? '')).toMatchObject({ type: operate });
  });

  test.each([
    ['a repair', 8],
    ['price protection', 6],
    ['an exchange', 3],
  ])('to pay for %s is left to the platform’s console', async (_, after_sale_type) => {
    const { port } = await shopAnswering({}, now({ after_sale_type }));
    expect(await port.agreeRefund(ref, money(1250, 'CNY'))).toMatchObject({
      kind: 'refused',
      code: 'no_such_operation',
      stale: false,
    });
    expect(paths()).toEqual(['/afterSale/Detail']);
  });

  test('follows the configured table', async () => {
    const row = { decision: 'agreeRefund', afterSaleType: 8, status: 6, operate: 501, verified: true } as const;
    const { port } = await shopAnswering({ unverified: { operations: [row] } }, now({ after_sale_type: 8 }), operated);
    expect(await port.agreeRefund(ref, money(1250, 'CNY'))).toEqual({ kind: 'done' });
    expect(bodies()[1]).toContain('"type":501');
  });

  test('to pay another amount than the document asks for is never sent', async () => {
    const { port } = await shopAnswering({}, now({ after_sale_type: 1 }));
    expect(await port.agreeRefund(ref, money(1251, 'CNY'))).toMatchObject({ kind: 'refused', code: 'amount_differs' });
    expect(paths()).toEqual(['/afterSale/Detail']);
  });

  test.each([[money(0, 'CNY')], [money(-1, 'CNY')], [money(100, 'USD')]])(
    'to pay $minor $currency is refused here',
    async (amount) => {
      const { port, seen } = await shopAnswering({}, '');
      expect(await port.agreeRefund(ref, amount)).toMatchObject({ kind: 'refused', code: 'amount_not_payable' });
      expect(seen).toEqual([]);
    },
  );

  test('on what has changed since it was read is not sent', async () => {
    const { port } = await shopAnswering({}, now({ update_time: updateTime + 1 }));
    expect(await port.agreeReturn(ref, address)).toMatchObject({ kind: 'refused', stale: true });
    expect(paths()).toEqual(['/afterSale/Detail']);
  });

  test('on a number that is none is refused here', async () => {
    const { port, seen } = await shopAnswering({}, '');
    expect(await port.agreeReturn({ ...ref, externalId: 'x1' }, address)).toMatchObject({ code: 'refund_absent' });
    expect(seen).toEqual([]);
  });

  const moved = (after_sale_status: number) => now({ after_sale_status, update_time: updateTime + 5 });
  const oddRow = success({ items: [{ aftersale_id: `#${afterSaleId}`, status_code: 7, status_msg: '?' }] });
  test.each<[string, CannedAnswer, CannedAnswer, object]>([
    ['done, when it is seen to have moved there', silence, moved(7), { kind: 'done' }],
    ['done, when it has moved on already', reset, moved(11), { kind: 'done' }],
    ['done, when the answer is not understood but it has moved there', oddRow, moved(7), { kind: 'done' }],
    ['unknown, when it has not moved', silence, now(), { kind: 'unknown' }],
    ['unknown, when the answer is not understood', oddRow, now(), { kind: 'unknown', cause: 'status_code 7: ?' }],
    ['stale, when it went elsewhere', silence, moved(28), { kind: 'refused', stale: true }],
    ['unknown, when it cannot be read either', silence, silence, { kind: 'unknown' }],
    ['unknown, when the platform fails', error(20000, 'dop.service-error'), now(), { kind: 'unknown' }],
    [
      'a refusal',
      error(50002, 'isv.business-failed:11001'),
      now(),
      { kind: 'refused', code: 'isv.business-failed:11001', stale: false },
    ],
    ['a stale refusal', error(50002, 'isv.business-failed:11005'), moved(28), { kind: 'refused', stale: true }],
    ['a refusal without a second look', error(40003, 'isv.access-token-expired'), silence, { kind: 'unauthorised' }],
  ])('ends as %s', async (_, write, read, outcome) => {
    const { port } = await shopAnswering({}, now(), write, read);
    expect(await port.agreeReturn(ref, address)).toMatchObject(outcome);
  });

  test('that was paid for but not yet settled counts as taken', async () => {
    const slow = now({ after_sale_type: 1, after_sale_status: 12, refund_status: 2, update_time: updateTime + 5 });
    const { port } = await shopAnswering({}, now({ after_sale_type: 1 }), silence, slow);
    expect(await port.agreeRefund(ref, money(1250, 'CNY'))).toEqual({ kind: 'done' });
  });
});

describe('more time', () => {
  const deadline = (seconds: number) => now({ update_time: updateTime + 1, status_deadline: 1_768_615_200 + seconds });

  test('is asked for by the bare number', async () => {
    const { port } = await shopAnswering({}, now(), success({}));
    expect(await port.extend?.(ref, 3)).toEqual({ kind: 'done' });
    expect([paths()[1], bodies()[1]]).toEqual(['/afterSale/timeExtend', `{"aftersale_id":${afterSaleId}}`]);
  });

  test.each<[string, CannedAnswer, object]>([
    ['done, when the deadline has moved', deadline(259_200), { kind: 'done' }],
    ['stale, when something else has changed', deadline(0), { kind: 'refused', stale: true }],
    ['unknown, when nothing has', now(), { kind: 'unknown' }],
  ])('asked for in vain is %s', async (_, after, outcome) => {
    const { port } = await shopAnswering({}, now(), silence, after);
    expect(await port.extend?.(ref, 3)).toMatchObject(outcome);
  });
});
