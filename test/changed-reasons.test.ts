import { expect, test } from 'vitest';
import { replay } from '../src/server/returns/replay.ts';
import { startHarness } from './support/app-harness.ts';
import { type Rma as Seen, taobaoDeskOf } from './support/negotiating.ts';

const harness = await startHarness();
const { call, merchantId, steer } = harness;
const { asked, bring, see } = taobaoDeskOf(harness);

type Rma = Seen & {
  reason: string;
  reasonAtPlatform: string | null;
  amount: { total: { minor: string } } | null;
  decision: { facts: Record<string, unknown> } | null;
};
const shown = async (id: string) => (await see(id)) as Rma;
const types = (rma: Seen) => rma.timeline.map(({ type }) => type);
const modify = (refund: { refund_id: string }, fields: object) =>
  steer('taobao', `refunds/${refund.refund_id}/modify`, fields);

test('a reason that its buyer changes is the one that is judged, while nothing is granted (R-3)', async () => {
  const { refund, rma } = await asked({ reason: '其他' });
  expect((await shown(rma.id)).reason).toBe('other');
  await modify(refund, { reason: '质量问题' });
  expect(await bring(refund)).toMatchObject({ state: 'applied' });
  const after = await shown(rma.id);
  expect(after).toMatchObject({ reason: 'quality_fault', reasonAtPlatform: null, review: 'approved' });
  expect(after.decision?.facts).toMatchObject({ reason: 'quality_fault', is_quality: true });
  expect(after.timeline.find(({ type }) => type === 'reason_changed')?.data).toEqual({
    from: 'other',
    to: 'quality_fault',
  });
  expect(types(after).filter((type) => type === 'policy_applied')).toHaveLength(2);
  const { body } = await call<{ rows: { id: string }[] }>('GET', '/api/rmas?reason=quality_fault&limit=100');
  expect(body.rows.map(({ id }) => id)).toContain(rma.id);
});

test('other words for the same reason, and other words beside it, are no change (R-3)', async () => {
  const { refund, rma } = await asked({ reason: '质量问题' });
  await modify(refund, { desc: '袖口开线，见照片' });
  await bring(refund);
  await modify(refund, { reason: '做工粗糙/有瑕疵/质量问题' });
  await bring(refund);
  expect(types(await shown(rma.id))).not.toContain('reason_changed');
});

test('after the grant the new reason is written down and shown, and what was granted stands (R-3)', async () => {
  const { refund, rma } = await asked({ reason: '质量问题' });
  const granted = await shown(rma.id);
  expect(granted.review).toBe('approved');
  await modify(refund, { reason: '七天无理由退货' });
  expect(await bring(refund)).toMatchObject({ state: 'applied' });
  const after = await shown(rma.id);
  expect(after).toMatchObject({ reason: 'quality_fault', reasonAtPlatform: 'no_reason', review: 'approved' });
  expect(after.amount).toEqual(granted.amount);
  expect(types(after)).toContain('reason_change_noted');
  expect(types(after)).not.toContain('reason_changed');
  // Back again: nothing differs any more.
  await modify(refund, { reason: '质量问题' });
  await bring(refund);
  expect(await shown(rma.id)).toMatchObject({ reason: 'quality_fault', reasonAtPlatform: null });
});

test('a new reason that nobody understands goes to a person, and is listed for the merchant to say what it means (R-3)', async () => {
  const { refund, rma } = await asked({ reason: '未收到货' });
  await modify(refund, { reason: '与星座相冲' });
  await bring(refund);
  expect(await shown(rma.id)).toMatchObject({ reason: 'other', review: 'escalated' });
  const { body } = await call<{ rows: { said: string }[] }>('GET', '/api/channel-reasons');
  expect(JSON.stringify(body)).toContain('与星座相冲');
  expect(await replay(harness.program.app, merchantId)).toMatchObject({ disagreements: [] });
});
