import { startAlipay } from './alipay/simulator.ts';
import { merchantPrivateKey, platformPublicKey } from './alipay/test-keys.ts';
import { startWecom, WECOM_PATH } from './bots/wecom.ts';
import { startDouyin } from './douyin/simulator.ts';
import { testSecret as redSecret, startInvoicing, testTaxId } from './invoicing/simulator.ts';
import { startJd } from './jd/simulator.ts';
import { startKdniao } from './kdniao/simulator.ts';
import { startKingdee, testAcctId, testAppId, testAppSecret, testUser } from './kingdee/simulator.ts';
import { startKuaidi100 } from './kuaidi100/simulator.ts';
import { startPinduoduo } from './pinduoduo/simulator.ts';
import { startSf } from './sf/simulator.ts';
import { startShopify } from './shopify/simulator.ts';
import type { Simulator, StartOptions } from './simulator.ts';
import { startStripe, testSecretKey, testWebhookSecret } from './stripe/simulator.ts';
import { startTaobao } from './taobao/simulator.ts';
import { startUnionpay, testCertId, testMerId } from './unionpay/simulator.ts';
import { caCertificate } from './unionpay/test-certificates.ts';
import { startWechatpay, testApiV3Key, testMchid, testPlatformKeyId, testSerial } from './wechatpay/simulator.ts';
import { startWoocommerce } from './woocommerce/simulator.ts';

import {
  startYonbip,
  testBook,
  testTenant,
  testAppKey as yonbipAppKey,
  testAppSecret as yonbipAppSecret,
} from './yonbip/simulator.ts';

/** What a vendor's sandbox hands to a developer: addresses, ids and throw-away keys of an account that it knows. */
export type SandboxAccount = { settings: Record<string, string>; credentials: Record<string, string> };

export type Sandbox = { id: string; start(options: StartOptions): Promise<Simulator & { account: SandboxAccount }> };

export const kuaidi100Account = (url: string): SandboxAccount => ({
  settings: { pollBaseUrl: url, apiBaseUrl: url, customer: 'TESTCUSTOMER0001' },
  credentials: { key: 'TESTKEY0001', salt: 'guilai-demo', secret: 'TESTSECRET0001' },
});

