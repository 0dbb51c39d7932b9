import { sql } from 'kysely';
import type { ChannelPort, ChannelRefund } from '../../connectors/channel/port.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId, OrderId, RmaId } from '../../domain/ids.ts';
import type { Order } from '../../domain/orders/order.ts';
import { courierOf } from '../../domain/parcels/waybills.ts';
import type { Reason, Resolution } from '../../domain/policy/reasons.ts';
import type { RmaCommand } from '../../domain/returns/commands.ts';
import type { ChannelDue } from '../../domain/returns/rma.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { takeChannelOrder } from '../orders/order-from-channel.ts';
import { findOrder } from '../orders/order-store.ts';
import { addNote } from '../returns/notes.ts';
import { holdOrder } from '../returns/rma-store.ts';
import { type CommandMeta, openRmaIn, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { askForThreads } from './ask-for-threads.ts';
import { keepUnknownReason, mappedReason } from './channel-reasons.ts';
import * as inbox from './inbox.ts';
import { askedAmount, kindFrom } from './kinds.ts';
import { fingerprintOf, reasonFrom, saidIn } from './reasons.ts';
import { isOwnRefund } from './record-at-shop.ts';

export type ApplyDocument = {
  merchantId: MerchantId;
  shopId: inbox.DocumentKey['shopId'];
  documentKind: 'order' | 'refund';
  documentId: string;
  version: string;
};

type Verdict = { state: inbox.InboxState; reason: string | null };

const applied: Verdict = { state: 'applied', reason: null };
const refused = (reason: string): Verdict => ({ state: 'refused', reason });

/**
 * Reads one document of the inbox and does what follows from it. A document that cannot be read or taken stays in the
 * inbox with its reason, to be tried again by a person; an older version of something already applied is superseded.
 */
export async function applyDocument(app: App, job: ApplyDocument): Promise<Verdict> {
  const { merchantId, shopId } = job;
  const key: inbox.DocumentKey = { shopId, kind: job.documentKind, documentId: job.documentId, version: job.version };
  const document = await app.db.inMerchant(merchantId, (tx) => inbox.find(tx, merchantId, key));
  if (!document || document.state === 'applied' || document.state === 'superseded') return applied;
  const known = { payload: document.payload, edition: document.edition };
  const port = await app.shops.channel(merchantId, shopId);
  const verdict = document.newer
    ? ({ state: 'superseded', reason: null } as const)
    : port
      ? await (key.kind === 'order' ? applyOrder(app, job, port, known) : applyRefund(app, job, port, known))
      : refused('the shop is not connected');
  await app.db.inMerchant(merchantId, async (tx) => {
    await inbox.settle(tx, merchantId, key, verdict.state, verdict.reason);
    if (key.kind === 'refund' && verdict.state === 'applied' && port?.messages) {
      await askForThreads(app, tx, { merchantId, shopId }, [key.documentId]);
    }
  });
  return verdict;
}

/** `edition`: which it is of several contents that the platform gave one version. */
type Payload = { payload: unknown; edition: number };

async function applyOrder(app: App, job: ApplyDocument, port: ChannelPort, document: Payload): Promise<Verdict> {
  const decoded = port.decodeOrder(document.payload);
  if (decoded.kind === 'unreadable') return refused(decoded.reason);
  const shop = present(await app.shops.find(job.merchantId, job.shopId), 'the shop of the document');
  const order = { ...decoded.order, version: decoded.order.version + document.edition };
  const taken = await app.db.inMerchant(job.merchantId, (tx) => takeChannelOrder(app, tx, job.merchantId, shop, order));
  return taken.ok ? applied : refused(describe(taken.rejection));
}

async function applyRefund(app: App, job: ApplyDocument, port: ChannelPort, document: Payload): Promise<Verdict> {
  const decoded = port.decodeRefund(document.payload);
  if (decoded.kind === 'unreadable') return refused(decoded.reason);
  const refund: EditedRefund = { ...decoded.refund, edition: document.edition };
  if (refund.resolution === 'other') return refused(`${refund.vendorKind} is not handled here: do it at the platform`);
  const { ownReference: reference, orderExternalId } = refund;
  if (reference !== undefined && (await isOwnRefund(app, job, { reference, orderExternalId }))) return applied;
  const meta: CommandMeta = {
    merchantId: job.merchantId,
    commandId: `${job.shopId}:${refund.externalId}:${refund.version}${refund.edition > 0 ? `+${refund.edition}` : ''}`,
    actor: { kind: 'platform', id: job.shopId },
  };
  const known = await find(app, job, refund);
  if (known.rmaId) return follow(app, known.rmaId, refund, meta);
  if (!known.orderId) return fetchOrderFirst(app, job, port, refund, document);
  // A request that was over before we saw it leaves nothing to do, but a paid one must count on the order.
  if (refund.status === 'closed') return applied;
  const opened = await openFrom(app, known.orderId, refund, meta);
  const rmaId = (await find(app, job, refund)).rmaId;
  // Another version of the document may have opened the return at this moment, and hold the units: then this one follows.
  if (opened !== applied) return rmaId ? follow(app, rmaId, refund, meta) : opened;
  return rmaId && refund.status !== 'awaiting_seller' ? follow(app, rmaId, refund, meta) : applied;
}

async function find(app: App, { merchantId, shopId }: ApplyDocument, refund: ChannelRefund) {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ rma_id: RmaId | null; order_id: OrderId | null }>`select
      (select rma_id from rma where merchant_id = ${merchantId} and shop_id = ${shopId} and external_id = ${refund.externalId}) as rma_id,
      (select order_id from sales_order where merchant_id = ${merchantId} and shop_id = ${shopId}
        and external_id = ${refund.orderExternalId}) as order_id`.execute(tx),
  );
  return { rmaId: rows[0]?.rma_id ?? null, orderId: rows[0]?.order_id ?? null };
}

