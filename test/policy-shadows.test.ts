import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { plusHours } from '../src/domain/time.ts';
import { scheduleShadows } from '../src/server/policy/run-shadow.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, eventually } from './support/returns-desk.ts';
import { type Draft, trialDeskOf } from './support/trial-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { open } = deskOf(harness);
const { asOwner, look, newDraft, runShadowOf, setShadow, shadowOf } = trialDeskOf(harness);

test('a shadow tries each new case once, decides nothing, and learns later which were answered too late (R-6)', async () => {
  const draft = await newDraft({ approvalLimit: { minor: '100', currency: 'CNY' } });
  expect((await setShadow(draft, true)).body.shadowSince).not.toBeNull();
  expect((await setShadow(draft, true)).body.code).toBe('shadow_running');
  const rma = (await open(await placeOrder(harness))) as unknown as { id: string; review: string };
  expect(rma.review).toBe('approved');
  const waiting = await open(await placeOrder(harness), { reason: 'other' });
  const trial = await shadowOf(draft);
  await runShadowOf(trial);
  await runShadowOf(trial);
  expect(await look(trial.id)).toMatchObject({
    kind: 'shadow',
    state: 'running',
    total: 2,
    tried: 2,
    differing: 2,
    outcomes: expect.arrayContaining([expect.objectContaining({ was: 'approve', would: 'escalate 2', cases: 1 })]),
    overdue: { late: 0, newToPeople: 1 },
    casesPerSecond: null,
  });
  // A save leaves the shadow as it began.
  const saved = await call<Draft>('PUT', `/api/policy/drafts/${draft.id}`, {
    revision: draft.revision,
    name: 'x',
    content: draft.content,
  });
  expect(saved.body.shadowSince).not.toBeNull();
  expect((await look(trial.id)).draftRevision).toBe(draft.revision);

  // The deadline passes without an answer.
  const past = plusHours(app.clock.now(), -1);
  await asOwner(async (owner) => {
    await owner.query(
      `update rma_event set data = jsonb_set(data, '{reviewDue,at}', to_jsonb($2::text)) where rma_id = $1 and seq = 1`,
      [waiting.id, past],
    );
    await owner.query('update policy_trial_case set due_at = $2 where rma_id = $1', [waiting.id, past]);
  });
  await runShadowOf(trial);
  await runShadowOf(trial);
  expect((await look(trial.id)).overdue.late).toBe(1);

  expect((await setShadow(draft, false)).body.shadowSince).toBeNull();
  await open(await placeOrder(harness));
  await runShadowOf(trial);
  expect((await look(trial.id)).tried).toBe(2);
});

test('a case that commits late, with a time before those that were tried, is not missed (R-6)', async () => {
  const draft = await newDraft({ windowDays: 15 });
  await setShadow(draft, true);
  const trial = await shadowOf(draft);
  await open(await placeOrder(harness));
  await runShadowOf(trial);
  const late = await open(await placeOrder(harness));
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update rma set opened_at = ${trial.from}::timestamptz + interval '1 millisecond' where rma_id = ${late.id}`.execute(
      tx,
    ),
  );
  await runShadowOf(trial);
  expect(await look(trial.id)).toMatchObject({ total: 2, tried: 2 });
  await setShadow(draft, false);
});

test('a worker looks after shadows by itself, also after a new start, and ends one that was switched off (R-6)', async () => {
  const draft = await newDraft({ windowDays: 15 });
  await setShadow(draft, true);
  const trial = await shadowOf(draft);
  // What an earlier process had planned is lost.
  await asOwner((owner) => owner.query('delete from graphile_worker._private_jobs'));
  await scheduleShadows(app);
  const worker = await harness.startWorker();
  await open(await placeOrder(harness));
  await eventually('the new case', async () => ((await look(trial.id)).tried === 1 ? true : undefined), 20_000);
  await setShadow(draft, false);
  await eventually('the end', async () => ((await look(trial.id)).state === 'done' ? true : undefined), 25_000);
  await worker.stop();
}, 60_000);
