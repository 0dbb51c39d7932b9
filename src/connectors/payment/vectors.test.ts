import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import { fromMs } from '../../domain/time.ts';
import * as keys from '../../simulators/alipay/test-keys.ts';
import { pemOf } from './account.ts';
import { stripe } from './stripe/stripe.ts';
import { digestOf, readFields, signatureOf, signedText } from './unionpay/signature.ts';
import { wechat } from './wechat/wechat.ts';

// The vectors W1, W3, W4, U1 and S1 of the protocol notes, made with other programs and throwaway keys.

const merchantKey = pemOf('PRIVATE KEY', keys.merchantPrivateKey);
const platformKey = pemOf('PUBLIC KEY', keys.platformPublicKey);

test('W1: a request to WeChat Pay is signed as published', () => {
  const body =
    '{"out_trade_no":"SO20260901000124","out_refund_no":"RF20260925000002","reason":"七天无理由退货","notify_url":"https://erp.example.com/hooks/wxpay/refund","amount":{"refund":8850,"total":18850,"currency":"CNY"}}';
  const text = Formatter.request(
    'POST',
    '/v3/refund/domestic/refunds',
    '1790302530',
    '593BEC0C930BF1AFEB40B4A08C8FB242',
    body,
  );
  expect(Rsa.sign(text, merchantKey)).toBe(
    'FKIkQQJFLMIx8c0T5skJDzgq1XX91NVg3zPmOqG00vwXg031LDWbXctXH1INlUU0W93Uxx4zA5yFgyPAAwBBYwshfXUk3VfBQymLohdlGAVoKlNNdicUP7KwpNpB4rO/uZF8B1baEUuaHGRBtv+hwz2XTRw+ip/AtlRcCubw3BU/SrhMW5bz99G6BF6Yg+LLSmglFfW7Gl5YIbmcq3l93bsOMzFH1f0gufKD3GiNcoGs4+DGcW/QFBoGo2urZ2Qo+yGhhHorzzeKyq90oC9uA0eLwsSciDqeRg2F772y+U4VDqAIkf8jWSzxrPk+nYVo+OavRqMbT7hBOICqkJjFKg==',
  );
});

test('W3: an answer of WeChat Pay is verified as published, and not with one byte changed', () => {
  const text =
    '1790302531\n3F2504E04F8911D39A0C0305E82C3301\n{"refund_id":"50000000382026092500000000001","out_refund_no":"RF20260925000002","status":"PROCESSING"}\n';
  const signature =
    'H1vN3hbQkPCsqXihrCIACJ00ZyMJJQmM96xmsZ1qj/Cx1y2UM/rL6ei2G/aiRr5Xetr97LFnX6fxwktbLg0UJedVs32+EFYy5PhdPW5sGyVOZ6pgCnQGc0PNGmPRapMc7uwc5RJaKAE4yJ5b6Xom1aT6JMwfYKQub5w9LgTJju92jYMtpx8PjL69JfyKHiPP6c992iJq01v8tNlTpWsBKdYPZb2J3AWJAC5DhqCLCihE/6P6kjlRt1vIktH3FemBFzYhxAkOJWSOlIxfL+V2Xw3U+hOxUOoYjsIF86QDRQDsMI4fJJkpnVgvoXDm5TWOBBSDWlUTz6DMfEteymmGhQ==';
  expect(Rsa.verify(text, signature, platformKey)).toBe(true);
  expect(Rsa.verify(text.replace('PROCESSING', 'PROCESSINH'), signature, platformKey)).toBe(false);
});

const notice =
  '{"id":"0f6c2a1e-0000-5000-8000-000000000001","create_time":"2026-09-25T10:16:02+08:00","resource_type":"encrypt-resource","event_type":"REFUND.SUCCESS","summary":"退款成功","resource":{"original_type":"refund","algorithm":"AEAD_AES_256_GCM","ciphertext":"bz1kVndYkCFlgKSe7VZeuBxCb6jr2XsMVxgLZBGofcEd7SUTxiqXxvJEn5GnNaWQilkHBX66SLKceotHK+9psAg0xTgyRlqlpRTnipznBeQXfoaOlW7K2yQLNfNUkJkhI1xBP+/SMqjZrvAhtWaktGZXs6t3HYEhdLeyLEo0+oTXMgc/EuURwNKPEuqBPYajBuztzeEtPo8x2qHmOXikMTYiSJbBT1z13SAvE15R1dKsi1QPJcRbNNQu/ixCKWHb8a/4bhypKY0wtaU0XginZHIMFOWMBfTXqoMTsK6abbYRYFWDE90RjGxUkgaY+TXPawLbgW5w62EyTCRyxm9207tePffXAdYrjrYQTKkOO9Lv1d6oeVPqbxp4asP18BNy2sDyMfN2gqw9z/lLyhR2Z4dn9uXeAUYhH6TRasJPY4vw03ozo3teWcyw7hDgrsvNa5GVRxaA3dXqqbSUPH0U/Di71TAL4a81a/UwUWZH3n4l19RHjntD6cAg4NMwUEsCRMIV0LM7ApsxKA4Wn8WZ","associated_data":"refund","nonce":"fdasflkja484"}}';