/** The refund came before its order: the order is fetched by its number, once. */
async function fetchOrderFirst(
  app: App,
  job: ApplyDocument,
  port: ChannelPort,
  refund: ChannelRefund,
  document: Payload,
): Promise<Verdict> {
  const found = await port.getOrder(refund.orderExternalId);
  if (found.kind !== 'document')
    return refused(`order ${refund.orderExternalId} is unknown here and could not be fetched`);
  const verdict = await applyOrder(app, job, port, { payload: found.document.raw, edition: 0 });
  if (verdict.state !== 'applied') return refused(`order ${refund.orderExternalId}: ${verdict.reason}`);
  return (await find(app, job, refund)).orderId
    ? applyRefund(app, job, port, document)
    : refused(`order ${refund.orderExternalId} was not taken`);
}

async function openFrom(app: App, orderId: OrderId, refund: EditedRefund, meta: CommandMeta): Promise<Verdict> {
  return app.db.inMerchant(meta.merchantId, async (tx) => {
    const [found, mapped] = await Promise.all([
      findOrder(tx, meta.merchantId, orderId),
      mappedReason(tx, meta.merchantId, orderId, saidIn(refund)),
    ]);
    const order = present(found, 'the order of the refund');
    const table = app.shops.channels.find(({ id }) => id === order.channel)?.reasons ?? [];
    const { reason, understood } = reasonFrom(refund, order, table, mapped);
    const lines = linesOf(order, refund);
    if (lines.length === 0) return refused(`order line ${refund.lineExternalId} is not on order ${order.externalId}`);
    const kind = kindFrom(refund, order);
    if (!kind) return refused(`${refund.vendorKind} is not handled here`);
    const rmaId = app.newId('rma');
    const opened = await openRmaIn(
      app,
      tx,
      orderId,
      {
        type: 'open_rma',
        rmaId,
        resolution: kind,
        reason,
        lines,
        evidence: [],
        requested: askedAmount(refund, kind),
        channelRef: channelRefOf(refund),
        platformDeadline: refund.deadlineAt ?? null,
        ...(refund.intervention ? { intervention: refund.intervention } : {}),
      },
      meta,
    );
    if (!opened.ok) return refused(describe(opened.rejection));
    const words = [refund.reason, refund.description].filter(Boolean).join('\n');
    if (opened.value.rma.id !== rmaId) return applied;
    await addNote(app, tx, { ...meta, actor: { kind: 'buyer', id: '' } }, rmaId, words, refund.createdAt);
    if (!understood) {
      const seen = { rmaId, channel: order.channel, said: saidIn(refund), at: app.clock.now() };
      await keepUnknownReason(tx, meta.merchantId, seen);
    }
    return applied;
  });
}

function linesOf(order: Order, refund: ChannelRefund) {
  if (!refund.lineExternalId) {
    return order.lines
      .filter((line) => line.quantity > line.claimed)
      .map((line) => ({ orderLineId: line.id, quantity: line.quantity - line.claimed }));
  }
  const line = order.lines.find((candidate) => candidate.externalId === refund.lineExternalId);
  return line ? [{ orderLineId: line.id, quantity: refund.quantity }] : [];
}

type EditedRefund = ChannelRefund & { edition: number };

/** A document that leaves the reason out, as some do in later states, has not changed it. */
const channelRefOf = (refund: EditedRefund, wordsBefore: string | null = null) => ({
  externalId: refund.externalId,
  version: refund.version,
  ...(refund.edition === 0 ? {} : { edition: refund.edition }),
  ...(refund.phase === undefined ? {} : { phase: refund.phase }),
  ...wordsOf(refund, wordsBefore),
  ...(refund.resolution === 'other' ? {} : { kind: refund.resolution }),
});

function wordsOf(refund: ChannelRefund, before: string | null): { words?: string } {
  const said = saidIn(refund);
  const words = said === '' ? before : fingerprintOf(said);
  return words === null ? {} : { words };
}

