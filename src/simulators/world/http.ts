import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';

export type Call<T> = {
  method?: 'GET' | 'POST';
  path: string;
  /** JSON, or a form with a file. */
  body?: unknown;
  /** The server does what comes under one key once, so that a lost answer can be asked for again. */
  key?: string;
  /** A buyer's, in place of the shop's key. */
  token?: string;
  shape: z.ZodType<T>;
};

export type Answer<T> = { ok: true; value: T } | { ok: false; status: number; code: string };

export type Client = <T>(call: Call<T>) => Promise<Answer<T>>;

/** Counts, for whoever asks how the world fares. */
export type Tally = { asked: number; unreachable: number; refused: Map<string, number>; latest: string[] };

export const newTally = (): Tally => ({ asked: 0, unreachable: 0, refused: new Map(), latest: [] });

const RING = 100;
const LONGEST_PAUSE_MS = 30_000;
const TIMEOUT_MS = 20_000;
const SERVER_FAULTS_BORNE = 3;

type Options = { baseUrl: string; headers?: Record<string, string>; tally: Tally; turn?: () => Promise<void> };

/**
 * A caller with patience. As long as nobody answers it waits and asks again, longer each time, so whoever uses it sees
 * answers and refusals only. `turn` is awaited before each call: see {@link pace}.
 */
export function clientOf({ baseUrl, headers = {}, tally, turn }: Options): Client {
  return async (call) => {
    for (let attempt = 1; ; attempt += 1) {
      await turn?.();
      tally.asked += 1;
      const outcome = await ask(baseUrl, headers, call);
      if (outcome.kind === 'answer') return noted(tally, call, outcome.answer);
      if (outcome.kind === 'fault' && attempt >= SERVER_FAULTS_BORNE) {
        return noted(tally, call, { ok: false, status: outcome.status, code: 'server_fault' });
      }
      if (outcome.kind === 'silence') tally.unreachable += 1;
      await sleep(outcome.kind === 'wait' ? outcome.ms : Math.min(LONGEST_PAUSE_MS, 500 * 2 ** attempt));
    }
  };
}

type Outcome<T> =
  | { kind: 'answer'; answer: Answer<T> }
  | { kind: 'fault'; status: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'silence' };

async function ask<T>(baseUrl: string, headers: Record<string, string>, call: Call<T>): Promise<Outcome<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(baseUrl + call.path, requestOf(headers, call));
    text = await response.text();
  } catch {
    return { kind: 'silence' };
  }
  const { status } = response;
  if (status === 429) return { kind: 'wait', ms: (Number(response.headers.get('retry-after')) || 5) * 1_000 };
  // 503 is what a server says while it starts or stops.
  if (status === 503) return { kind: 'silence' };
  if (status >= 500) return { kind: 'fault', status };
  const body = jsonOf(text);
  if (!response.ok) return { kind: 'answer', answer: { ok: false, status, code: codeIn(body) } };
  const read = call.shape.safeParse(body);
  const answer: Answer<T> = read.success
    ? { ok: true, value: read.data }
    : { ok: false, status, code: `unreadable_${read.error.issues[0]?.path.join('.')}` };
  return { kind: 'answer', answer };
}

function requestOf(headers: Record<string, string>, { method = 'GET', body, key, token }: Call<unknown>): RequestInit {
  const isForm = body instanceof FormData;
  return {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      ...(token === undefined ? headers : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  };
}

function noted<T>(tally: Tally, { method = 'GET', path }: Call<T>, answer: Answer<T>): Answer<T> {
  if (answer.ok) return answer;
  tally.refused.set(answer.code, (tally.refused.get(answer.code) ?? 0) + 1);
  tally.latest.push(`${method} ${path}: ${answer.status} ${answer.code}`);
  tally.latest.splice(0, tally.latest.length - RING);
  return answer;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const codeIn = (body: unknown): string => {
  if (typeof body !== 'object' || body === null) return 'no_json';
  if ('code' in body && typeof body.code === 'string') return body.code;
  return 'error' in body && typeof body.error === 'string' ? body.error : 'no_code';
};
