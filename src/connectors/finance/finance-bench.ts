import { z } from 'zod';
import { steering } from '../steering.ts';
import type { FinanceBench } from './conformance.ts';
import type { FinancePort } from './port.ts';

const kept = z.array(
  z.object({
    id: z.string(),
    period: z.string(),
    lines: z.array(
      z.object({
        account: z.string(),
        debit: z.number(),
        credit: z.number(),
        auxiliary: z.object({ dimension: z.string(), code: z.string() }).nullable(),
      }),
    ),
  }),
);

type Benched = {
  simulator: { url: string; close(): Promise<void> };
  /** Only who waits in vain may be impatient: on a busy machine any answer can be late. */
  open(timeoutMs: number): FinancePort;
  stranger: FinancePort;
  /** What the vendor calls its service that books, and the one that looks. */
  services: Record<'book' | 'look', string>;
  dimension: string;
};

/** For tests: a bench over one of the simulated finance systems. */
export function financeBench({ simulator, open, stranger, services, dimension }: Benched): FinanceBench {
  const steer = steering(simulator.url);
  const patient = open(10_000);
  const impatient = open(400);
  let hangs = false;
  return {
    get port() {
      const port = hangs ? impatient : patient;
      hangs = false;
      return port;
    },
    strangerPort: stranger,
    fault: async (kind, service) => {
      hangs = kind.startsWith('hang');
      await steer('POST', 'faults', { kind, count: 1, filter: { service: services[service] } });
    },
    closePeriod: async (period) => {
      await steer('POST', 'periods/close', { period });
    },
    knowAccounts: async (codes) => {
      await steer('POST', 'accounts', { codes });
    },
    dimension,
    wantDimension: async (account, codes) => {
      await steer('POST', 'dimensions', { account, dimension, codes });
    },
    kept: async () => kept.parse(await steer('GET', 'vouchers')),
    close: () => simulator.close(),
  };
}
