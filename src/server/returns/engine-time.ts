import type { Decision } from '../../domain/returns/decision.ts';
import { monotonicMs } from '../clock.ts';

/** Decides, and writes down beside the trace of the rules how long that took. */
export function measured(decide: () => Decision): Decision {
  const startedAt = monotonicMs();
  const decision = decide();
  const engineMicros = Math.round((monotonicMs() - startedAt) * 1_000);
  if (!decision.ok || !decision.value.some(({ type }) => type === 'policy_applied')) return decision;
  return {
    ok: true,
    value: decision.value.map((event) => (event.type === 'policy_applied' ? { ...event, engineMicros } : event)),
  };
}
