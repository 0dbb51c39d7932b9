import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, toMs } from '../../domain/time.ts';
import { readExactJson } from '../exact-json.ts';
import type { Reading } from '../vendor-values.ts';
import type { ChannelChange, IncomingPush, PushReading } from './port.ts';

/** What becomes of a push whose answer is read by nobody but for its status. */
export const accepted = (deliveryId: string, changes: ChannelChange[]): PushReading => ({
  kind: 'accepted',
  deliveryId,
  changes,
  answer: { status: 200, text: '' },
});
export const refused = (reason: string, status: number): PushReading => ({
  kind: 'refused',
  reason,
  answer: { status, text: '' },
});

/** Reads the headers that begin with `prefix`; one that is not there is empty. */
export const headersOf =
  ({ headers }: IncomingPush, prefix: string) =>
  (name: string): string => {
    const value = headers[prefix + name];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };

/** Whether `signature` is the HMAC-SHA256 of the body as it came, in base64. */
export function isSigned({ text }: IncomingPush, signature: string, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(text, 'utf8').digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Refuses a push of another time, but answers it well all the same: a late delivery that is genuine must not be repeated,
 * nor cost us the subscription.
 */
export const untimely = (happenedAt: Instant, now: Instant, windowMs: number): PushReading | undefined =>
  Math.abs(toMs(now) - toMs(happenedAt)) > windowMs ? refused(`the push is of ${happenedAt}`, 200) : undefined;

/** The body, for the adapter to decode. */
export function bodyOf({ text }: IncomingPush): Reading<unknown> {
  const json = readExactJson(text);
  return json.kind === 'json' ? { kind: 'read', value: json.value } : { kind: 'unreadable', reason: json.problem };
}
