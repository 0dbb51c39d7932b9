import { describe, expect, test } from 'vitest';
import { noticeText, privateKeyOf, publicKeyOf, requestText, signText, verifyText } from './signature.ts';
import { merchantPrivateKey, merchantPublicKey, platformPrivateKey, platformPublicKey } from './test-keys.ts';

// The vectors A1 to A3: published request, answer and notification of one refund.
const a1Sign =
  'ACAK/FveN8MqJaFmumVpnEXA+LZv/d31zkFIxaKVRBRQanzmexgs/MVqr06Phvpz0+9Tk/354Ek5tYjt1pOlEypBZ5p+QD/pmW2x4cfvHn7RrvZ6blEL2obCLa6EDkke1knMMSMMi3jv9ZG1CMj2tPR4K2p0dDMRNvffYPV7/Jwys33bUT0PkpwrGA212RDLrB1zyYrq95e8pAVvBTrLJZ2nvQw5G2tZChB8jzHOodKE+SJ5nx2peIqKfBZSBy9PLk1yaCCRsSPgyBFsH0SNju+kplyJeel827Fzwv5lGJ5GgnJJ4AHWr3Pe2jfCFvgvnxFWyCcW7JAeSBks5k1oQQ==';
const a2Inner =
  '{"code":"10000","msg":"Success","buyer_logon_id":"159****5620","fund_change":"Y","gmt_refund_pay":"2026-09-25 10:15:31","out_trade_no":"SO20260901000123","refund_fee":"88.50","send_back_fee":"88.50","trade_no":"2026090122001400000000000001"}';
const a2Sign =
  'hVc9cv1NtFJWUEc9N7ULN8XI2Quw5gw++9NprYB3d/A/Uxb3y6s/mhAbZRJNNhALXOxmn23F79N6g7AUdj3CM75UJP5I7O2+26gqU06h06KuWwkZk4A5iFD7EROKvDSyI5aqlIw1zY73AqSfydczjowuKSnhO6O4Z/LqyVWvSx7lfhEJWtr7ugBNP82NwwVwKTT66ZfX1LsL9IrbdW71r3QKqGHwSdw8zYogJtIdKj6g8fo28NtXZfbxLdHgdALKJL9dH3T47dFNR96cQGRXMLZPtSxusi4b+LVCHq3ee7q/XUAZJsnwoVV+0qMUjCpsqFzZUen/WmiSkA0aq8Drhg==';
const a3Body =
  'gmt_create=2026-09-01+12%3A00%3A00&charset=utf-8&gmt_payment=2026-09-01+12%3A00%3A05&notify_time=2026-09-25+10%3A15%3A33&subject=%E6%B5%8B%E8%AF%95%E5%95%86%E5%93%81+A%2BB%26C&buyer_id=2088000000000001&version=1.0&notify_id=2026092500222101533000010000000001&notify_type=trade_status_sync&total_amount=188.50&trade_status=TRADE_SUCCESS&refund_fee=88.50&gmt_refund=2026-09-25+10%3A15%3A31.123&out_biz_no=RF20260925000001&trade_no=2026090122001400000000000001&auth_app_id=2021000000000001&app_id=2021000000000001&seller_id=2088000000000002&out_trade_no=SO20260901000123&sign_type=RSA2&sign=Uvwu6%2Bx7lQfBQwad9YccPWMYqPlqajpbJyds1uccE5TxTosA7qqqGSMAgX2GIMjfbI4rTJd7bBlvhx%2FlDZxKWkbmL%2FTjghMVqWo9MLb3Sab3Vs1OqHmYXwjd%2FAvfvjKA6o%2B3VkMgxxnJk4yh8iSR1SspqFGvUKkSC0XbLx7Mkj7RHBrVlNB437OF%2BVEt494GiOX%2Fp2zmhyzC9nhtqecSV8kazdwhLyDzA54mnzlDbzOYgr%2F10IEnKu1MSaFbLhcDjmkhdXGCp2D4a9hyTgVMbNqCPxDUvSYw305CheEsfHKM2HXMoLA8fgonR1L23LRS3PO5jhlz0RltCcN5psMxhg%3D%3D';

describe('Alipay signatures', () => {
  test('a request signs its sorted parameters, sign_type included (A1)', () => {
    const params = new Map([
      ['version', '1.0'],
      ['app_id', '2021000000000001'],
      ['method', 'alipay.trade.refund'],
      ['format', 'JSON'],
      ['charset', 'utf-8'],
      ['sign_type', 'RSA2'],
      ['notify_url', ''],
      ['timestamp', '2026-09-25 10:15:30'],
      [
        'biz_content',
        '{"out_trade_no":"SO20260901000123","out_request_no":"RF20260925000001","refund_amount":"88.50","refund_reason":"正常退款"}',
      ],
    ]);
    expect(signText(requestText(params), privateKeyOf(merchantPrivateKey))).toBe(a1Sign);
    params.set('sign', a1Sign);
    expect(verifyText(requestText(params), a1Sign, publicKeyOf(merchantPublicKey))).toBe(true);
  });

  test('an answer signs its inner text as written (A2)', () => {
    expect(signText(a2Inner, privateKeyOf(platformPrivateKey))).toBe(a2Sign);
  });

  test('a notification leaves sign_type out (A3), and one changed amount breaks it', () => {
    const params = new Map(new URLSearchParams(a3Body));
    const key = publicKeyOf(platformPublicKey);
    expect(verifyText(noticeText(params), params.get('sign') ?? '', key)).toBe(true);
    params.set('refund_fee', '188.50');
    expect(verifyText(noticeText(params), params.get('sign') ?? '', key)).toBe(false);
  });
});
