import { timingSafeEqual } from 'node:crypto';
import { parseInstant, toMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelChange, IncomingPush, PushAnswer, PushReading } from '../port.ts';
import { type DouyinConfig, unverified } from './config.ts';
import { eventSign } from './sign.ts';
import { messageData, messages } from './vendor-shapes.ts';

const answer = (status: number, code: number, msg: string): PushAnswer => ({
  status,
  text: JSON.stringify({ code, msg }),
  contentType: 'application/json',
});
const success = answer(200, 0, 'success');

/**
 * A push is a list of messages, each with its content as JSON within the JSON; the platform's test of the connection has
 * content that names no document. The signature covers the body as it came. A push for an old event, or for another shop
 * of the same app, is answered well and changes nothing: else the platform would send it again and again.
 */
export function readPush(config: DouyinConfig, { text, headers }: IncomingPush): PushReading {
  const given = headers['event-sign'];
  if (typeof given !== 'string' || !isSame(given, eventSign(config.appKey, text, config.appSecret))) {
    return { kind: 'refused', reason: 'event-sign does not fit the body', answer: answer(401, 1, 'invalid signature') };
  }
  const json = readExactJson(text);
  const reading =
    json.kind === 'json' ? readAs(messages, json.value) : { kind: 'unreadable' as const, reason: json.problem };
  if (reading.kind === 'unreadable') {
    return { kind: 'refused', reason: `the push: ${reading.reason}`, answer: answer(200, 1, 'unreadable') };
  }
  const contents = reading.value.map(({ data }) => contentOf(data));
  const latest = Math.max(...contents.flatMap((content) => momentsIn(content)), Number.NEGATIVE_INFINITY);
  const awayMs = Math.abs(toMs(config.now()) - latest);
  if (Number.isFinite(latest) && awayMs >= unverified(config).pushMaxAgeMs) {
    return { kind: 'refused', reason: `the event lies ${awayMs} ms from now`, answer: success };
  }
  return {
    kind: 'accepted',
    deliveryId: reading.value.map(({ msg_id: id }) => id).join(','),
    changes: changesIn(contents, config.shopId),
    answer: success,
  };
}

type Content = Readonly<Record<string, unknown>>;

/** Usually a text. What cannot be read tells of nothing: the next pull finds it. */
function contentOf(data: unknown): Content {
  const json = typeof data === 'string' ? readExactJson(data) : ({ kind: 'json', value: data } as const);
  const reading = json.kind === 'json' ? readAs(messageData, json.value) : json;
  return reading.kind === 'read' ? reading.value : {};
}

/** After-sales name their order too, so theirs is the first name that counts. */
function changesIn(contents: readonly Content[], shopId: string | undefined): ChannelChange[] {
  const changes = new Map<string, ChannelChange>();
  for (const content of contents) {
    const { aftersale_id: refundId, p_id: orderId, shop_id: forShop } = content;
    if (shopId && typeof forShop === 'string' && forShop !== shopId) continue;
    const change =
      typeof refundId === 'string'
        ? { kind: 'refund' as const, externalId: refundId }
        : typeof orderId === 'string'
          ? { kind: 'order' as const, externalId: orderId }
          : undefined;
    if (change) changes.set(`${change.kind} ${change.externalId}`, change);
  }
  return [...changes.values()];
}

/** In which of these a message tells of its own event depends on its tag; `update_time` comes as text in some. */
const momentFields = [
  'apply_time',
  'agree_time',
  'return_time',
  'refuse_time',
  'success_time',
  'close_time',
  'modify_time',
  'update_time',
  'create_time',
  'pay_time',
  'cancel_time',
  'complete_time',
];

const momentsIn = (content: Content): number[] =>
  momentFields.flatMap((name) => {
    const value = content[name];
    if (typeof value === 'number' && value > 1_000_000_000 && value < 10_000_000_000) return [value * 1000];
    const moment = typeof value === 'string' ? parseInstant(value) : undefined;
    return moment === undefined ? [] : [toMs(moment)];
  });

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
