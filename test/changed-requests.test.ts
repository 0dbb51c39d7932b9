import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import type { RmaId } from '../src/domain/ids.ts';
import { applyDocument } from '../src/server/channels/apply-document.ts';
import * as inbox from '../src/server/channels/inbox.ts';
import { tellChannel } from '../src/server/channels/tell-channel.ts';
import { startHarness } from './support/app-harness.ts';
import { type Feed, feedKinds, openFeed } from './support/channel-feeds.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { see, step } = deskOf(harness);
const taobao = present(
  feedKinds.find(({ vendor }) => vendor === 'taobao'),
  'Taobao',
);

/** What waits in the inbox, read by a worker. */
async function readInbox({ shopId }: Feed): Promise<void> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ document_id: string; version: bigint }>`select document_id, version from inbox_document
      where shop_id = ${shopId} and state = 'waiting' order by version`.execute(tx),
  );
  for (const { document_id: documentId, version } of rows)
    await applyDocument(app, { merchantId, shopId, documentKind: 'refund', documentId, version: String(version) });
}

describe('our yes meets a request that has changed: one', () => {
  let feed: Feed;
  beforeAll(async () => {
    feed = await openFeed(harness, taobao);
  });

  const modify = (refund: string, fee: string) => feed.steer('POST', `refunds/${refund}/modify`, { refund_fee: fee });
  const statusOf = async (refund: string) =>
    ((await feed.steer('GET', `refunds/${refund}`)) as { status: string }).status;
  const problems = async () =>
    (await call<{ rows: Rma[] }>('GET', '/api/rmas?lane=channel_problem')).body.rows.map(({ id }) => id);

  /** Approved here for 80 of 100 yuan, and not told yet. */
  async function approved(): Promise<{ refund: string; id: RmaId }> {
    const { refund } = await feed.asked();
    await modify(refund, '80.00');
    const port = await feed.port();
    const found = await port.getRefund(refund);
    if (found.kind !== 'document') return expect.unreachable(found.kind);
    await app.db.inMerchant(merchantId, (tx) => inbox.keep(tx, merchantId, feed.shopId, [found.document], port));
    await readInbox(feed);
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql<{ id: RmaId }>`select rma_id as id from rma where external_id = ${refund}`.execute(tx),
    );
    const { id } = present(rows[0], 'the return');
    if ((await see(id)).review !== 'approved') await step(`/api/rmas/${id}/approve`);
    return { refund, id };
  }

  test('that asks for more is not agreed to, and stands in the lane of platform problems (R-9)', async () => {
    const { refund, id } = await approved();
    await modify(refund, '100.00');
    await tellChannel(app, { merchantId, rmaId: id, action: 'agree_return' });
    expect(await statusOf(refund)).toBe('WAIT_SELLER_AGREE');
    expect((await see(id)).channelPush).toBe('failed');
    expect(await problems()).toContain(id);
    await readInbox(feed);
    expect((await see(id)).timeline.map(({ type }) => type)).toContain('channel_followed');
  });

  test('that asks for less is agreed to as it is now (R-9)', async () => {
    const { refund, id } = await approved();
    await modify(refund, '50.00');
    await tellChannel(app, { merchantId, rmaId: id, action: 'agree_return' });
    expect(await statusOf(refund)).toBe('WAIT_BUYER_RETURN_GOODS');
    expect((await see(id)).channelPush).toBe('done');
  });

  test('that its buyer has closed ends the return, and is nobody’s problem (R-9)', async () => {
    const { refund, id } = await approved();
    await feed.close?.(refund);
    await tellChannel(app, { merchantId, rmaId: id, action: 'agree_return' });
    await readInbox(feed);
    expect((await see(id)).stage).toBe('withdrawn');
    expect(await problems()).not.toContain(id);
  });
});
