import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { MerchantId } from '../src/domain/ids.ts';
import { plusMs } from '../src/domain/time.ts';
import type { App } from '../src/server/app.ts';
import { systemClock } from '../src/server/clock.ts';
import { replay } from '../src/server/returns/replay.ts';
import { runRmaCommand } from '../src/server/returns/run-rma-command.ts';
import { balanceTeam, freeCasesOf, giveOut } from '../src/server/team/give-out.ts';
import { saveSettings } from '../src/server/team/team-store.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { seedTimers } from './support/many-timers.ts';
import { deskOf, eventually, type Rma } from './support/returns-desk.ts';
import { type Person, teamDeskOf } from './support/team-desk.ts';

const harness = await startHarness();
const { call, merchantId, program } = harness;
const { app } = program;
const desk = deskOf(harness);
const { person, seat } = teamDeskOf(harness);

const ann = await person('ann', 'agent');
const bob = await person('bob', 'agent');
const chief = await person('chief', 'supervisor');
const admin = await person('root', 'admin');

type Case = Rma & { assignee: { id: string; name: string } | null };

/** A case that the rules hand to a person. */
const escalated = async () => desk.open(await placeOrder(harness), { reason: 'other' });
const see = async (rmaId: string): Promise<Case> => (await call<Case>('GET', `/api/rmas/${rmaId}`)).body;
const act = (who: Person, rmaId: string, verb: string) => who.call<Case>('POST', `/api/rmas/${rmaId}/${verb}`, {});

async function jobsOf(kind: string): Promise<number> {
  const { rows } = await app.db.acrossMerchants((tx) =>
    sql<{ n: number }>`select count(*)::int as n from graphile_worker.jobs where task_identifier = ${kind}`.execute(tx),
  );
  return rows[0]?.n ?? 0;
}

const order = (facts: object = {}) => placeOrder(harness, facts);
const always = {
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '00:00' })),
  daysOff: [],
};
const never = { hours: [], daysOff: [] };

test('a case that needs a person is given to one by a job, and one that needs none costs no job (R-7)', async () => {
  await seat(ann.id, { shift: never });
  await seat(bob.id, { shift: always });
  const before = await jobsOf('assign_rma');
  const automatic = await desk.open(await order());
  expect(await jobsOf('assign_rma')).toBe(before);
  const waiting = await escalated();
  expect(await jobsOf('assign_rma')).toBe(before + 1);
  const worker = await harness.startWorker();
  const given = await eventually('somebody for the case', async () => {
    const now = await see(waiting.id);
    return now.assignee ? now : undefined;
  });
  await worker.stop();
  expect(given.assignee?.name).toBe('bob');
  expect(given.timeline.at(-1)).toMatchObject({
    type: 'rma_assigned',
    data: { to: 'bob', by: 'system', because: 'fits', among: 1, maxOpen: 10, skill: 'any' },
  });
  expect((await see(automatic.id)).assignee).toBeNull();
});

test('skills, shops and the maximum are kept; what fits nobody waits and is given out when somebody comes (R-7)', async () => {
  await seat(ann.id, { shift: always, skills: { resolutions: ['refund_only'], reasons: [], channels: [] } });
  await seat(bob.id, { shift: never });
  const rma = await escalated();
  const job = { merchantId, rmaId: rma.id, notTo: [] };
  expect(await giveOut(app, job)).toBeNull();
  expect(await balanceTeam(app, merchantId)).toBe(true);
  expect((await see(rma.id)).assignee).toBeNull();
  await seat(bob.id, { shift: always, shops: ['shop_elsewhere'] });
  expect(await giveOut(app, job)).toBeNull();
  await seat(bob.id, { shift: always, maxOpen: 200 });
  await balanceTeam(app, merchantId);
  expect((await see(rma.id)).assignee?.name).toBe('bob');
  // Once it is somebody's, the same job again does nothing.
  expect(await giveOut(app, job)).toBeNull();
});

test('many cases given out at one moment never pass the maximum (R-7)', async () => {
  const cases = [];
  await seat(ann.id, { takesCases: false });
  await seat(bob.id, { takesCases: false });
  for (let n = 0; n < 6; n++) cases.push(await escalated());
  await seat(ann.id, { maxOpen: 2 });
  const { openCases: held } = await inTeam(ann);
  expect(held).toBeLessThanOrEqual(2);
  const given = await Promise.all(cases.map(({ id }) => giveOut(app, { merchantId, rmaId: id, notTo: [] })));
  expect(given.filter((to) => to === ann.id)).toHaveLength(2 - held);
  expect((await inTeam(ann)).openCases).toBe(2);
  await seat(ann.id, { takesCases: false });
});

type Seated = { userId: string; openCases: number; onShift: boolean; awayUntil: string | null };
const inTeam = async (who: Person): Promise<Seated> => {
  const { body } = await ann.call<{ members: Seated[] }>('GET', '/api/team');
  const found = body.members.find(({ userId }) => userId === who.id);
  if (!found) throw new Error('not in the team');
  return found;
};

