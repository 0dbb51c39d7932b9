import { sql } from 'kysely';
import sharp from 'sharp';
import { expect } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import type { MessageId, OfferId, RmaId } from '../../src/domain/ids.ts';
import { applyDocument } from '../../src/server/channels/apply-document.ts';
import * as inbox from '../../src/server/channels/inbox.ts';
import { tellChannel } from '../../src/server/channels/tell-channel.ts';
import { TAOBAO_SHOP } from '../../src/server/demo/demo-shops.ts';
import { storePicture } from '../../src/server/files/file-store.ts';
import { pullMessages } from '../../src/server/negotiation/pull-messages.ts';
import type { Harness } from './app-harness.ts';
import { deskOf, type Rma as Seen } from './returns-desk.ts';

/** A return as far as the talk about it goes. */
export type Rma = Seen & {
  offers: { id: OfferId; state: string; amount: { minor: string }; goods: string }[];
  agreed: { amount: { minor: string }; goods: string } | null;
  buyerWroteAt: string | null;
};

type Message = {
  id: string;
  direction: string;
  via: string;
  body: string;
  state: string;
  cause: string | null;
  author: { kind: string };
};

type Thread = { rows: Message[]; next: string | null; values: Record<string, string> };

export type Refused = {
  code: string;
  rejection: { code: string; findings?: { phrase: string; from: number; basis: string }[] };
};

export type Refund = { refund_id: string; tid: string; status: string; refund_version: number };

export const cny = (yuan: number) => ({ minor: String(Math.round(yuan * 100)), currency: 'CNY' });

/** The desk where people talk with buyers, over HTTP. */
export function talkDeskOf(harness: Harness) {
  const desk = deskOf(harness);
  const { app } = harness.program;
  let drawn: string | undefined;
  return {
    ...desk,
    see: async (rmaId: string) => (await desk.see(rmaId)) as Rma,
    step: async (path: string, body: object = {}) => (await desk.step(path, body)) as Rma,
    thread: async (rma: { id: string }, query = '') =>
      (await harness.call<Thread>('GET', `/api/rmas/${rma.id}/messages${query}`)).body,
    /** A stored picture that is larger than platforms take: noise, which no compression makes small. */
    picture: async (): Promise<string> => {
      if (drawn) return drawn;
      const noise = Buffer.from(Uint8Array.from({ length: 1_500 * 1_500 * 3 }, (_, i) => (i * 2_654_435_761) >>> 13));
      const bytes = await sharp(noise, { raw: { width: 1_500, height: 1_500, channels: 3 } })
        .png()
        .toBuffer();
      const stored = await storePicture(app, harness.merchantId, 'test', bytes);
      if (!stored.ok) throw new Error(stored.rejection.code);
      drawn = stored.value.id;
      return drawn;
    },
  };
}

/** The same with a shop on Taobao, where its buyers and the platform act too. */
export function taobaoDeskOf(harness: Harness) {
  const desk = talkDeskOf(harness);
  const { merchantId, steer, look } = harness;
  const { app } = harness.program;
  const bring = async ({ refund_id }: Refund) => {
    const port = present(await app.shops.channel(merchantId, TAOBAO_SHOP), 'the connected shop');
    const found = await port.getRefund(refund_id);
    if (found.kind !== 'document') throw new Error(`the platform shows ${found.kind}`);
    const { document } = found;
    await app.db.inMerchant(merchantId, (tx) => inbox.keep(tx, merchantId, TAOBAO_SHOP, [document], port));
    return applyDocument(app, {
      merchantId,
      shopId: TAOBAO_SHOP,
      documentKind: document.kind,
      documentId: document.externalId,
      version: String(document.version),
    });
  };
  return {
    ...desk,
    /** Reads what the platform shows now into Guilai. */
    bring,
    /** A delivered trade of two, for which its buyer asks. */
    asked: async (facts: object = {}): Promise<{ refund: Refund; rma: Rma }> => {
      const lines = { post_fee: '0.00', orders: [{ num: 2, price: '100.00' }] };
      const [trade] = (await steer('taobao', 'trades', lines)) as { tid: string }[];
      await steer('taobao', `trades/${trade?.tid}/ship`, { company: '顺丰速运', invoice_no: 'SF0000000001' });
      await steer('taobao', `trades/${trade?.tid}/sign`);
      const refund = (await steer('taobao', 'refunds', { tid: trade?.tid, reason: '其他', ...facts })) as Refund;
      expect(await bring(refund)).toMatchObject({ state: 'applied' });
      const { rows } = await app.db.inMerchant(merchantId, (tx) =>
        sql<{ id: RmaId }>`select rma_id as id from rma
          where merchant_id = ${merchantId} and external_id = ${refund.refund_id}`.execute(tx),
      );
      return { refund, rma: await desk.see(present(rows[0], 'the return').id) };
    },
    buyerSays: (refund: Refund, content: string) =>
      steer('taobao', `refunds/${refund.refund_id}/messages`, { content }),
    pull: (rma: Rma) => pullMessages(app, { merchantId, rmaId: rma.id }),
    atPlatform: async (refund: Refund) => (await look('taobao', `refunds/${refund.refund_id}`)) as Refund,
    saidThere: async (refund: Refund) =>
      (await look('taobao', `refunds/${refund.refund_id}/messages`)) as {
        content: string;
        imageBytes: number;
        owner_role?: number;
      }[],
    tell: (rma: Rma, action: 'agree_return' | 'refuse') => tellChannel(app, { merchantId, rmaId: rma.id, action }),
    /** Writes to the platform's buyer, and gives the message as it waits to be sent. */
    write: async (rma: Rma, body: string): Promise<MessageId> => {
      const pictures = [await desk.picture()];
      await desk.step(`/api/rmas/${rma.id}/messages`, { via: 'platform', body, pictures });
      const { rows } = await desk.thread(rma);
      return present(
        rows.find((row) => row.body === body),
        'the message',
      ).id as MessageId;
    },
    stateOf: async (rma: { id: string }, id: string) =>
      present(
        (await desk.thread(rma)).rows.find((row) => row.id === id),
        'the message',
      ),
  };
}
