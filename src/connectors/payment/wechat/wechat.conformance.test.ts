import { fromMs } from '../../../domain/time.ts';
import * as keys from '../../../simulators/alipay/test-keys.ts';
import {
  startWechatpay,
  testApiV3Key,
  testMchid,
  testPlatformKeyId,
  testSerial,
} from '../../../simulators/wechatpay/simulator.ts';
import { pemOf } from '../account.ts';
import { describePayment } from '../conformance.ts';
import { gatewayBench } from '../gateway-bench.ts';
import { wechat } from './wechat.ts';

const traits = {
  faults: [
    'fail_before',
    'hang_before',
    'fail_after',
    'hang_after',
    'drop_after',
    'half_body',
    'wrong_key',
    'unsigned',
    'throttled',
    'balance_too_low',
    'pending',
    'abnormal',
    'closed',
  ],
  statement: true,
} as const;

describePayment('WeChat Pay', traits, async () => {
  const simulator = await startWechatpay({ settleAfterMs: 60_000 });
  const config = {
    baseUrl: simulator.url,
    mchid: testMchid,
    serial: testSerial,
    privateKey: pemOf('PRIVATE KEY', keys.merchantPrivateKey),
    platformKeys: { [testPlatformKeyId]: pemOf('PUBLIC KEY', keys.platformPublicKey) },
    apiV3Key: testApiV3Key,
    pauseMs: 0,
    now: () => fromMs(simulator.clock.now()),
  };
  return gatewayBench({
    simulator,
    open: (timeoutMs) => wechat({ ...config, timeoutMs }),
    stranger: wechat({ ...config, privateKey: pemOf('PRIVATE KEY', keys.platformPrivateKey), timeoutMs: 10_000 }),
  });
});
