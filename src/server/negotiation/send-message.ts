import type { Acted, ChannelPort, ChannelRefundRef } from '../../connectors/channel/port.ts';
import type { FileId, MerchantId, MessageId, RmaId } from '../../domain/ids.ts';
import { messageOf } from '../../domain/returns/negotiation-guards.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { fitPicture } from '../files/fit-picture.ts';
import { read } from '../returns/rma-store.ts';
import { runRmaCommandIn } from '../returns/run-rma-command.ts';
import { findMessage, type MessageRow, markAttempt, settleMessage } from './message-rows.ts';

export type SendMessage = { merchantId: MerchantId; rmaId: RmaId; messageId: MessageId };

/** How far the platform's clock and ours may differ. */
const CLOCK_SLACK_MS = 60_000;

/**
 * Says one message at the platform. A buyer shall not read a thing twice: where an earlier call may have got through, the
 * thread is looked at first, and where it cannot be, the outcome stays unknown until a person has looked.
 */
export async function sendMessage(app: App, job: SendMessage): Promise<void> {
  const { merchantId, rmaId, messageId } = job;
  const found = await app.db.inMerchant(merchantId, async (tx) => ({
    stored: await read(tx, merchantId, rmaId),
    row: await findMessage(tx, merchantId, rmaId, messageId),
  }));
  const { stored, row } = found;
  if (!stored || !row || messageOf(stored.rma, messageId)?.state !== 'pending') return;
  const port = await app.shops.channel(merchantId, stored.rma.shopId);
  const ref = stored.rma.channelRef;
  if (!port?.message || !ref) return record(app, job, 'failed', 'not_connected');
  if (row.attemptedAt) {
    const stands = await standsThere(port, ref, row);
    if (stands === 'yes') return record(app, job, 'sent', null);
    if (stands === 'nobody_knows') return record(app, job, 'unknown', 'the call was cut off');
  }
  const picture = await pictureOf(app, merchantId, port, row.pictures[0]);
  const mark = (at: ReturnType<App['clock']['now']> | null) =>
    app.db.inMerchant(merchantId, (tx) => markAttempt(tx, merchantId, rmaId, messageId, at));
  await mark(app.clock.now());
  const acted = await port.message(ref, row.body, picture);
  if (acted.kind === 'throttled') {
    // It surely was not said: the next attempt need not look.
    await mark(null);
    throw new Error(`throttled for ${acted.retryAfterMs} ms`);
  }
  return record(app, job, ...outcomeOf(acted));
}

function outcomeOf(acted: Exclude<Acted, { kind: 'throttled' }>): ['sent' | 'failed' | 'unknown', string | null] {
  switch (acted.kind) {
    case 'done':
      return ['sent', null];
    case 'unknown':
      return ['unknown', acted.cause];
    case 'refused':
    case 'unauthorised':
      return ['failed', `${acted.code}: ${acted.message}`];
  }
}

async function standsThere(
  port: ChannelPort,
  ref: ChannelRefundRef,
  { body, attemptedAt }: MessageRow,
): Promise<'yes' | 'no' | 'nobody_knows'> {
  const thread = await port.messages?.(ref);
  if (thread?.kind === 'throttled') throw new Error(`throttled for ${thread.retryAfterMs} ms`);
  if (thread?.kind !== 'messages' || !attemptedAt) return 'nobody_knows';
  const since = plusMs(attemptedAt, -CLOCK_SLACK_MS);
  return thread.messages.some(
    ({ from, text, writtenAt }) => from === 'seller' && text.trim() === body.trim() && writtenAt >= since,
  )
    ? 'yes'
    : 'no';
}

async function pictureOf(app: App, merchantId: MerchantId, port: ChannelPort, fileId: FileId | undefined) {
  const most = port.capabilities.messageRules?.maxPictureBytes;
  return fileId && most ? fitPicture(app, merchantId, fileId, most) : undefined;
}

async function record(
  app: App,
  { merchantId, rmaId, messageId }: SendMessage,
  outcome: 'sent' | 'failed' | 'unknown',
  cause: string | null,
): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    const stored = await read(tx, merchantId, rmaId);
    const recorded = await runRmaCommandIn(
      app,
      tx,
      rmaId,
      { type: 'record_message_outcome', messageId, outcome },
      {
        merchantId,
        commandId: `${messageId}:${outcome}:${stored?.rma.version ?? 0}`,
        actor: { kind: 'system', id: 'messages' },
      },
    );
    // What the thread has shown meanwhile counts for more than this answer.
    const state = recorded.ok ? messageOf(recorded.value.rma, messageId)?.state : undefined;
    if (state)
      await settleMessage(tx, merchantId, rmaId, messageId, { state, cause: state === outcome ? cause : null });
  });
}
