import { type RawBuilder, sql } from 'kysely';
import { present } from '../../domain/assert.ts';
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
import { dropAllBut, lockTeam, noteAssigned, readTeam } from './team-store.ts';

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

/** Gives one case to whoever fits, if it still needs somebody and is nobody's. Nobody fits: the next round tries again. */
export async function giveOut(
  app: App,
  { merchantId, rmaId, notTo }: { merchantId: MerchantId; rmaId: RmaId; notTo: readonly string[] },
): Promise<string | null> {
  const members = await app.members(merchantId);
  return app.db.inMerchant(merchantId, async (tx) => {
    // Held from here to the commit: the load that is counted now is the load that counts.
    const { rows } = await lockTeam(tx, merchantId);
    if (rows.length === 0) return null;
    const found = await read(tx, merchantId, rmaId);
    if (!found || found.rma.assignee || !needsPerson(found.rma)) return null;
    const team = (await readTeam(tx, merchantId, members)).filter(({ takesCases }) => takesCases);
    const now = app.clock.now();
    const work = await toAssign(app, tx, merchantId, found, notTo);
    const taker = whoTakes(work, team, now, await zoneOf(tx, merchantId));
    if (!taker) return null;
    const { staffId: to, because } = taker;
    const meta = { merchantId, commandId: app.newId('cmd'), actor: system };
    const given = await runRmaCommandIn(app, tx, rmaId, { type: 'assign', to, because }, meta);
    if (!given.ok || given.value.rma.assignee !== to) return null;
    await noteAssigned(tx, merchantId, to, now);
    return to;
  });
}

export async function zoneOf(tx: Tx, merchantId: MerchantId): Promise<string> {
  const { rows } = await sql<{ zone: string }>`select time_zone as zone from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return present(rows[0], `the merchant ${merchantId}`).zone;
}

/**
 * A round for a merchant: cases of colleagues who have left become nobody's, and what is nobody's and needs somebody is
 * given out, the oldest first. Answers whether there is a team that wants another round.
 */
export async function balanceTeam(app: App, merchantId: MerchantId): Promise<boolean> {
  const members = await app.members(merchantId);
  const here = members.map(({ userId }) => userId);
  await freeCases(app, merchantId, sql`assignee_id <> all(${here}) and needs is not null`);
  const { team, zone } = await app.db.inMerchant(merchantId, async (tx) => {
    await dropAllBut(tx, merchantId, here);
    return { team: await readTeam(tx, merchantId, members), zone: await zoneOf(tx, merchantId) };
  });
  const takers = team.filter(({ takesCases }) => takesCases);
  const now = app.clock.now();
  // At night nobody is ready, and no case is looked at in vain.
  if (takers.some((member) => isReady(member, now, zone))) await giveOutWaiting(app, merchantId);
  return takers.length > 0;
}

async function giveOutWaiting(app: App, merchantId: MerchantId): Promise<void> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ id: RmaId }>`select rma_id as id from rma
      where merchant_id = ${merchantId} and assignee_id is null and needs is not null
      order by opened_at, rma_id limit ${BATCH}`.execute(tx),
  );
  for (const { id } of rows) await giveOut(app, { merchantId, rmaId: id, notTo: [] });
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
