import { fromMs } from '../../../domain/time.ts';
import { startStripe, testSecretKey, testWebhookSecret } from '../../../simulators/stripe/simulator.ts';
import { describePayment } from '../conformance.ts';
import { gatewayBench } from '../gateway-bench.ts';
import { stripe } from './stripe.ts';

// Answers are proved by TLS alone, and a seller without money has his refunds pending instead of refused.
const traits = {
  faults: [
    'fail_before',
    'hang_before',
    'fail_after',
    'hang_after',
    'drop_after',
    'half_body',
    'throttled',
    'pending',
    'closed',
  ],
  statement: true,
} as const;

describePayment('Stripe', traits, async () => {
  const simulator = await startStripe();
  const config = {
    secretKey: testSecretKey,
    webhookSecret: testWebhookSecret,
    baseUrl: simulator.url,
    now: () => fromMs(simulator.clock.now()),
  };
  return gatewayBench({
    simulator,
    open: (timeoutMs) => stripe({ ...config, timeoutMs }),
    stranger: stripe({ ...config, secretKey: 'sk_test_another', timeoutMs: 10_000 }),
  });
});
