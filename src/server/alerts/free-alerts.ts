import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import type { AlertId } from './alert-store.ts';
import { runAlertCommand } from './run-alert-command.ts';

const AT_ONCE = 100;

type Left = { id: AlertId; ownerId: string; assignees: (string | null)[] };

/**
 * Alerts of people who work here no longer, or who are away until after it is due, go to whoever has the case now, or back to
 * their desk: nobody waits for somebody who does not come.
 */
export async function freeAlerts(app: App, merchantId: MerchantId): Promise<void> {
  const isOwned = await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql`select 1 from alert
      where merchant_id = ${merchantId} and over is null and owner_id is not null limit 1`.execute(tx);
    return rows.length > 0;
  });
  if (!isOwned) return;
  // As they are now: whoever came a moment ago has not left.
  const here = (await app.members(merchantId)).map(({ userId }) => userId);
  const found = await app.db.inMerchant(merchantId, async (tx) => {
    const [away, left] = await Promise.all([
      sql<{ id: string }>`select user_id as id from team_member
        where merchant_id = ${merchantId} and away_until > ${app.clock.now()}`.execute(tx),
      sql<Left>`select a.alert_id as id, a.owner_id as "ownerId", array(select r.assignee_id from parcel_rma pr
            join rma r on r.merchant_id = pr.merchant_id and r.rma_id = pr.rma_id
            where pr.merchant_id = a.merchant_id and pr.parcel_id = a.parcel_id order by r.rma_id) as assignees
        from alert a left join team_member t on t.merchant_id = a.merchant_id and t.user_id = a.owner_id
        where a.merchant_id = ${merchantId} and a.over is null and a.owner_id is not null
          and (a.owner_id <> all(${here}) or t.away_until > greatest(a.due_at, ${app.clock.now()}))
        order by a.due_at limit ${AT_ONCE}`.execute(tx),
    ]);
    return { away: away.rows.map(({ id }) => id), left: left.rows };
  });
  for (const { id, ownerId, assignees } of found.left) {
    const to = assignees.find(
      (one) => one !== null && one !== ownerId && here.includes(one) && !found.away.includes(one),
    );
    const meta = { merchantId, commandId: app.newId('cmd'), actor: { kind: 'system', id: 'lookout' } as const };
    await app.db.inMerchant(merchantId, (tx) =>
      runAlertCommand(app, tx, id, { type: 'free', from: ownerId, to: to ?? null }, meta),
    );
  }
}