test('whoever is away is given nothing, and says so himself (R-7)', async () => {
  await seat(bob.id, { shift: always, maxOpen: 200 });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect((await bob.call('POST', '/api/team/me/away', { until })).status).toBe(200);
  expect((await inTeam(bob)).awayUntil).toBe(until);
  const rma = await escalated();
  expect(await giveOut(app, { merchantId, rmaId: rma.id, notTo: [] })).toBeNull();
  type Takers = { takers: { name: string; unfit: string | null }[] };
  const { body } = await chief.call<Takers>('GET', `/api/rmas/${rma.id}/takers`);
  expect(body.takers.find(({ name }) => name === 'bob')?.unfit).toBe('away');
  expect(body.takers.map(({ unfit }) => unfit === null)).toEqual(
    body.takers.map(({ unfit }) => unfit === null).toSorted((a, b) => Number(b) - Number(a)),
  );
  expect((await bob.call('POST', '/api/team/me/away', { until: null })).status).toBe(200);
  expect(await giveOut(app, { merchantId, rmaId: rma.id, notTo: [] })).toBe(bob.id);
});

test('the cases of somebody who is removed become nobody’s and go to others (R-7)', async () => {
  const leaver = await person('leaver', 'agent');
  await seat(leaver.id);
  const waiting = await escalated();
  const later = await desk.open(await order());
  await act(leaver, waiting.id, 'take');
  await act(leaver, later.id, 'take');
  const answer = await admin.call('POST', '/api/auth/organization/remove-member', { memberIdOrEmail: leaver.email });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect((await leaver.call('GET', '/api/rmas')).status).toBe(401);
  const worker = await harness.startWorker();
  const freed = await eventually('a new home for the case', async () => {
    const [now, other] = [await see(waiting.id), await see(later.id)];
    return now.assignee?.name === 'bob' && !other.assignee ? now : undefined;
  });
  await worker.stop();
  const unassigned = freed.timeline.find(({ type }) => type === 'rma_unassigned');
  expect(unassigned?.data).toMatchObject({ because: 'colleague_left' });
  // Whose row was forgotten between is found by the next round as well.
  await freeCasesOf(app, merchantId, leaver.id);
  await balanceTeam(app, merchantId);
  expect((await ann.call<{ members: { userId: string }[] }>('GET', '/api/team')).body.members).not.toContainEqual(
    expect.objectContaining({ userId: leaver.id }),
  );
});

test('hundreds of cases that nobody may take stand in nobody’s way, and cost a round next to nothing (R-7)', async () => {
  const queue: MerchantId = 'mer_queue';
  const takes = { level: 1, skills: { resolutions: [], reasons: [], channels: [] }, shops: [], shift: null };
  const crew: App = {
    ...app,
    members: async () => ['usr_one', 'usr_two'].map((userId) => ({ userId, name: userId, role: 'agent' })),
  };
  const first = systemClock.now();
  await seedTimers(app, queue, [
    { count: 450, first, everyMs: 1 },
    { count: 9, first: plusMs(first, 1_000), everyMs: 1 },
  ]);
  await app.db.inMerchant(queue, async (tx) => {
    await saveSettings(tx, queue, 'usr_one', { ...takes, takesCases: true, maxOpen: 4 });
    await saveSettings(tx, queue, 'usr_two', { ...takes, takesCases: true, maxOpen: 4 });
    await sql`update rma set needs = 'refund:retry' where merchant_id = ${queue} and rma_id like 'rma_a%'`.execute(tx);
  });
  for (let n = 0; n < 9; n++) {
    const meta = { merchantId: queue, commandId: `stop-${n}`, actor: { kind: 'system', id: 'test' } as const };
    const rmaId = `rma_b${String(n).padStart(8, '0')}` as const;
    const stopped = await runRmaCommand(app, rmaId, { type: 'stop_automation', because: 'colleague' }, meta);
    expect(stopped.ok).toBe(true);
  }
  const { statements } = app.db.counts;
  await balanceTeam(crew, queue);
  const asked = app.db.counts.statements - statements;
  const { rows } = await app.db.inMerchant(queue, (tx) =>
    sql<{ who: string; open: number }>`select assignee_id as who, count(*)::int as open from rma
      where merchant_id = ${queue} and assignee_id is not null group by 1 order by 1`.execute(tx),
  );
  expect(rows).toEqual([
    { who: 'usr_one', open: 4 },
    { who: 'usr_two', open: 4 },
  ]);
  // A dozen for each case that is given.
  expect(asked).toBeLessThan(300);
});

test('folding the events gives the rows: whose case, automation, and whom it waits for (R-7)', async () => {
  const replayed = await replay(app, merchantId);
  expect(replayed.disagreements).toEqual([]);
  expect(replayed.returns).toBeGreaterThan(10);
});