/** What a newer version of a known document means for its return: one command after the other, each once. */
async function follow(app: App, rmaId: RmaId, refund: EditedRefund, meta: CommandMeta): Promise<Verdict> {
  return app.db.inMerchant(meta.merchantId, async (tx) => {
    const asked = await askedNow(app, tx, meta.merchantId, rmaId, refund);
    for (const [step, command] of commandsFor(refund, asked).entries()) {
      const result = await runRmaCommandIn(app, tx, rmaId, command, {
        ...meta,
        commandId: `${meta.commandId}:${step}`,
      });
      // A parcel named before our yes has reached the platform, or a withdrawal after the goods are here, is for a person.
      if (!result.ok && result.rejection.code !== 'review_is_over') return refused(describe(result.rejection));
    }
    return applied;
  });
}

/** What a document asks for beside what it says itself, where that is not what the return knows already. */
type Asked = { convertTo: Resolution | null; reason: Reason | null; wordsBefore: string | null };

type Known = Pick<Order, 'channel' | 'shippedAt' | 'deliveredAt'> & {
  orderId: OrderId;
  resolution: Resolution;
  words: string | null;
};

/**
 * Read behind the lock that the command takes anyway, in a statement of its own: another document that is applied at this
 * moment may change the kind. Reasons that nobody understood are listed for the merchant.
 */
async function askedNow(app: App, tx: Tx, merchantId: MerchantId, rmaId: RmaId, refund: ChannelRefund): Promise<Asked> {
  const [, { rows }] = await Promise.all([
    holdOrder(tx, merchantId, rmaId),
    sql<Known>`
      select o.order_id as "orderId", o.channel, o.shipped_at as "shippedAt", o.delivered_at as "deliveredAt",
        r.resolution, (select e.data -> 'channelRef' ->> 'words' from rma_event e
          where e.merchant_id = r.merchant_id and e.rma_id = r.rma_id and e.type in ('rma_opened', 'channel_followed')
          order by e.seq desc limit 1) as words
      from sales_order o join rma r on r.merchant_id = o.merchant_id and r.order_id = o.order_id
      where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId}`.execute(tx),
  ]);
  const known = present(rows[0], 'the return of the document');
  const kind = kindFrom(refund, known);
  const convertTo = kind === known.resolution ? null : kind;
  return { convertTo, wordsBefore: known.words, reason: await reasonNow(app, tx, merchantId, rmaId, refund, known) };
}

async function reasonNow(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  refund: ChannelRefund,
  known: Known,
): Promise<Reason | null> {
  const said = saidIn(refund);
  if (said === '' || known.words === null || known.words === fingerprintOf(said)) return null;
  const table = app.shops.channels.find(({ id }) => id === known.channel)?.reasons ?? [];
  const mapped = await mappedReason(tx, merchantId, known.orderId, said);
  const { reason, understood } = reasonFrom(refund, known, table, mapped);
  if (!understood) {
    await keepUnknownReason(tx, merchantId, { rmaId, channel: known.channel, said, at: app.clock.now() });
  }
  return reason;
}

const granted: ReadonlySet<ChannelRefund['status']> = new Set(['awaiting_buyer_shipment', 'awaiting_seller_receipt']);
const endings = ['refunded', 'closed', 'refused'] as const;

/** What the platform's clock is for. In another state it is nobody's here. */
const waitsFor: Record<ChannelRefund['status'], ChannelDue['on'] | null> = {
  awaiting_seller: 'answer',
  awaiting_buyer_shipment: 'ship',
  awaiting_seller_receipt: 'receipt',
  refused: null,
  closed: null,
  refunded: null,
  other: null,
};

function commandsFor(refund: EditedRefund, asked: Asked): Parameters<typeof runRmaCommandIn>[3][] {
  const { convertTo, reason, wordsBefore } = asked;
  const commands: Exclude<RmaCommand, { type: 'open_rma' }>[] = [
    {
      type: 'follow_channel',
      channelRef: channelRefOf(refund, wordsBefore),
      deadline: refund.deadlineAt ? { at: refund.deadlineAt, source: 'platform' } : null,
      waitsFor: waitsFor[refund.status],
      requested: refund.amount,
      reopen: refund.status === 'awaiting_seller',
      granted: granted.has(refund.status),
      intervention: refund.intervention ?? 'none',
      ending: endings.find((ending) => ending === refund.status) ?? 'none',
      ...(convertTo ? { convertTo } : {}),
      ...(reason ? { reason } : {}),
    },
  ];
  if (refund.returnParcel && refund.status === 'awaiting_seller_receipt') {
    const { courier, waybill } = refund.returnParcel;
    // As on the label, which is how the receiving desk looks for it: buyers type it as they like.
    const number = waybill.trim().toUpperCase();
    commands.push({ type: 'announce_parcel', courier: courierOf(courier, number), waybill: number, alone: true });
  }
  if (refund.status === 'closed') commands.push({ type: 'withdraw', cause: 'closed_on_platform' });
  if (refund.status === 'refunded') {
    commands.push({
      type: 'record_channel_refund',
      amount: refund.amount,
      reference: refund.externalId,
      settledAt: refund.modifiedAt,
    });
  }
  return commands;
}

/** A rejection as one line for the inbox: the code, then its facts. */
function describe(rejection: { code: string }): string {
  const { code, ...facts } = rejection;
  const details = JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? value.toString() : value));
  return details === '{}' ? code : `${code} ${details}`;
}
