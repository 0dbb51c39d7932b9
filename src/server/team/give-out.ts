import { type RawBuilder, sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { type CaseToAssign, isReady, whoTakes } from '../../domain/people/assignment.ts';
import { amountAtStake } from '../../domain/returns/amount-at-stake.ts';
import { needFor } from '../../domain/returns/approving.ts';
import { needsPerson } from '../../domain/returns/needs-person.ts';
import { isUnderReview } from '../../domain/returns/rma.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type Locked, read } from '../returns/rma-store.ts';
import { runRmaCommand, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { type TeamInHand, teamInHand } from './team-in-hand.ts';
import { dropAllBut, noteAssigned } from './team-store.ts';

/** Cases of one reading. */
const BATCH = 200;

const system = { kind: 'system', id: 'team' } as const;

/** What of a case decides who takes it: the permission, and the level its decision needs. */
export async function toAssign(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  { rma, order }: Pick<Locked, 'rma' | 'order'>,
  notTo: readonly string[] = [],
): Promise<CaseToAssign> {
  const policy = await app.policies.pinned(tx, merchantId, rma.policyVersion);
  const need = isUnderReview(rma) ? needFor(rma, amountAtStake(rma, order), rma.escalation, policy) : null;
  const { resolution, reason, channel, shopId } = rma;
  return {
    resolution,
    reason,
    channel,
    shopId,
    needs: needsPerson(rma) ?? 'rma:review',
    level: need?.level ?? 1,
    notBy: [...notTo, ...(need?.fourEyes ? (rma.approvals ?? []).map(({ by }) => by) : [])],
  };
}

type Waiting = { merchantId: MerchantId; rmaId: RmaId; notTo: readonly string[] };

/** Gives one case to whoever fits, if it still needs somebody and is nobody's. Nobody fits: the next round tries again. */
export const giveOut = async (app: App, job: Waiting): Promise<string | null> =>
  giveTo(app, teamInHand(job.merchantId, await app.members(job.merchantId)), job);

async function giveTo(app: App, team: TeamInHand, { merchantId, rmaId, notTo }: Waiting): Promise<string | null> {
  const now = app.clock.now();
  const given = await app.db.inMerchant(merchantId, async (tx) => {
    // Held from here to the commit: the load that is counted now is the load that counts.
    const { takers, zone } = await team.lock(tx);
    if (takers.length === 0) return null;
    const found = await read(tx, merchantId, rmaId);
    if (!found || found.rma.assignee || !needsPerson(found.rma)) return null;
    const taker = whoTakes(await toAssign(app, tx, merchantId, found, notTo), takers, now, zone);
    if (!taker) return null;
    const { staffId: to, because } = taker;
    const meta = { merchantId, commandId: app.newId('cmd'), actor: system };
    const assigned = await runRmaCommandIn(app, tx, rmaId, { type: 'assign', to, because }, meta);
    if (!assigned.ok || assigned.value.rma.assignee !== to) return null;
    await noteAssigned(tx, merchantId, to, now);
    return to;
  });
  if (given) team.gave(given, now);
  return given;
}

/**
 * A round for a merchant: cases of colleagues who have left become nobody's, and what is nobody's and needs somebody is
 * given out, the oldest first. Answers whether there is a team that wants another round.
 */
export async function balanceTeam(app: App, merchantId: MerchantId): Promise<boolean> {
  const members = await app.members(merchantId);
  const here = members.map(({ userId }) => userId);
  await freeCases(app, merchantId, sql`assignee_id <> all(${here}) and needs is not null`);
  const team = teamInHand(merchantId, members);
  const { takers } = await app.db.inMerchant(merchantId, async (tx) => {
    await dropAllBut(tx, merchantId, here);
    return team.readAnew(tx);
  });
  await giveOutWaiting(app, merchantId, team);
  return takers.length > 0;
}

type WaitingRow = Omit<CaseToAssign, 'level' | 'notBy'> & { id: RmaId; key: string };

/**
 * Goes through all that waits, page by page: what nobody may take now costs a row each and stands in nobody's way. At
 * night nobody is ready, and no case is looked at in vain.
 */
async function giveOutWaiting(app: App, merchantId: MerchantId, team: TeamInHand): Promise<void> {
  let after: WaitingRow | undefined;
  for (;;) {
    const { ready, zone, rows } = await app.db.inMerchant(merchantId, async (tx) => {
      const { takers, zone } = await team.readAnew(tx);
      const ready = takers.filter((member) => isReady(member, app.clock.now(), zone));
      const needs = [...new Set(ready.flatMap(({ permissions }) => permissions))];
      return { ready, zone, rows: ready.length > 0 ? await waitingFor(tx, merchantId, needs, after) : [] };
    });
    for (const row of rows) {
      // The level that a decision needs stands in the events: whoever fits but for it is looked at.
      if (!whoTakes({ ...row, level: 1, notBy: [] }, ready, app.clock.now(), zone)) continue;
      await giveTo(app, team, { merchantId, rmaId: row.id, notTo: [] });
    }
    after = rows.at(-1);
    if (rows.length < BATCH) return;
  }
}

async function waitingFor(tx: Tx, merchantId: MerchantId, needs: readonly string[], after: WaitingRow | undefined) {
  const { rows } = await sql<WaitingRow>`select rma_id as id, opened_at::text as key, resolution, reason, channel,
      shop_id as "shopId", needs
    from rma where merchant_id = ${merchantId} and assignee_id is null and needs is not null and needs = any(${needs})
      ${after ? sql`and (opened_at, rma_id) > (${after.key}::timestamptz, ${after.id})` : sql``}
    order by opened_at, rma_id limit ${BATCH}`.execute(tx);
  return rows;
}

/** Somebody works here no longer: what was theirs and is not over becomes nobody's, and is given out anew. */
export const freeCasesOf = (app: App, merchantId: MerchantId, userId: string): Promise<void> =>
  freeCases(
    app,
    merchantId,
    sql`assignee_id = ${userId} and (needs is not null or stage not in ('closed', 'rejected', 'withdrawn'))`,
  );

async function freeCases(app: App, merchantId: MerchantId, whose: RawBuilder<unknown>): Promise<void> {
  let after = '';
  for (;;) {
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql<{ id: RmaId }>`select rma_id as id from rma
        where merchant_id = ${merchantId} and assignee_id is not null and rma_id > ${after} and ${whose}
        order by rma_id limit ${BATCH}`.execute(tx),
    );
    for (const { id } of rows) {
      const meta = { merchantId, commandId: app.newId('cmd'), actor: system };
      await runRmaCommand(app, id, { type: 'release', because: 'colleague_left' }, meta);
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
