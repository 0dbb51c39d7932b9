import type { Reason, Resolution } from '../policy/reasons.ts';
import type { Instant } from '../time.ts';
import type { Permission } from './permissions.ts';
import { isOnShift, type Shift } from './shift.ts';

/** What somebody is good at. An empty list is no restriction. */
export type Skills = { resolutions: readonly Resolution[]; reasons: readonly Reason[]; channels: readonly string[] };

/** A colleague as far as giving out cases goes. */
export type TeamMember = {
  staffId: string;
  permissions: readonly Permission[];
  level: number;
  skills: Skills;
  /** Empty: all shops. */
  shops: readonly string[];
  /** Null: no hours are kept, so the clock keeps nobody from a case. */
  shift: Shift | null;
  awayUntil: Instant | null;
  maxOpen: number;
  /** Open cases that are already theirs. */
  openCases: number;
  lastAssignedAt: Instant | null;
};

/** What of a case decides who takes it. */
export type CaseToAssign = {
  resolution: Resolution;
  reason: Reason;
  channel: string;
  shopId: string;
  /** The permission that the work on it needs. */
  needs: Permission;
  /** The approval level that its decision needs. */
  level: number;
  /** Who may not: the giver of the first approval, or whoever has just given it back. */
  notBy: readonly string[];
};

/** Why a colleague is not given a case; the first that holds. */
export type Unfit =
  | 'lacks_permission'
  | 'level_too_low'
  | 'second_person_needed'
  | 'other_shop'
  | 'other_skill'
  | 'away'
  | 'off_shift'
  | 'at_maximum';

/** Why a case went to somebody, for the timeline. */
export type AssignmentReason =
  | { code: 'taken' }
  | { code: 'handed_over' }
  | {
      code: 'fits';
      /** How many could have taken it. */
      among: number;
      openCases: number;
      maxOpen: number;
      /** Named: the colleague is set to just such cases. Any: no skill is set. */
      skill: 'named' | 'any';
    };

const serves = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

/** Whether a colleague may be given the case now, or the reason why not. */
export function unfitFor(work: CaseToAssign, member: TeamMember, now: Instant, timeZone: string): Unfit | null {
  const { skills } = member;
  if (!member.permissions.includes(work.needs)) return 'lacks_permission';
  if (member.level < work.level) return 'level_too_low';
  if (work.notBy.includes(member.staffId)) return 'second_person_needed';
  if (!serves(member.shops, work.shopId)) return 'other_shop';
  if (
    !serves(skills.resolutions, work.resolution) ||
    !serves(skills.reasons, work.reason) ||
    !serves(skills.channels, work.channel)
  )
    return 'other_skill';
  return unreadyNow(member, now, timeZone);
}

/** Whether a colleague may be given any case now. */
export const isReady = (member: TeamMember, now: Instant, timeZone: string): boolean =>
  unreadyNow(member, now, timeZone) === null;

function unreadyNow(member: TeamMember, now: Instant, timeZone: string): Unfit | null {
  if (member.awayUntil !== null && member.awayUntil > now) return 'away';
  if (member.shift && !isOnShift(member.shift, now, timeZone)) return 'off_shift';
  return member.openCases >= member.maxOpen ? 'at_maximum' : null;
}

const hasSkill = ({ resolutions, reasons, channels }: Skills): boolean =>
  resolutions.length + reasons.length + channels.length > 0;

/**
 * Who takes the case: of those who fit, the one with the smallest part of the maximum in hand, then the one who has
 * waited longest for a case. Null where nobody fits; it is then given out when somebody comes on shift.
 */
export function whoTakes(
  work: CaseToAssign,
  team: readonly TeamMember[],
  now: Instant,
  timeZone: string,
): { staffId: string; because: Extract<AssignmentReason, { code: 'fits' }> } | null {
  const fit = team.filter((member) => unfitFor(work, member, now, timeZone) === null).toSorted(byTurn);
  const first = fit[0];
  if (!first) return null;
  const { staffId, openCases, maxOpen, skills } = first;
  const skill = hasSkill(skills) ? 'named' : 'any';
  return { staffId, because: { code: 'fits', among: fit.length, openCases, maxOpen, skill } };
}

function byTurn(a: TeamMember, b: TeamMember): number {
  // Fractions compared without dividing.
  const load = a.openCases * b.maxOpen - b.openCases * a.maxOpen;
  if (load !== 0) return load;
  const waited = (a.lastAssignedAt ?? '').localeCompare(b.lastAssignedAt ?? '');
  return waited !== 0 ? waited : a.staffId < b.staffId ? -1 : 1;
}
