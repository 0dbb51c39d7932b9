import { sql } from 'kysely';
import type { ChannelMessage } from '../../connectors/channel/port.ts';
import type { MerchantId, MessageId, RmaId } from '../../domain/ids.ts';
import { messageOf } from '../../domain/returns/negotiation-guards.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { sentenceOf } from '../channels/fault-sentence.ts';
import type { Tx } from '../db/database.ts';
import { holdOrder, read } from '../returns/rma-store.ts';
import { type CommandMeta, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { addMessage, messageIdOf, settleMessage } from './message-rows.ts';

export type PullMessages = { merchantId: MerchantId; rmaId: RmaId };

/** How much later than we wrote it the platform may date what it got from us. */
const DELAY_MS = 10 * 60_000;

/** Messages that are taken in one transaction. */
const PAGE = 50;

/**
 * Takes what stands in the platform's thread into ours, each message once. One that cannot be taken keeps none of the
 * others away; the job fails for it afterwards, and is tried again.
 */
export async function pullMessages(app: App, { merchantId, rmaId }: PullMessages): Promise<void> {
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const port = stored && (await app.shops.channel(merchantId, stored.rma.shopId));
  if (!stored?.rma.channelRef || !port?.messages) return;
  const thread = await port.messages(stored.rma.channelRef);
  if (thread.kind === 'throttled' || thread.kind === 'unknown') {
    throw new Error(`the thread of ${rmaId} was not read: ${sentenceOf(thread)}`);
  }
  if (thread.kind !== 'messages') {
    app.log.warn({ rmaId, fault: thread }, 'the platform does not give the thread of a return');
    return;
  }
  const faults: unknown[] = [];
  for (const page of pagesOf(inOrder(thread.messages))) {
    const takeAll = (messages: readonly ChannelMessage[]) =>
      app.db.inMerchant(merchantId, (tx) => takePage(app, tx, { merchantId, rmaId }, stored.rma.shopId, messages));
    const whole = await takeAll(page).catch(() => 'one of them cannot be taken' as const);
    if (!whole) continue;
    for (const message of page) await takeAll([message]).catch((fault: unknown) => faults.push(fault));
  }
  if (faults.length > 0) throw faults[0];
}

const pagesOf = (messages: readonly ChannelMessage[]): ChannelMessage[][] =>
  Array.from({ length: Math.ceil(messages.length / PAGE) }, (_, n) => messages.slice(n * PAGE, (n + 1) * PAGE));

/** Channels tell time by the second: what was said within one is kept apart by a millisecond each. */
function inOrder(messages: readonly ChannelMessage[]): ChannelMessage[] {
  const seen = new Map<string, number>();
  return messages.map((message) => {
    const before = seen.get(message.writtenAt) ?? 0;
    seen.set(message.writtenAt, before + 1);
    return { ...message, writtenAt: plusMs(message.writtenAt, Math.min(before, 999)) };
  });
}

async function takePage(
  app: App,
  tx: Tx,
  job: PullMessages,
  shopId: string,
  messages: readonly ChannelMessage[],
): Promise<void> {
  const { merchantId, rmaId } = job;
  // The lock that each command takes, before anything is looked at: another reading of the thread may be under way.
  const [, known] = await Promise.all([holdOrder(tx, merchantId, rmaId), knownOf(tx, merchantId, rmaId, messages)]);
  for (const message of messages) {
    if (known.has(message.externalId)) continue;
    known.add(message.externalId);
    await take(app, tx, job, shopId, message);
  }
}

async function take(
  app: App,
  tx: Tx,
  { merchantId, rmaId }: PullMessages,
  shopId: string,
  message: ChannelMessage,
): Promise<void> {
  const id = messageIdOf(rmaId, 'platform', message.externalId);
  const meta: CommandMeta = { merchantId, commandId: id, actor: { kind: 'platform', id: shopId } };
  const ours = message.from === 'seller' ? await ownRowOf(tx, merchantId, rmaId, message) : undefined;
  if (ours) return recognise(app, tx, rmaId, ours, message, meta);
  const added = await addMessage(tx, merchantId, rmaId, {
    id,
    direction: message.from === 'seller' ? 'out' : 'in',
    via: 'platform',
    authorKind: message.from === 'buyer' ? 'buyer' : 'platform',
    authorId: '',
    body: message.text,
    picturesElsewhere: message.pictures,
    externalId: message.externalId,
    state: message.from === 'seller' ? 'sent' : 'received',
    writtenAt: message.writtenAt,
  });
  if (!added) return;
  const taken = await runRmaCommandIn(
    app,
    tx,
    rmaId,
    message.from === 'seller'
      ? { type: 'send_message', messageId: id, via: 'platform', elsewhere: true }
      : {
          type: 'record_message',
          messageId: id,
          via: 'platform',
          at: message.writtenAt,
          ...(message.from === 'platform' ? { from: 'platform' as const } : {}),
        },
    meta,
  );
  if (!taken.ok) throw new Error(`a message of ${rmaId} was not taken: ${taken.rejection.code}`);
}

async function knownOf(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  messages: readonly ChannelMessage[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select external_id as id from rma_message
    where merchant_id = ${merchantId} and rma_id = ${rmaId}
      and external_id = any(${messages.map(({ externalId }) => externalId)})`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** What we sent ourselves and have no number of: the platform's answer to a message does not give it. */
async function ownRowOf(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  { text, writtenAt }: ChannelMessage,
): Promise<MessageId | undefined> {
  const { rows } = await sql<{ id: MessageId }>`select message_id as id from rma_message
    where merchant_id = ${merchantId} and rma_id = ${rmaId} and direction = 'out' and via = 'platform'
      and external_id is null and author_kind in ('staff', 'api_key') and btrim(body) = btrim(${text})
      and written_at <= ${plusMs(writtenAt, DELAY_MS)}
    order by written_at, message_id limit 1`.execute(tx);
  return rows[0]?.id;
}

/** It stands there: whatever we did not know of it, now we do. */
async function recognise(
  app: App,
  tx: Tx,
  rmaId: RmaId,
  messageId: MessageId,
  { externalId }: ChannelMessage,
  meta: CommandMeta,
): Promise<void> {
  await sql`update rma_message set external_id = ${externalId}
    where merchant_id = ${meta.merchantId} and rma_id = ${rmaId} and message_id = ${messageId}`.execute(tx);
  const command = { type: 'record_message_outcome', messageId, outcome: 'sent' } as const;
  const known = await runRmaCommandIn(app, tx, rmaId, command, meta);
  const state = known.ok ? messageOf(known.value.rma, messageId)?.state : undefined;
  if (state) await settleMessage(tx, meta.merchantId, rmaId, messageId, { state, cause: null });
}
