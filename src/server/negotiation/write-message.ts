import type { FileId, MessageId, RmaId } from '../../domain/ids.ts';
import { type Result, reject } from '../../domain/result.ts';
import { forbiddenIn } from '../../domain/returns/forbidden-phrases.ts';
import { messageOf } from '../../domain/returns/negotiation-guards.ts';
import { openPlaceholders } from '../../domain/returns/reply-templates.ts';
import type { App } from '../app.ts';
import { missingFile } from '../files/file-store.ts';
import { read } from '../returns/rma-store.ts';
import { type CommandMeta, type Handled, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { addMessage, findMessage, messageIdOf, type NewMessage, settleMessage } from './message-rows.ts';
import { type Way, waysOf } from './ways.ts';

export type Words = { via: 'portal' | 'platform' | 'note'; body: string; pictures: readonly FileId[] };

/** Staff write: to the buyer, or a note for colleagues that goes nowhere and so needs no event. */
export async function writeMessage(app: App, rmaId: RmaId, words: Words, meta: CommandMeta): Promise<Result<Handled>> {
  const { via, body, pictures } = words;
  const { merchantId, actor } = meta;
  const forbidden = forbiddenIn(body);
  if (forbidden && via !== 'note') return reject(forbidden);
  const open = openPlaceholders(body);
  if (open.length > 0) return reject({ code: 'placeholder_left', names: open.join(', ') });
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  if (!stored) return reject({ code: 'rma_not_found' });
  const way = (await waysOf(app, merchantId, stored.rma)).find((one) => one.via === via);
  const no = via === 'note' ? null : unfit(way, words);
  if (no) return reject(no);

  const id = messageIdOf(rmaId, meta.commandId, via, body, ...pictures);
  return app.db.inMerchant(merchantId, async (tx) => {
    const fileId = await missingFile(tx, merchantId, pictures);
    if (fileId) return reject({ code: 'file_not_found', fileId });
    const row: Omit<NewMessage, 'via' | 'state'> = {
      id,
      direction: 'out',
      authorKind: actor.kind === 'api_key' ? 'api_key' : 'staff',
      authorId: actor.id,
      body,
      pictures: [...pictures],
      writtenAt: app.clock.now(),
    };
    if (via === 'note') {
      await addMessage(tx, merchantId, rmaId, { ...row, via, state: 'noted' });
      return { ok: true, value: stored };
    }
    const sent = await runRmaCommandIn(app, tx, rmaId, { type: 'send_message', messageId: id, via }, meta);
    if (!sent.ok) return sent;
    await addMessage(tx, merchantId, rmaId, { ...row, via, state: via === 'platform' ? 'pending' : 'sent' });
    return sent;
  });
}

function unfit(way: Way | undefined, { body, pictures }: Words): { code: string; [fact: string]: unknown } | null {
  if (!way) return { code: 'channel_takes_no_messages' };
  const bytes = Buffer.byteLength(body);
  if (bytes > way.maxBytes) return { code: 'message_too_long', bytes, maxBytes: way.maxBytes };
  if (way.picture === 'needed' && pictures.length === 0) return { code: 'picture_needed' };
  const most = way.picture === 'none' ? 0 : way.mostPictures;
  return pictures.length > most ? { code: 'too_many_pictures', most } : null;
}

/** A buyer's own words, from the portal: nobody looks for what he may not say. */
export async function takeFromBuyer(
  app: App,
  rmaId: RmaId,
  { body, pictures }: Pick<Words, 'body' | 'pictures'>,
  meta: CommandMeta,
): Promise<Result<Handled>> {
  const { merchantId, actor } = meta;
  const id = messageIdOf(rmaId, meta.commandId, body, ...pictures);
  const now = app.clock.now();
  return app.db.inMerchant(merchantId, async (tx) => {
    const fileId = await missingFile(tx, merchantId, pictures, actor.id);
    if (fileId) return reject({ code: 'file_not_found', fileId });
    // The id names the command and the words; the moment is taken from the first time they came.
    const known = await findMessage(tx, merchantId, rmaId, id);
    const at = known?.writtenAt ?? now;
    const taken = await runRmaCommandIn(
      app,
      tx,
      rmaId,
      { type: 'record_message', messageId: id, via: 'portal', at },
      meta,
    );
    if (!taken.ok || known) return taken;
    await addMessage(tx, merchantId, rmaId, {
      id,
      direction: 'in',
      via: 'portal',
      authorKind: 'buyer',
      authorId: actor.id,
      body,
      pictures: [...pictures],
      state: 'received',
      writtenAt: at,
    });
    return taken;
  });
}

/** A person has looked, and lets a message be sent once more. */
export async function resendMessage(
  app: App,
  rmaId: RmaId,
  messageId: MessageId,
  meta: CommandMeta,
): Promise<Result<Handled>> {
  return app.db.inMerchant(meta.merchantId, async (tx) => {
    const again = await runRmaCommandIn(app, tx, rmaId, { type: 'resend_message', messageId }, meta);
    // The same press a second time finds the message where it has come to since, and leaves it there.
    const state = again.ok ? messageOf(again.value.rma, messageId)?.state : undefined;
    if (state === 'pending') {
      await settleMessage(tx, meta.merchantId, rmaId, messageId, { state, cause: null });
    }
    return again;
  });
}
