import type { TeamMemberView } from '../../contract/team.ts';
import { present } from '../../domain/assert.ts';
import { type Level, levels } from '../../domain/people/levels.ts';
import { isOnShift } from '../../domain/people/shift.ts';
import type { Instant } from '../../domain/time.ts';
import type { Colleague } from './team-store.ts';

/** A colleague as others see them at work. */
export const atWork = (member: Colleague, now: Instant, timeZone: string) => ({
  userId: member.staffId,
  name: member.name,
  role: member.role,
  openCases: member.openCases,
  onShift: member.shift === null || isOnShift(member.shift, now, timeZone),
  // A time that has passed is no absence.
  awayUntil: member.awayUntil !== null && member.awayUntil > now ? member.awayUntil : null,
});

/** The table holds no other levels. */
export const levelIn = (level: number): Level =>
  present(
    levels.find((known) => known === level),
    `the level ${level}`,
  );

type Sent = Omit<TeamMemberView, 'shift' | 'skills'> & Pick<Colleague, 'shift' | 'skills'>;

export const memberView = (member: Colleague, now: Instant, timeZone: string): Sent => ({
  ...atWork(member, now, timeZone),
  level: levelIn(member.level),
  skills: member.skills,
  shops: member.shops,
  shift: member.shift,
  takesCases: member.takesCases,
  maxOpen: member.maxOpen,
});
