import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { Skills, TeamMember } from '../../domain/people/assignment.ts';
import { levelOfRole } from '../../domain/people/levels.ts';
import { rolePermissions } from '../../domain/people/permissions.ts';
import type { Shift } from '../../domain/people/shift.ts';
import type { Instant } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { Member } from '../app.ts';
import type { Tx } from '../db/database.ts';

/** What an administrator sets for a colleague. */
export type TeamSettings = {
  level: number;
  skills: Skills;
  shops: ShopId[];
  shift: Shift | null;
  takesCases: boolean;
  maxOpen: number;
};

type Row = TeamSettings & { userId: string; awayUntil: Instant | null; lastAssignedAt: Instant | null };

/** A colleague as the team page shows and assignment sees them. */
export type Colleague = TeamMember & Pick<Member, 'name' | 'role'> & { takesCases: boolean; shops: ShopId[] };

const anySkill: Skills = { resolutions: [], reasons: [], channels: [] };

/** Of somebody for whom nothing has been set: works as ever, and is given nothing. */
const unset = ({ role }: Member): Omit<Row, 'userId'> => ({
  level: levelOfRole[role],
  skills: anySkill,
  shops: [],
  shift: null,
  takesCases: false,
  maxOpen: 30,
  awayUntil: null,
  lastAssignedAt: null,
});

/** Everybody who works for the merchant, with what is set for them and how much they have in hand. */
export async function readTeam(tx: Tx, merchantId: MerchantId, members: readonly Member[]): Promise<Colleague[]> {
  const [settings, loads] = await Promise.all([
    sql<Row>`select user_id as "userId", level, skills, shops, shift, takes_cases as "takesCases", max_open as "maxOpen",
        away_until as "awayUntil", last_assigned_at as "lastAssignedAt"
      from team_member where merchant_id = ${merchantId}`.execute(tx),
    sql<{ assignee: string; open: number }>`select assignee_id as assignee, count(*)::int as open from rma
      where merchant_id = ${merchantId} and assignee_id is not null and needs is not null group by 1`.execute(tx),
  ]);
  const set = new Map(settings.rows.map((row) => [row.userId, row]));
  const load = new Map(loads.rows.map((row) => [row.assignee, row.open]));
  return members.map((member) => {
    const { userId: _, ...own } = set.get(member.userId) ?? { userId: '', ...unset(member) };
    return {
      ...own,
      staffId: member.userId,
      name: member.name,
      role: member.role,
      permissions: rolePermissions[member.role],
      openCases: load.get(member.userId) ?? 0,
    };
  });
}

/** What changes with each case that is given out to somebody, and with what is set for them. */
export type TeamMark = { user_id: string; last_assigned_at: Instant | null; updated_at: Instant };

/** Holds the team, so that two cases given out at one moment see each other's load. */
export const lockTeam = (tx: Tx, merchantId: MerchantId) =>
  sql<TeamMark>`select user_id, last_assigned_at, updated_at from team_member where merchant_id = ${merchantId}
    order by user_id for update`.execute(tx);

export const saveSettings = (tx: Tx, merchantId: MerchantId, userId: string, settings: TeamSettings) =>
  sql`insert into team_member (merchant_id, user_id, level, skills, shops, shift, takes_cases, max_open)
    values (${merchantId}, ${userId}, ${settings.level}, ${toJson(settings.skills)}::jsonb, ${settings.shops},
      ${settings.shift && toJson(settings.shift)}::jsonb, ${settings.takesCases}, ${settings.maxOpen})
    on conflict (merchant_id, user_id) do update set level = excluded.level, skills = excluded.skills,
      shops = excluded.shops, shift = excluded.shift, takes_cases = excluded.takes_cases, max_open = excluded.max_open,
      updated_at = now()`.execute(tx);

/** False where nothing is set for the one who is away. */
export async function setAway(tx: Tx, merchantId: MerchantId, userId: string, until: Instant | null): Promise<boolean> {
  const { rows } = await sql`update team_member set away_until = ${until}, updated_at = now()
    where merchant_id = ${merchantId} and user_id = ${userId} returning 1`.execute(tx);
  return rows.length > 0;
}

export const noteAssigned = (tx: Tx, merchantId: MerchantId, userId: string, at: Instant) =>
  sql`update team_member set last_assigned_at = ${at}
    where merchant_id = ${merchantId} and user_id = ${userId}`.execute(tx);

/** Forgets what was set for those who are no longer there. */
export const dropAllBut = (tx: Tx, merchantId: MerchantId, userIds: readonly string[]) =>
  sql`delete from team_member where merchant_id = ${merchantId} and user_id <> all(${[...userIds]})`.execute(tx);

export async function zoneOf(tx: Tx, merchantId: MerchantId): Promise<string> {
  const { rows } = await sql<{ zone: string }>`select time_zone as zone from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return present(rows[0], `the merchant ${merchantId}`).zone;
}
