import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { idText, optional, readAs } from '../../vendor-values.ts';
import type { ChannelChange, ChannelFault, ChannelPort } from '../port.ts';
import { call } from './call.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { changeIn } from './topics.ts';
import { listOf, written } from './vendor-shapes.ts';

type Stream = NonNullable<TaobaoConfig['stream']>;
type Message = z.output<typeof message>;

const message = z.object({
  id: idText,
  topic: z.string(),
  content: optional(z.string()),
  user_nick: optional(z.string()),
});
const batch = z.object({ messages: listOf('tmc_message', z.unknown()) });

/**
 * Takes the shop's messages (TMC) out of the app's queue, over HTTP: what is kept is confirmed, and what is not confirmed
 * comes again after some minutes. Subscribes the shop to all topics of the app first, which does no harm when done again.
 * A rejection of `keep` is passed on, its messages unconfirmed.
 */
export async function listen(
  config: TaobaoConfig,
  stream: Stream,
  ...[keep, signal]: Parameters<NonNullable<ChannelPort['listen']>>
): Promise<ChannelFault> {
  const refusal = await unlessStopped(subscribe(config), signal);
  if (refusal) return refusal;
  while (!signal.aborted) {
    const taken = await unlessStopped(take(config, stream), signal);
    if (taken.kind !== 'messages') return taken;
    // Those of other shops are left for whoever listens for them.
    const own = taken.messages.filter(({ user_nick: nick }) => nick === stream.sellerNick);
    const changes = changesIn(own, stream.sellerNick);
    if (changes.length > 0) await keep(changes);
    // Confirmed too is what tells us nothing: it would say no more the next time, and pulls find what it may have meant.
    const fault = own.length > 0 ? await confirm(config, stream, own) : undefined;
    if (fault) return fault;
    if (own.length === 0)
      await unlessStopped(pause(unverified(config).streamIdleMs, undefined, { ref: false }), signal);
  }
  return stopped;
}

const stopped: ChannelFault = { kind: 'unknown', cause: 'told to stop listening' };

/** A call under way when we are told to stop is left to itself: what it took is not confirmed, and comes again. */
function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | typeof stopped> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(stopped);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function subscribe(config: TaobaoConfig): Promise<ChannelFault | undefined> {
  // Without topics: those that the app has subscribed to. A list would overwrite the one that stands.
  return faultIn(await call(config, 'taobao.tmc.user.permit', {}), 'the subscription');
}

async function take(
  config: TaobaoConfig,
  { group }: Stream,
): Promise<{ kind: 'messages'; messages: Message[] } | ChannelFault> {
  const params = { group_name: group, quantity: String(unverified(config).streamBatch) };
  const answer = await call(config, 'taobao.tmc.messages.consume', params, { anonymous: true });
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(batch, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const messages = reading.value.messages.flatMap((raw) => {
    const one = readAs(message, raw);
    return one.kind === 'read' ? one.value : [];
  });
  return { kind: 'messages', messages };
}

function changesIn(messages: readonly Message[], sellerNick: string): ChannelChange[] {
  const changes = new Map<string, ChannelChange>();
  for (const { topic, content = '' } of messages) {
    const change = changeIn(topic, content, sellerNick);
    if (change) changes.set(`${change.kind} ${change.externalId}`, change);
  }
  return [...changes.values()];
}

async function confirm(
  config: TaobaoConfig,
  { group }: Stream,
  messages: readonly Message[],
): Promise<ChannelFault | undefined> {
  const ids = [...new Set(messages.map(({ id }) => id))];
  const params = { group_name: group, s_message_ids: ids.join(',') };
  return faultIn(await call(config, 'taobao.tmc.messages.confirm', params, { anonymous: true }), 'the confirmation');
}

function faultIn(answer: Awaited<ReturnType<typeof call>>, what: string): ChannelFault | undefined {
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(written, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  return reading.value.is_success === false ? { kind: 'unknown', cause: `${what} was not successful` } : undefined;
}
