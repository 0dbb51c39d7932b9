import {
  type Acted,
  type ChannelPort,
  type ChannelRefund,
  ONLY_IN_CONSOLE,
  takesKind,
} from '../../connectors/channel/port.ts';
import { present } from '../../domain/assert.ts';
import type { FileId, MerchantId, RmaId } from '../../domain/ids.ts';
import { answerToTell } from '../../domain/returns/negotiation-guards.ts';
import type { ChannelRef, Rma } from '../../domain/returns/rma.ts';
import type { App } from '../app.ts';
import { fitPicture } from '../files/fit-picture.ts';
import { returnAddressOf } from '../return-addresses/address-book.ts';
import { kindAtPlatform, takesRefusal } from '../returns/kind-at-platform.ts';
import { read, type StoredEvent } from '../returns/rma-store.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { keepDocuments } from './keep-documents.ts';

export type TellChannel = { merchantId: MerchantId; rmaId: RmaId; action: 'agree_return' | 'refuse' };

/**
 * Tells the platform what was decided. It carries the version we decided on: if the document has changed since, the
 * platform refuses. Then the document is read again: where it still asks for what was decided on, it is told the same;
 * where it asks for more, a person sees it in the lane of platform problems, beside the newer document.
 */
export async function tellChannel(app: App, job: TellChannel): Promise<void> {
  const { merchantId, rmaId, action } = job;
  const stored = present(
    await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId)),
    'the return to tell of',
  );
  const { rma, history } = stored;
  // An answer that waited is not given when another has taken its place: the buyer asked anew and was granted it.
  if (rma.channelPush !== 'pending' || action !== answerToTell(rma)) return;
  const port = await app.shops.channel(merchantId, rma.shopId);
  const settle = (outcome: 'done' | 'failed' | 'at_platform', message: string) =>
    runRmaCommand(
      app,
      rmaId,
      { type: 'record_channel_push', action, outcome, message },
      { merchantId, commandId: `${rmaId}:${action}:${rma.version}`, actor: { kind: 'system', id: rma.channel } },
    );
  if (port && isForPeople(port, rma, action)) {
    await settle('at_platform', '');
    return;
  }
  const acted: Acted | 'over' =
    port && rma.channelRef
      ? await answer(app, merchantId, port, rma, rma.channelRef, action, history)
      : { kind: 'refused', code: 'not_connected', message: rma.channel, stale: false };
  // Its document ends the return when it is read, and nobody waits for our answer.
  if (acted === 'over') return;
  if (acted.kind === 'throttled') throw new Error(`throttled for ${acted.retryAfterMs} ms`);
  if (acted.kind === 'unknown') throw new Error(`whether the platform knows is unknown: ${acted.cause}`);
  if (acted.kind === 'refused' && acted.code === ONLY_IN_CONSOLE) {
    await settle('at_platform', '');
    return;
  }
  await (acted.kind === 'done' ? settle('done', '') : settle('failed', `${acted.code}: ${acted.message}`));
}

/** The platform takes this from a person in its own console, and from no program. */
const isForPeople = (port: ChannelPort, rma: Rma, action: TellChannel['action']): boolean =>
  action === 'refuse' ? !takesRefusal(port, rma) : !takesKind(port.capabilities, 'agreeReturn', kindAtPlatform(rma));

/** A buyer who edits his request again and again is answered this often before a person looks. */
const MOST_ANSWERS = 3;

/**
 * A refusal may mean that the platform knows already, from a call of ours whose answer was lost, or that the document has
 * moved on: it says which.
 */
