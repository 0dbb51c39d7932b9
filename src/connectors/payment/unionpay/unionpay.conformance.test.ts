import { fromMs } from '../../../domain/time.ts';
import * as keys from '../../../simulators/alipay/test-keys.ts';
import { startUnionpay, testCertId, testMerId } from '../../../simulators/unionpay/simulator.ts';
import { caCertificate } from '../../../simulators/unionpay/test-certificates.ts';
import { pemOf } from '../account.ts';
import { describePayment } from '../conformance.ts';
import { gatewayBench } from '../gateway-bench.ts';
import { orderNumberOf } from './order-number.ts';
import { unionpay } from './unionpay.ts';

// No code for a balance that is too low is documented, and no way to the statement.
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
    'pending',
    'closed',
  ],
  statement: false,
} as const;

describePayment('UnionPay', traits, async () => {
  const simulator = await startUnionpay({ settleAfterMs: 60_000 });
  const config = {
    baseUrl: simulator.url,
    merId: testMerId,
    certId: testCertId,
    privateKey: pemOf('PRIVATE KEY', keys.merchantPrivateKey),
    authorities: [`-----BEGIN CERTIFICATE-----\n${caCertificate}\n-----END CERTIFICATE-----`],
    pauseMs: 0,
    now: () => fromMs(simulator.clock.now()),
  };
  return gatewayBench({
    simulator,
    open: (timeoutMs) => unionpay({ ...config, timeoutMs }),
    stranger: unionpay({ ...config, privateKey: pemOf('PRIVATE KEY', keys.platformPrivateKey), timeoutMs: 10_000 }),
    named: orderNumberOf,
  });
});
