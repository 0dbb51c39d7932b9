import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import type { RmaId } from '../src/domain/ids.ts';
import { applyDocument } from '../src/server/channels/apply-document.ts';
import * as inbox from '../src/server/channels/inbox.ts';
import { replay } from '../src/server/returns/replay.ts';
import { startHarness } from './support/app-harness.ts';
import { feedKinds, openFeed } from './support/channel-feeds.ts';
import { deskOf, type Rma as Seen } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { step } = deskOf(harness);
const jd = present(
  feedKinds.find(({ vendor }) => vendor === 'jd'),
  'JD',
);
const feed = await openFeed(harness, jd);

type Rma = Seen & {
  intervention: string | null;
  dispute: { by: string; openedAt?: string } | null;
  clocks: { kind: string; source: string; at: string; article: string | null }[];
  abilities: { command: string; allowed: boolean; because?: { code: string } }[];
};
const see = async (id: string) => (await call<Rma>('GET', `/api/rmas/${id}`)).body;
const disputeClocks = (rma: Rma) =>
  rma.clocks.filter(({ kind }) => kind.startsWith('dispute_')).map(({ kind, source }) => `${kind} ${source}`);
const record = async (rma: Rma, body: object) => (await step(`/api/rmas/${rma.id}/dispute`, body)) as Rma;

/** Reads what JD shows of the service now into Guilai. */
async function bring(refund: string): Promise<Rma> {
  const port = await feed.port();
  const found = await port.getRefund(refund);
  if (found.kind !== 'document') throw new Error(`JD shows ${found.kind}`);
  const { document } = found;
  await app.db.inMerchant(merchantId, (tx) => inbox.keep(tx, merchantId, feed.shopId, [document], port));
  const { rows: waiting } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ version: bigint }>`select version from inbox_document
      where shop_id = ${feed.shopId} and document_id = ${refund} and state = 'waiting'`.execute(tx),
  );
  for (const { version } of waiting) {
    await applyDocument(app, {
      merchantId,
      shopId: feed.shopId,
      documentKind: 'refund',
      documentId: refund,
      version: String(version),
    });
  }
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ id: RmaId }>`select rma_id as id from rma where external_id = ${refund}`.execute(tx),
  );
  return see(present(rows[0], 'the return').id);
}

test('a dispute that a clerk has read at JD runs by JD’s rules from the moment he gives, and stands among the deadlines (R-8)', async () => {
  const { refund } = await feed.asked();
  const rma = await bring(refund);
  expect(rma.abilities).toContainEqual({ command: 'record_dispute', allowed: true });
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const open = await record(rma, { step: 'opened', at });
  expect(open).toMatchObject({ intervention: 'open', dispute: { by: 'person', openedAt: at } });
  expect(disputeClocks(open).sort()).toEqual(['dispute_answer rule', 'dispute_call rule']);
  const { body } = await call<{ rows: { rmaId?: string; id?: string; kind: string }[] }>(
    'GET',
    '/api/deadlines?limit=100',
  );
  expect(JSON.stringify(body.rows)).toContain('dispute_answer');
  const lane = await call<{ rows: { id: string }[] }>('GET', '/api/rmas?lane=intervened&limit=100');
  expect(lane.body.rows.map(({ id }) => id)).toContain(rma.id);
  // JD's own document goes on saying nothing of it.
  await feed.later();
  await feed.edit?.(refund);
  expect(await bring(refund)).toMatchObject({ intervention: 'open' });
  const undone = await record(open, { step: 'ended', at });
  expect(disputeClocks(undone)).toEqual([]);
  expect(undone.intervention).toBe('decided');
});

test('that JD stands in a list as having stepped in is seen, and its clocks are estimates (R-8)', async () => {
  const { refund } = await feed.asked();
  const rma = await bring(refund);
  if (rma.review !== 'approved') await step(`/api/rmas/${rma.id}/approve`);
  const port = await feed.port();
  const found = await port.getRefund(refund);
  if (found.kind !== 'document') throw new Error(found.kind);
  const { externalId, version } = found.document;
  const agreed = await port.agreeReturn(
    { externalId, version },
    { name: '退货仓', phone: '0571-88880000', address: '浙江省杭州市余杭区文一西路 969 号', postcode: '311100' },
  );
  expect(agreed).toEqual({ kind: 'done' });
  await feed.later();
  await feed.steer('POST', `services/${refund}/intervene`);
  const seen = await bring(refund);
  expect(seen).toMatchObject({ intervention: 'open', dispute: { by: 'document' } });
  expect(disputeClocks(seen).sort()).toEqual(['dispute_answer estimate', 'dispute_call estimate']);
  const decided = await record(seen, { step: 'decided', at: new Date().toISOString(), outcome: 'refunded' });
  expect(disputeClocks(decided).sort()).toEqual(['dispute_appeal rule', 'dispute_execution rule']);
  expect(await replay(app, merchantId)).toMatchObject({ disagreements: [] });
});

test('a moment in the future, a step out of its turn and a decision without its outcome are told to whoever records them', async () => {
  const { refund } = await feed.asked();
  const rma = await bring(refund);
  const refused = async (body: object) =>
    (await call<{ code: string }>('POST', `/api/rmas/${rma.id}/dispute`, body)).body.code;
  const now = new Date().toISOString();
  expect(await refused({ step: 'opened', at: new Date(Date.now() + 3_600_000).toISOString() })).toBe(
    'moment_in_future',
  );
  expect(await refused({ step: 'decided', at: now, outcome: 'refunded' })).toBe('platform_has_not_stepped_in');
  await record(rma, { step: 'opened', at: now });
  expect(await refused({ step: 'decided', at: new Date().toISOString() })).toBe('ruling_missing');
});
