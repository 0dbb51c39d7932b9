import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { monotonicMs } from '../clock.ts';
import type { Db } from '../db/database.ts';

/** Whether anybody of a merchant is given cases at all. */
export type Takers = {
  /** Answers at once, with what was so half a minute ago at most; where nothing is known yet, yes. */
  any(merchantId: MerchantId): boolean;
  /** Somebody's settings have changed. */
  changed(merchantId: MerchantId): void;
};

const KEPT_MS = 30_000;

/**
 * Most shops give no cases out, and a job for each case that finds nobody would be the dearest part of opening it. What is
 * passed over in another process's last half minute is given out by the round that follows every change of the team.
 */
export function takersOf(db: Db, nowMs: () => number = monotonicMs): Takers {
  const known = new Map<MerchantId, { any: boolean; until: number }>();

  async function ask(merchantId: MerchantId, assumed: { any: boolean; until: number }): Promise<void> {
    const { rows } = await db.inMerchant(merchantId, (tx) =>
      sql`select 1 from team_member where merchant_id = ${merchantId} and takes_cases limit 1`.execute(tx),
    );
    // What has changed meanwhile is asked for anew.
    if (known.get(merchantId) === assumed) known.set(merchantId, { any: rows.length > 0, until: nowMs() + KEPT_MS });
  }

  return {
    any: (merchantId) => {
      const found = known.get(merchantId);
      if (found && found.until > nowMs()) return found.any;
      const assumed = { any: found?.any ?? true, until: nowMs() + KEPT_MS };
      known.set(merchantId, assumed);
      // Where the question fails, the assumption stands until it is asked again.
      ask(merchantId, assumed).catch(() => {});
      return assumed.any;
    },
    changed: (merchantId) => {
      known.delete(merchantId);
    },
  };
}
