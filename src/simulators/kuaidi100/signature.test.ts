import { expect, test } from 'vitest';
import { orderSign, pushSign, querySign } from './signature.ts';

const query = '{"com":"shunfeng","num":"SF1234567890123","phone":"1234","resultv2":"4","show":"0","order":"desc"}';
const push =
  '{"status":"shutdown","billstatus":"check","message":"","autoCheck":"0","comOld":"","comNew":"","lastResult":{"message":"ok","state":"3","status":"200","condition":"F00","ischeck":"1","com":"shunfeng","nu":"SF1234567890123","data":[{"context":"已签收","time":"2026-09-25 09:00:00","ftime":"2026-09-25 09:00:00","status":"签收","statusCode":"3"}]}}';

test('a query signs param, key and customer (Q1)', () => {
  expect(querySign(query, 'TESTKEY0001', 'TESTCUSTOMER0001')).toBe('14BA562F317B1AAC3F93A966594084AB');
});

test('an order signs param, t, key and secret (Q2)', () => {
  const order =
    '{"kuaidicom":"jd","recManName":"退货仓","recManMobile":"13900000001","recManPrintAddr":"浙江省杭州市余杭区某路1号","sendManName":"张三","sendManMobile":"13800000001","sendManPrintAddr":"上海市浦东新区某路2号","callBackUrl":"https://erp.example.com/hooks/k100/order","cargo":"退货商品","weight":"1","salt":"s4lt","thirdOrderId":"RMA20260925000001"}';
  expect(orderSign(order, '1790302530000', 'TESTKEY0001', 'TESTSECRET0001')).toBe('EC33E2D9E06654E59EA072DD883A2DE0');
});

test('a push signs param and salt, an empty salt too (Q3)', () => {
  expect(pushSign(push, 's4lt')).toBe('EEE461841D78CE873FAD321FEF06F048');
  expect(pushSign(push, '')).toBe('EA470286D9B6EE251D1AF1764964807C');
});

test('a kind of signature that is not offered signs nothing', () => {
  expect(querySign(query, 'TESTKEY0001', 'TESTCUSTOMER0001', 'CRC32')).toBeUndefined();
});