async function answer(
  app: App,
  merchantId: MerchantId,
  port: ChannelPort,
  rma: Rma,
  decidedOn: ChannelRef,
  action: TellChannel['action'],
  history: readonly StoredEvent[],
): Promise<Acted | 'over'> {
  let ref = decidedOn;
  for (let answers = 1; ; answers++) {
    const acted = await act(app, merchantId, port, rma, ref, action, history);
    if (acted.kind !== 'refused') return acted;
    const found = await port.getRefund(ref.externalId);
    if (found.kind !== 'document') return acted;
    const decoded = port.decodeRefund(found.document.raw);
    if (decoded.kind === 'unreadable') return acted;
    const { refund } = decoded;
    if (isDone[action].has(refund.status)) return { kind: 'done' };
    if (!acted.stale && refund.version === ref.version && refund.status !== 'closed') return acted;
    const shop = { merchantId, shopId: rma.shopId };
    await app.db.inMerchant(merchantId, (tx) => keepDocuments(app, tx, shop, [found.document], port));
    if (refund.status === 'closed') return 'over';
    if (answers === MOST_ANSWERS || refund.version === ref.version || !stillAsked(rma, refund)) return acted;
    ref = { externalId: ref.externalId, version: refund.version, ...(refund.phase ? { phase: refund.phase } : {}) };
  }
}

/** Whether our answer fits the document as it is now. What asks for more was not decided on. */
const stillAsked = ({ requested, resolution }: Rma, refund: ChannelRefund): boolean =>
  refund.status === 'awaiting_seller' &&
  refund.resolution === resolution &&
  (requested === null || refund.amount.minor <= requested.minor);

/** Where the platform's document stands when there is nothing left to say. Who has his money needs no yes to a return. */
const isDone: Record<TellChannel['action'], ReadonlySet<ChannelRefund['status']>> = {
  agree_return: new Set(['awaiting_buyer_shipment', 'awaiting_seller_receipt', 'refunded']),
  refuse: new Set(['refused']),
};

async function act(
  app: App,
  merchantId: MerchantId,
  port: ChannelPort,
  rma: Rma,
  ref: ChannelRef,
  action: TellChannel['action'],
  history: readonly StoredEvent[],
): Promise<Acted> {
  if (action === 'agree_return') {
    const address = await returnAddressOf(app, merchantId, rma);
    if (!address) {
      const shop = await app.shops.find(merchantId, rma.shopId);
      return { kind: 'refused', code: 'no_return_address', message: shop?.name ?? '', stale: false };
    }
    return port.agreeReturn(ref, address);
  }
  return refuseThere(app, merchantId, port, ref, history);
}

/** Exactly what a person chose from the platform's list; what it offers no more is chosen again, never replaced. */
async function refuseThere(
  app: App,
  merchantId: MerchantId,
  port: ChannelPort,
  ref: ChannelRef,
  history: readonly StoredEvent[],
): Promise<Acted> {
  const refusal = refusalIn(history);
  const offered = await port.refuseReasons(ref);
  if (offered.kind !== 'reasons') return offered;
  const { reasonId } = refusal;
  const reason = offered.reasons.find(({ id }) => id === reasonId);
  if (!reason) {
    const list = offered.reasons.map(({ id, text }) => `${id} ${text}`).join('; ');
    return { kind: 'refused', code: 'reason_not_offered', message: list, stale: false };
  }
  const most = port.capabilities.refusalProof?.maxBytes;
  const proof = refusal.proof && most ? await fitPicture(app, merchantId, refusal.proof, most) : undefined;
  return port.refuse(ref, {
    reasonId: reason.id,
    message: refusal.note || reason.text,
    ...(proof ? { proof } : {}),
  });
}

/** The refusal as it was last put: its words, and the reason and proof that were chosen after it, if any were. */
function refusalIn(history: readonly StoredEvent[]): { reasonId: string; note: string; proof?: FileId } {
  let refusal: { reasonId: string; note: string; proof?: FileId } = { reasonId: '', note: '' };
  for (const { event } of history) {
    if (event.type === 'rma_rejected') {
      const { note, reasonCode, platformReason, proof } = event;
      // Before there was a list to choose from, the platform's number stood in place of our own code.
      refusal = { note, reasonId: platformReason?.id ?? reasonCode, ...(proof ? { proof } : {}) };
    }
    if (event.type === 'channel_asked_again') {
      const { platformReason, proof } = event;
      refusal = {
        ...refusal,
        ...(platformReason ? { reasonId: platformReason.id } : {}),
        ...(proof ? { proof } : {}),
      };
    }
  }
  return refusal;
}