const noticeHeaders = {
  'wechatpay-timestamp': '1790302563',
  'wechatpay-nonce': 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
  'wechatpay-serial': 'PUB_KEY_ID_1',
  'wechatpay-signature':
    'gTIYO38Xd7gcLi0AAmX88Deyt8rOVnE7/vFVVcjZpy8Nu+L3DA4We7JjQ4nIRFZOGS27IkNQt4gyIAz+F0yapMyhnNv0aQWVeYHu1rXYOkCh5pNAO5lp6YEC1Foj97DtuPWs1NlX4Ge92b12Fc1UeHcmBABGoHrp0+fmZZmu+gGjtENs73MFj0M1FbbJyKrRyU6KHKkmPau/tVry9d/vZDJVKt76l/2WDgjQg019lHMndRKrvGHy/N9dETL67a4QXJowV02QTa6N/XCF9+W/PGNSXZ1FDo5XS2P9s0+hFfN/iXHXa8A3/EeCGMSQricIIXfxXW5p93iEimyhKY3G9Q==',
};

const wechatAt = (seconds: number, apiV3Key = '0123456789abcdef0123456789ABCDEF', mchid = '1900000001') =>
  wechat({
    baseUrl: 'http://127.0.0.1:1',
    mchid,
    serial: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
    privateKey: merchantKey,
    platformKeys: { PUB_KEY_ID_1: platformKey },
    apiV3Key,
    pauseMs: 0,
    timeoutMs: 1_000,
    now: () => fromMs(seconds * 1_000),
  });

test('W4: a notice of WeChat Pay is verified, decrypted and read as published', () => {
  expect(wechatAt(1_790_302_563).readNotice({ text: notice, headers: noticeHeaders })).toEqual({
    kind: 'refund',
    documentId: '0f6c2a1e-0000-5000-8000-000000000001',
    refundNumber: 'RF20260925000002',
    tradeNumber: '4200000000202609010000000001',
    amount: { minor: 8850n, currency: 'CNY' },
    acknowledgement: { status: 204, text: '' },
  });
});

test.each([
  ['too old', wechatAt(1_790_302_563 + 301), notice, noticeHeaders],
  ['from the future', wechatAt(1_790_302_563 - 301), notice, noticeHeaders],
  ['encrypted for another key', wechatAt(1_790_302_563, 'f'.repeat(32)), notice, noticeHeaders],
  ['for another merchant', wechatAt(1_790_302_563, undefined, '1900000002'), notice, noticeHeaders],
  ['changed by one character', wechatAt(1_790_302_563), notice.replace('bz1k', 'bz1l'), noticeHeaders],
  ['signed by a key that nobody named', wechatAt(1_790_302_563), notice, { ...noticeHeaders, 'wechatpay-serial': 'X' }],
  [
    'a probe of the signature',
    wechatAt(1_790_302_563),
    notice,
    { ...noticeHeaders, 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' },
  ],
  ['without headers', wechatAt(1_790_302_563), notice, {}],
])('a notice of WeChat Pay that is %s is forged', (_, port, text, headers) => {
  expect(port.readNotice({ text, headers })).toEqual({ kind: 'forged' });
});

test('U1: a request to UnionPay is put together, digested and signed as published', () => {
  const text =
    'accessType=0&backUrl=https://erp.example.com/hooks/unionpay&bizType=000000&certId=69026276696&channelType=07&encoding=utf-8&merId=777290058110097&orderId=RF20260925000003&origQryId=201709081643280000001&signMethod=01&txnAmt=8850&txnSubType=00&txnTime=20260925101530&txnType=04&version=5.1.0';
  const fields = { ...readFields(text), empty: '', signature: 'not signed' };
  expect(signedText(fields)).toBe(text);
  expect(digestOf(fields)).toBe('fef7b06c06d529e2e36c98ba3e520b9d85bb02bece15c29f1963a5781a3b4186');
  expect(signatureOf(fields, createPrivateKey(merchantKey))).toBe(
    'RrWWjELB5Qj2Luqx/nfXCEI/UZ2SULAGiUdrbpiIAFcLlQ+9HYIuE7ggFKF6IwjkX1KwFEoqcRotoFkTb6XT2Ux2oxdgaZ9ynMUs+mdFWbVza/RC0+DBzTCNlnNQ2mwl8hqMh97vAbJCyVi5rRtPe7eG/XKScfDy0NcNd4Kaxv/kkAoTDn5bYhCC8nlTuilCzR1JdZCe42wG07ZjPeC+Dar8x5cvY9A3AzPnCleXw9HwYmeHe5W5VBxAjK8wXv86h6PMBIsypP6RaTz5lYronuUCGFWYCMAaD8UD7AE4TebO561vvF7cg8MOOmvpKsDjojxKtGO4N4ZuDmSnnFfgUg==',
  );
});

test('S1: an event of Stripe is verified as published; its age and every byte count', () => {
  const text = '{"id":"evt_test_1","object":"event","type":"refund.updated"}';
  const headers = {
    'stripe-signature': 't=1790302530,v1=efc74d773c3e56939ed5654a0cd16e380cdf8d9645cbae1ee8bccf0cb1e3a39d',
  };
  const at = (seconds: number) =>
    stripe({
      secretKey: 'sk_test_x',
      webhookSecret: 'whsec_test_secret',
      timeoutMs: 1_000,
      now: () => fromMs(seconds * 1_000),
    });
  // It holds no refund: genuine, and about nothing of ours.
  expect(at(1_790_302_530).readNotice({ text, headers }).kind).toBe('other');
  expect(at(1_790_302_530 + 301).readNotice({ text, headers }).kind).toBe('forged');
  expect(at(1_790_302_530).readNotice({ text: `${text} `, headers }).kind).toBe('forged');
});
