import { fromMs } from '../../domain/time.ts';
import { steering } from '../steering.ts';
import type { ChannelBench, ChannelCall, ChannelFaultKind } from './conformance-bench.ts';

/** What simulators call the faults, where they have no word of their own. */
const usualNames: Readonly<Record<ChannelFaultKind, string>> = {
  throttled: 'throttle',
  session_expired: 'session_expired',
  bad_gateway_before: 'bad_gateway',
  hang_before: 'hang_before',
  bad_gateway_after: 'bad_gateway_after',
  hang_after: 'hang_after',
  drop_after: 'drop_after',
  half_body_after: 'half_body',
  pages_shift: 'rows_shift',
  rows_repeat: 'duplicate_rows',
  rival: 'stale_version',
};
const lasting: ReadonlySet<ChannelFaultKind> = new Set(['pages_shift', 'rows_repeat']);

type Simulator = { url: string; clock: { now(): number }; close(): Promise<void> };
type Options = {
  faults?: Partial<Record<ChannelFaultKind, string>>;
  /** Names the calls that a fault is for in the simulator's own words. */
  filter: (call: ChannelCall, refundId?: string) => Readonly<Record<string, string | undefined>>;
};

/** For conformance tests: what is the same behind each simulated platform. */
export function simulatedPlatform(simulator: Simulator, { faults = {}, filter }: Options) {
  const steer = steering(simulator.url);
  const names = { ...usualNames, ...faults };
  let hangs = false;
  let throttleMs = 1000;
  const hands: Pick<ChannelBench, 'now' | 'pass' | 'fault' | 'close'> = {
    now: () => fromMs(simulator.clock.now()),
    pass: async (ms) => {
      await steer('POST', 'clock', { shiftMs: ms });
    },
    fault: async (kind, call, { waitMs, refundId } = {}) => {
      hangs = kind.startsWith('hang');
      throttleMs = waitMs ?? throttleMs;
      await steer('POST', 'faults', {
        kind: names[kind],
        ...(lasting.has(kind) ? {} : { count: 1 }),
        filter: filter(call, refundId),
        ...(waitMs ? { seconds: waitMs / 1000 } : {}),
      });
    },
    close: () => simulator.close(),
  };
  return {
    steer,
    hands,
    // Only who waits in vain may be impatient: on a busy machine any answer can be late.
    timeoutMs: (): number => (hangs ? 400 : 10_000),
    /** For platforms that do not say how long to wait: the adapter's own figure is what it tells. */
    throttleMs: (): number => throttleMs,
  };
}
