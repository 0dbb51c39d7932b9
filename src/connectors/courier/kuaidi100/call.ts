import { readExactJson } from '../../exact-json.ts';
import { send } from '../../http.ts';
import { decodeVerdict, type Verdict } from './decode.ts';

export type Answer = { kind: 'answered'; body: unknown; verdict: Verdict } | { kind: 'unknown'; cause: string };

/** One form to one of the vendor's hosts. Failures are HTTP 200, so the answer says more than its status. */
export async function post(url: string, form: Record<string, string>, timeoutMs: number): Promise<Answer> {
  const outcome = await send({ method: 'POST', url, body: new URLSearchParams(form), timeoutMs });
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  if (outcome.status !== 200) return { kind: 'unknown', cause: `HTTP ${outcome.status}` };
  const json = readExactJson(outcome.body);
  if (json.kind === 'not_json') return { kind: 'unknown', cause: json.problem };
  const verdict = decodeVerdict(json.value);
  if (verdict.kind === 'unreadable') return { kind: 'unknown', cause: verdict.reason };
  const { result, returnCode, status } = verdict.value;
  if (result === undefined && !returnCode && !status)
    return { kind: 'unknown', cause: 'the answer says neither yes nor no' };
  return { kind: 'answered', body: json.value, verdict: verdict.value };
}
