import { z } from 'zod';
import { formatDecimal, parseDecimal } from '../../../domain/money.ts';
import { fromMs } from '../../../domain/time.ts';
import { startAlipay } from '../../../simulators/alipay/simulator.ts';
import * as keys from '../../../simulators/alipay/test-keys.ts';
import { steering } from '../../steering.ts';
import { describePayment, type PaymentFault } from '../conformance.ts';
import { alipay } from './alipay.ts';

const faults: Readonly<Partial<Record<PaymentFault, string>>> = {
  fail_before: 'fail_before',
  hang_before: 'hang_before',
  fail_after: 'fail_after',
  hang_after: 'hang_after',
  drop_after: 'drop_after',
  half_body: 'half_body',
  wrong_key: 'wrong_key',
  unsigned: 'unsigned',
  throttled: 'call_limited',
  balance_too_low: 'balance_not_enough',
  pending: 'pending',
};

const ledger = z.array(z.object({ out_request_no: z.string(), amount: z.string() }));

const traits = {
  faults: Object.keys(faults) as PaymentFault[],
  statement: true,
} as const;

describePayment('Alipay', traits, async () => {
  const simulator = await startAlipay();
  const steer = steering(simulator.url);
  const config = {
    gatewayUrl: `${simulator.url}/gateway.do`,
    appId: '2021000000000001',
    privateKey: keys.merchantPrivateKey,
    alipayPublicKey: keys.platformPublicKey,
    now: () => fromMs(simulator.clock.now()),
  };
  // Only who waits in vain may be impatient: on a busy machine any answer can be late.
  const patient = alipay({ ...config, timeoutMs: 10_000 });
  const impatient = alipay({ ...config, timeoutMs: 400 });
  let hangs = false;
  return {
    get port() {
      return hangs ? impatient : patient;
    },
    strangerPort: alipay({ ...config, privateKey: keys.platformPrivateKey }),
    payTrade: async (trade_no, total) => {
      await steer('POST', 'trades', { trade_no, out_trade_no: 'SO20260901000123', total_amount: formatDecimal(total) });
    },
    fault: async (kind) => {
      hangs = kind.startsWith('hang');
      await steer('POST', 'faults', { kind: faults[kind], count: 1 });
    },
    spoilStatement: async (kind) => {
      await steer('POST', 'faults', { kind: `statement_${kind}`, count: 1 });
    },
    now: () => simulator.clock.now(),
    settlePending: async () => {
      await steer('POST', 'clock', { shiftMs: 120_000 });
    },
    movedUnder: async (refundNumber) => {
      return ledger
        .parse(await steer('GET', 'ledger'))
        .filter(({ out_request_no }) => out_request_no === refundNumber)
        .flatMap(({ amount }) => parseDecimal(amount, 'CNY') ?? []);
    },
    close: () => simulator.close(),
  };
});