/** All vendors of the simulated world. */
export const sandboxes: readonly Sandbox[] = [
  {
    id: 'alipay',
    start: async (options) => {
      const simulator = await startAlipay(options);
      const gatewayUrl = `${simulator.url}/gateway.do`;
      const settings = {
        gatewayUrl,
        appId: '2021000000000001',
        alipayPublicKey: platformPublicKey,
        // The simulated one refuses nobody for being fast.
        pauseMs: '0',
      };
      return { ...simulator, account: { settings, credentials: { privateKey: merchantPrivateKey } } };
    },
  },
  {
    id: 'taobao',
    start: async (options) => {
      const simulator = await startTaobao(options);
      const gatewayUrl = `${simulator.url}/router/rest`;
      const settings = { gatewayUrl, appKey: '12345678', shopKind: 'taobao', sellerNick: '归来测试店' };
      const credentials = { appSecret: 'test_secret_0123456789abcdef', session: '6100000test_session' };
      return { ...simulator, account: { settings, credentials } };
    },
  },
  {
    id: 'kuaidi100',
    start: async (options) => {
      const simulator = await startKuaidi100(options);
      return { ...simulator, account: kuaidi100Account(simulator.url) };
    },
  },
  {
    id: 'pinduoduo',
    start: async (options) => {
      const simulator = await startPinduoduo(options);
      const settings = {
        gatewayUrl: `${simulator.url}/api/router`,
        messageUrl: simulator.messageUrl,
        clientId: '0123456789abcdef0123456789abcdef',
        mallId: '171504183',
      };
      const credentials = {
        clientSecret: 'test_secret_0123456789abcdef',
        accessToken: 'test_access_token_pdd',
        refreshToken: 'test_refresh_token_pdd',
      };
      return { ...simulator, account: { settings, credentials } };
    },
  },
  {
    id: 'douyin',
    start: async (options) => {
      const simulator = await startDouyin(options);
      const settings = { gatewayUrl: simulator.url, appKey: '7000000000000000001', shopId: '4463798' };
      const credentials = {
        appSecret: '11111111-2222-3333-4444-555555555555',
        accessToken: 'test-access-token-4463798',
        refreshToken: 'test-refresh-token-4463798',
      };
      return { ...simulator, account: { settings, credentials } };
    },
  },
  {
    id: 'jd',
    start: async (options) => {
      const simulator = await startJd(options);
      const settings = {
        gatewayUrl: `${simulator.url}/routerjson`,
        oauthUrl: `${simulator.url}/oauth2`,
        appKey: 'ABCDEF0123456789ABCDEF0123456789',
        venderId: '10001',
        operatePin: 'erp_pin',
        operateNick: 'erp',
        returnProvince: '15',
        returnCity: '1213',
        returnCounty: '3038',
        returnAddressType: '1',
      };
      const credentials = {
        appSecret: 'test_secret_0123456789abcdef',
        accessToken: 'test_access_token_jd',
        refreshToken: 'test_refresh_token_jd',
      };
      return { ...simulator, account: { settings, credentials } };
    },
  },
  {
    id: 'shopify',
    start: async (options) => {
      const simulator = await startShopify(options);
      const settings = { shopDomain: 'guilai-demo.myshopify.com', apiUrl: simulator.url };
      const credentials = { accessToken: 'shpat_test_token', appSecret: 'shpss_test_secret' };
      return { ...simulator, account: { settings, credentials } };
    },
  },
  {
    id: 'woocommerce',
    start: async (options) => {
      const simulator = await startWoocommerce(options);
      const credentials = {
        consumerKey: 'ck_test_guilai',
        consumerSecret: 'cs_test_guilai',
        webhookSecret: 'wc_webhook_secret',
      };
      return { ...simulator, account: { settings: { siteUrl: simulator.url }, credentials } };
    },
  },
  {
    id: 'kdniao',
    start: async (options) => {
      const simulator = await startKdniao(options);
      const settings = { baseUrl: simulator.url, businessId: 'test1000001' };
      return { ...simulator, account: { settings, credentials: { appKey: 'TESTAPPKEY0001' } } };
    },
  },
  {
    id: 'sf',
    start: async (options) => {
      const simulator = await startSf(options);
      const settings = {
        serviceUrl: `${simulator.url}/std/service`,
        partnerId: 'TESTPARTNER',
        monthlyCard: '7551234567',
      };
      const credentials = { checkword: 'TESTCHECKWORD0001', pushKey: 'guilai-demo-push-key-0001' };
      return { ...simulator, account: { settings, credentials } };
    },
  },
  {
    id: 'wecom',
    start: async (options) => {
      const simulator = await startWecom(options);
      const credentials = { webhookUrl: `${simulator.url}${WECOM_PATH}?key=test-wecom-key` };
      return { ...simulator, account: { settings: {}, credentials } };
    },
  },
  {
    id: 'wechat',
    start: async (options) => {
      const simulator = await startWechatpay({ settleAfterMs: 2_000, ...options });
      const settings = {
        baseUrl: simulator.url,
        mchid: testMchid,
        serial: testSerial,
        platformKeyId: testPlatformKeyId,
        platformPublicKey,
        pauseMs: '0',
      };
      const credentials = { privateKey: merchantPrivateKey, apiV3Key: testApiV3Key };
      return { ...simulator, account: { settings, credentials } };
    },
  },
  {
    id: 'unionpay',
    start: async (options) => {
      const simulator = await startUnionpay({ settleAfterMs: 2_000, ...options });
      const settings = {
        baseUrl: simulator.url,
        merId: testMerId,
        certId: testCertId,
        authorities: caCertificate,
      };
      return { ...simulator, account: { settings, credentials: { privateKey: merchantPrivateKey } } };
    },
  },
  {
    id: 'stripe',
    start: async (options) => {
      const simulator = await startStripe(options);
      const credentials = { secretKey: testSecretKey, webhookSecret: testWebhookSecret };
      return { ...simulator, account: { settings: { baseUrl: simulator.url }, credentials } };
    },
  },
  {
    id: 'kingdee',
    start: async (options) => {
      const simulator = await startKingdee(options);
      const settings = {
        baseUrl: `${simulator.url}/k3cloud`,
        acctId: testAcctId,
        userName: testUser,
        appId: testAppId,
      };
      return { ...simulator, account: { settings, credentials: { appSecret: testAppSecret } } };
    },
  },
  {
    id: 'yonbip',
    start: async (options) => {
      const simulator = await startYonbip(options);
      const settings = {
        baseUrl: simulator.url,
        tenantId: testTenant,
        appKey: yonbipAppKey,
        book: testBook,
        makerMobile: '13800000000',
      };
      return { ...simulator, account: { settings, credentials: { appSecret: yonbipAppSecret } } };
    },
  },
  {
    id: 'invoicing',
    start: async (options) => {
      const simulator = await startInvoicing(options);
      const settings = { baseUrl: simulator.url, taxId: testTaxId };
      return { ...simulator, account: { settings, credentials: { secret: redSecret } } };
    },
  },
];

/** One of them alone. */
export function startSandbox(id: string, options: StartOptions = {}): ReturnType<Sandbox['start']> {
  const sandbox = sandboxes.find((known) => known.id === id);
  if (!sandbox) throw new Error(`there is no simulated vendor ${id}`);
  return sandbox.start(options);
}
