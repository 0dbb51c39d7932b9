import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import type { RmaId } from '../src/domain/ids.ts';
import { applyDocument } from '../src/server/channels/apply-document.ts';
import * as inbox from '../src/server/channels/inbox.ts';
import { tellChannel } from '../src/server/channels/tell-channel.ts';
import { startHarness } from './support/app-harness.ts';
import { feedKinds, openFeed } from './support/channel-feeds.ts';
import { deskOf, type Rma as Seen } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { step } = deskOf(harness);
const douyin = present(
  feedKinds.find(({ vendor }) => vendor === 'douyin'),
  'Douyin',
);
const feed = await openFeed(harness, douyin);

type Rma = Seen & { abilities: { command: string; allowed: boolean }[] };

async function bring(refund: string): Promise<RmaId> {
  const port = await feed.port();
  const found = await port.getRefund(refund);
  if (found.kind !== 'document') throw new Error(found.kind);
  const { document } = found;
  await app.db.inMerchant(merchantId, (tx) => inbox.keep(tx, merchantId, feed.shopId, [document], port));
  await applyDocument(app, {
    merchantId,
    shopId: feed.shopId,
    documentKind: 'refund',
    documentId: refund,
    version: String(document.version),
  });
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ id: RmaId }>`select rma_id as id from rma where external_id = ${refund}`.execute(tx),
  );
  return present(rows[0], 'the return').id;
}

test('money for goods that have not left is refused at Douyin by a person in its console, and no button promises more (R-9)', async () => {
  // Above the limit, so that a person decides.
  const [order] = (await feed.steer('POST', 'orders', { sku_order_list: [{ origin_amount: 90_000 }] })) as {
    order_id: string;
  }[];
  const wish = {
    order_id: order?.order_id,
    after_sale_type: 2,
    refund_total_amount: 90_000,
    reason: '多拍/错拍/不想要',
  };
  const asked = (await feed.steer('POST', 'aftersales', wish)) as
    | { after_sale_id: string }
    | { after_sale_id: string }[];
  const refund = (Array.isArray(asked) ? asked[0] : asked)?.after_sale_id ?? '';
  const id = await bring(refund);

  const { body: grounds } = await call<{ platform: { refuses: boolean } }>('GET', `/api/rmas/${id}/refusal-reasons`);
  expect(grounds.platform).toMatchObject({ refuses: false, reasons: [] });
  const refused = (await step(`/api/rmas/${id}/reject`, { reasonCode: 'other', note: '已经打包' })) as Rma;
  expect(refused.channelPush).toBe('pending');
  await tellChannel(app, { merchantId, rmaId: id, action: 'refuse' });
  const after = (await call<Rma>('GET', `/api/rmas/${id}`)).body;
  expect(after.channelPush).toBe('at_platform');
  expect(after.abilities.find(({ command }) => command === 'tell_again')?.allowed).toBe(false);
  const inLane = async (lane: string) =>
    (await call<{ rows: { id: string }[] }>('GET', `/api/rmas?lane=${lane}&limit=100`)).body.rows.map((row) => row.id);
  expect(await inLane('at_platform')).toContain(id);
  expect(await inLane('channel_problem')).not.toContain(id);
});
