import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Member } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type Colleague, lockTeam, readTeam, type TeamMark, zoneOf } from './team-store.ts';

/** Those who are given cases, and the zone their hours are kept in. */
type Takers = { takers: readonly Colleague[]; zone: string };

/**
 * A team whose cases are given out one after the other. It is locked for each case, but read again only where the lock
 * shows that somebody else has given out a case meanwhile, or set something.
 */
export function teamInHand(merchantId: MerchantId, members: readonly Member[]) {
  let known: (Takers & { marks: TeamMark[] }) | undefined;
  const readWith = async (tx: Tx, marks: TeamMark[]): Promise<Takers> => {
    const [team, zone] = await Promise.all([readTeam(tx, merchantId, members), zoneOf(tx, merchantId)]);
    known = { takers: team.filter(({ takesCases }) => takesCases), zone, marks };
    return known;
  };
  return {
    lock: async (tx: Tx): Promise<Takers> => {
      const { rows: marks } = await lockTeam(tx, merchantId);
      return known && JSON.stringify(known.marks) === JSON.stringify(marks) ? known : readWith(tx, marks);
    },
    /** Counts what people have taken themselves and finished meanwhile as well. */
    readAnew: async (tx: Tx): Promise<Takers> => readWith(tx, (await lockTeam(tx, merchantId)).rows),
    /** Counts a case that was given, once that is committed. */
    gave: (staffId: string, at: Instant): void => {
      if (!known) return;
      known = {
        ...known,
        takers: known.takers.map((one) =>
          one.staffId === staffId ? { ...one, openCases: one.openCases + 1, lastAssignedAt: at } : one,
        ),
        marks: known.marks.map((mark) => (mark.user_id === staffId ? { ...mark, last_assigned_at: at } : mark)),
      };
    },
  };
}

export type TeamInHand = ReturnType<typeof teamInHand>;
