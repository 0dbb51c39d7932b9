import { readExactJson } from '../exact-json.ts';
import type { HttpOutcome } from '../http.ts';

/**
 * The JSON that a gateway has answered. Its business failures come with HTTP 200; any other status is the gateway's own
 * trouble and says nothing about the call.
 */
export function answeredJson(
  outcome: HttpOutcome,
): { kind: 'json'; value: unknown } | { kind: 'unknown'; cause: string } {
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  if (outcome.status !== 200) return { kind: 'unknown', cause: `HTTP ${outcome.status}` };
  const json = readExactJson(outcome.body);
  return json.kind === 'json' ? json : { kind: 'unknown', cause: json.problem };
}

/** The parameters that have a value: empty ones are not signed, or nobody says whether they are. */
export function withoutEmpty(params: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) if (value) kept[name] = value;
  return kept;
}
