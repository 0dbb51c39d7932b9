import { z } from 'zod';
import { type Money, money } from '../../domain/money.ts';
import { steering } from '../steering.ts';
import type { PaymentBench, PaymentFault, StatementFault } from './conformance.ts';
import type { PaymentPort } from './port.ts';

const ledger = z.array(z.object({ number: z.string(), amount: z.int(), currency: z.string() }));

const faults: Readonly<Record<PaymentFault, string>> = {
  fail_before: 'fail_before',
  hang_before: 'hang_before',
  fail_after: 'fail_after',
  hang_after: 'hang_after',
  drop_after: 'drop_after',
  half_body: 'half_body',
  wrong_key: 'wrong_key',
  unsigned: 'unsigned',
  throttled: 'throttled',
  balance_too_low: 'balance_not_enough',
  pending: 'pending',
  abnormal: 'ends_abnormal',
  closed: 'ends_closed',
};

const statementFaults: Readonly<Record<StatementFault, string>> = {
  missing: 'statement_missing',
  extra: 'statement_extra',
  off_by_one: 'statement_off_by_one',
};

type Benched = {
  simulator: { url: string; clock: { now(): number }; close(): Promise<void> };
  /** Only who waits in vain may be impatient: on a busy machine any answer can be late. */
  open(timeoutMs: number): PaymentPort;
  stranger: PaymentPort;
  /** How the gateway writes our refund number. */
  named?(refundNumber: string): string;
};

/** For tests: a bench over one of the simulated gateways that take a refund on first and pay it later. */
export function gatewayBench({ simulator, open, stranger, named = (number) => number }: Benched): PaymentBench {
  const steer = steering(simulator.url);
  const patient = open(10_000);
  const impatient = open(400);
  let hangs = false;
  return {
    get port() {
      return hangs ? impatient : patient;
    },
    strangerPort: stranger,
    payTrade: async (id, { minor, currency }: Money) => {
      await steer('POST', 'payments', { id, total: Number(minor), currency });
    },
    fault: async (kind) => {
      hangs = kind.startsWith('hang');
      await steer('POST', 'faults', { kind: faults[kind], count: 1 });
    },
    spoilStatement: async (kind) => {
      await steer('POST', 'faults', { kind: statementFaults[kind], count: 1 });
    },
    settlePending: async () => {
      await steer('POST', 'settle');
    },
    movedUnder: async (refundNumber) =>
      ledger
        .parse(await steer('GET', 'ledger'))
        .filter(({ number }) => number === named(refundNumber))
        .map(({ amount, currency }) => money(amount, currency)),
    now: () => simulator.clock.now(),
    close: () => simulator.close(),
  };
}
