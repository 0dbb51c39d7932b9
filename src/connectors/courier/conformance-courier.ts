import type { ParcelStatus } from '../../domain/parcels/statuses.ts';
import { fromMs, type Instant } from '../../domain/time.ts';
import { steering } from '../steering.ts';
import type { CourierBench } from './conformance-bench.ts';

type CallFault = Parameters<CourierBench['faultNextCall']>[0];
type PushFault = Parameters<CourierBench['faultNextPush']>[0];

/** What simulators call the faults, where they have no word of their own. */
const usualCalls: Readonly<Record<CallFault, string>> = {
  busy: 'throttled',
  error: 'server_error',
  hang: 'hang',
  lost: 'hang_after',
};
const usualPushes: Readonly<Record<PushFault, string>> = {
  twice: 'duplicate_push',
  wrong_sign: 'wrong_sign_push',
  unsigned: 'unsigned_push',
  overtaken: 'out_of_order_push',
  given_up: 'unsigned_push',
};

type Simulator = { url: string; clock: { now(): number }; close(): Promise<void> };
type Options = {
  /** The vendor's code for each status, and the name of the field that a scan has it in. */
  codes: Partial<Record<ParcelStatus, string>>;
  codeField?: string;
  busy?: string;
  givenUp?: string;
};

/** For conformance tests: what is the same behind each simulated courier service. */
export function simulatedCourier(simulator: Simulator, { codes, codeField = 'code', busy, givenUp }: Options) {
  const steer = steering(simulator.url);
  const calls = { ...usualCalls, ...(busy ? { busy } : {}) };
  const pushes = { ...usualPushes, ...(givenUp ? { given_up: givenUp } : {}) };
  let hangs = false;
  const coded = (status: ParcelStatus) => ({ [codeField]: codes[status] });
  // A minute between scans, so that each has its own time.
  const pass = () => steer('POST', 'clock', { shiftMs: 60_000 });
  const hands: Pick<CourierBench, 'advance' | 'scanLate' | 'faultNextPush' | 'faultNextCall'> = {
    advance: async (num) => {
      await pass();
      await steer('POST', `parcels/${num}/advance`);
    },
    scanLate: async (num, status, agoMs) => {
      await steer('POST', `parcels/${num}/scan`, { ...coded(status), lateBySeconds: agoMs / 1000 });
    },
    faultNextPush: async (kind) => {
      await steer('POST', 'faults', { kind: pushes[kind], count: 1 });
    },
    faultNextCall: async (kind) => {
      hangs = kind === 'hang' || kind === 'lost';
      await steer('POST', 'faults', { kind: calls[kind], count: 1 });
    },
  };
  return {
    steer,
    hands,
    /** The adapter's clock is the vendor's. */
    now: (): Instant => fromMs(simulator.clock.now()),
    /** Only who waits in vain may be impatient, and only once: on a busy machine any answer can be late. */
    timeoutMs: (): number => {
      const timeoutMs = hangs ? 400 : 10_000;
      hangs = false;
      return timeoutMs;
    },
    handIn: async (facts: Readonly<Record<string, string>>, steps: readonly ParcelStatus[]) => {
      await steer('POST', 'parcels', { ...facts, timeline: steps.map(coded) });
    },
    scanStrangely: async (num: string, scan: object) => {
      await pass();
      await steer('POST', `parcels/${num}/scan`, scan);
    },
  };
}
