import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { levelOfRole } from '../../domain/people/levels.ts';
import type { App } from '../app.ts';
import { saveSettings } from '../team/team-store.ts';

/** Who is given cases in the demo, so that a newcomer sees them land. What somebody has set since stays. */
export async function seedDemoTeam(app: App, merchantId: MerchantId): Promise<void> {
  const members = await app.members(merchantId);
  await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql`select 1 from team_member where merchant_id = ${merchantId} limit 1`.execute(tx);
    if (rows.length > 0) return;
    for (const { userId, role } of members) {
      if (role !== 'agent' && role !== 'supervisor') continue;
      await saveSettings(tx, merchantId, userId, {
        level: levelOfRole[role],
        skills: { resolutions: [], reasons: [], channels: [] },
        shops: [],
        shift: null,
        takesCases: true,
        maxOpen: 30,
      });
    }
  });
}
