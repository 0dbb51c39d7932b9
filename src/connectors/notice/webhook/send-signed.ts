import { type Instant, toMs } from '../../../domain/time.ts';
import { GONE, type NoticeOutcome } from '../port.ts';
import type { Resolve } from '../resolve.ts';
import { type PostOutcome, postOnce } from './post-once.ts';
import { webhookSignature } from './sign.ts';

export type WebhookConfig = {
  url: string;
  key: Buffer;
  timeoutMs: number;
  mayBeNear: boolean;
  now: () => Instant;
  resolve?: Resolve;
};

const MAX_ANSWER_BYTES = 2_048;
const PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** Posts a body to an address of the merchant's own, signed by the rules of Standard Webhooks (standardwebhooks.com). */
export async function sendSigned(config: WebhookConfig, id: string, body: string): Promise<NoticeOutcome> {
  const timestamp = Math.floor(toMs(config.now()) / 1000);
  const answered = await postOnce({
    url: config.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Guilai-Webhook/1',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': webhookSignature(id, timestamp, body, config.key),
    },
    body,
    timeoutMs: config.timeoutMs,
    maxAnswerBytes: MAX_ANSWER_BYTES,
    mayBeNear: config.mayBeNear,
    ...(config.resolve ? { resolve: config.resolve } : {}),
  });
  return outcomeOf(answered);
}

function outcomeOf(answered: PostOutcome): NoticeOutcome {
  if (answered.kind === 'near')
    return { kind: 'rejected', code: 'near_address', message: 'the address lies in this network', retryable: true };
  if (answered.kind === 'unanswered') return { kind: 'unknown', cause: `${answered.cause}: ${answered.detail}` };
  const { status } = answered;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status === 429 || status === 503) return { kind: 'throttled', retryAfterMs: pauseOf(answered.retryAfter) };
  // The standard: who answers so wants nothing more.
  if (status === 410) return { kind: 'rejected', code: GONE, message: 'HTTP 410', retryable: false };
  if (status >= 500) return { kind: 'unknown', cause: `HTTP ${status}` };
  const words = answered.body.replace(/\s+/g, ' ').trim().slice(0, 200);
  return { kind: 'rejected', code: `http_${status}`, message: words || `HTTP ${status}`, retryable: true };
}

function pauseOf(retryAfter: string | undefined): number {
  const seconds = Number(retryAfter);
  return Number.isInteger(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_PAUSE_MS) : PAUSE_MS;
}
