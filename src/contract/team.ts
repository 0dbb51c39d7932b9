import { z } from 'zod';
import { levels } from '../domain/people/levels.ts';
import { roles } from '../domain/people/permissions.ts';
import { reasons, resolutions } from '../domain/policy/reasons.ts';
import { bulkVerdict } from './bulk-review.ts';
import { instant, localDate, moneyInput, moneyView, rmaId, shopId } from './common.ts';
import { endpoint } from './endpoint.ts';
import { act } from './returns.ts';

const level = z.literal(levels);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, 00:00 to 23:59');

const shift = z.strictObject({
  hours: z
    .array(
      z.strictObject({ weekday: z.literal([1, 2, 3, 4, 5, 6, 7]), from: clock, to: clock }).meta({
        description: '1 is Monday. On the merchant’s clock; an end at or before the beginning is the next day’s.',
      }),
    )
    .max(28),
  daysOff: z.array(localDate).max(366),
});

const settings = {
  level: level.meta({ description: 'How much they may grant alone; see the approval rules' }),
  skills: z
    .strictObject({
      resolutions: z.array(z.enum(resolutions)),
      reasons: z.array(z.enum(reasons)),
      channels: z.array(z.string().max(20)).max(20),
    })
    .meta({ description: 'An empty list is no restriction' }),
  shops: z.array(shopId).max(500).meta({ description: 'Empty: all shops' }),
  shift: shift.nullable().meta({ description: 'Null: no hours are kept' }),
  takesCases: z.boolean().meta({ description: 'Whether cases are given to them without being asked' }),
  maxOpen: z.int().min(1).max(1000),
};

const unfit = z.enum([
  'lacks_permission',
  'level_too_low',
  'second_person_needed',
  'other_shop',
  'other_skill',
  'away',
  'off_shift',
  'at_maximum',
]);

const atWork = {
  userId: z.string(),
  name: z.string(),
  role: z.enum(roles),
  openCases: z.int().meta({ description: 'Cases in hand that wait for them' }),
  onShift: z.boolean(),
  awayUntil: instant.nullable(),
};

export const teamMember = z.object({ ...atWork, ...settings });
export type TeamMemberView = z.infer<typeof teamMember>;

export const listTeam = endpoint({
  method: 'GET',
  path: '/api/team',
  access: 'rma:read',
  tag: 'people',
  summary: 'Who works on cases: level, skills, shops, shift, and how much they have in hand.',
  reply: z.object({ members: z.array(teamMember), timeZone: z.string() }),
});

export const saveTeamMember = endpoint({
  method: 'PUT',
  path: '/api/team/:userId',
  access: 'member:manage',
  tag: 'people',
  summary: 'Sets what a colleague is given, when, and how much they may grant.',
  params: z.object({ userId: z.string().max(64) }),
  body: z.strictObject(settings),
  reply: teamMember,
});

export const setAway = endpoint({
  method: 'POST',
  path: '/api/team/me/away',
  access: 'signed_in',
  tag: 'people',
  summary: 'Says until when one is away, and is given nothing; null: back at work.',
  body: z.strictObject({ until: instant.nullable() }),
  reply: z.object({ awayUntil: instant.nullable() }),
});

export const listTakers = endpoint({
  method: 'GET',
  path: '/api/rmas/:rmaId/takers',
  access: 'rma:review',
  tag: 'returns',
  summary: 'Whom a case could be handed to: those who fit first, the others with the reason why not.',
  params: z.object({ rmaId }),
  reply: z.object({
    takers: z.array(z.object({ ...atWork, level, maxOpen: z.int(), unfit: unfit.nullable() })),
  }),
});

const nothing = z.strictObject({});

export const takeCase = act('take', 'rma:review', 'Makes the case one’s own.', nothing);
export const assignCase = act(
  'assign',
  'rma:review',
  'Hands one’s case to a colleague. A case of another or of nobody needs rma:assign.',
  z.strictObject({ to: z.string().max(64) }),
);
export const releaseCase = act(
  'release',
  'rma:review',
  'Gives the case back; it is given out anew. A case of another needs rma:assign.',
  nothing,
);
export const stopAutomation = act(
  'stop-automation',
  'rma:review',
  'Takes the case out of automation: nothing is decided or paid without a person.',
  nothing,
);
export const resumeAutomation = act(
  'resume-automation',
  'rma:review',
  'Hands the case back: under review, the policy judges it anew; what is due is paid if the policy pays it.',
  nothing,
);

export const bulkAssign = endpoint({
  method: 'POST',
  path: '/api/rmas/bulk-assign',
  access: 'rma:review',
  tag: 'returns',
  summary: 'Takes, hands over or gives back up to 100 cases, each on its own; the answer has a verdict per row.',
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.enum(['take', 'release']), rmaIds: z.array(rmaId).min(1).max(100) }),
    z.strictObject({ action: z.literal('assign'), rmaIds: z.array(rmaId).min(1).max(100), to: z.string().max(64) }),
  ]),
  reply: z.object({ verdicts: z.array(bulkVerdict) }),
});

const approvalRule = {
  resolution: z.enum(resolutions).optional().meta({ description: 'Absent: all kinds' }),
  level,
  fourEyes: z.boolean().meta({ description: 'Two different people must grant' }),
};

export const approvalRules = endpoint({
  method: 'GET',
  path: '/api/policy/approvals',
  access: 'policy:read',
  tag: 'policy',
  summary: 'From which amounts on which level must grant; null: whoever may review grants everything.',
  reply: z.object({
    version: z.int(),
    currency: z.string(),
    rules: z.array(z.object({ over: moneyView, ...approvalRule })).nullable(),
  }),
});

export const setApprovalRules = endpoint({
  method: 'PUT',
  path: '/api/policy/approvals',
  access: 'member:manage',
  tag: 'policy',
  summary: 'Publishes the live policy anew with other approval rules. Returns opened from now on fall under them.',
  body: z.strictObject({
    /** The version these rules were read from. */
    version: z.int(),
    rules: z
      .array(z.strictObject({ over: moneyInput, ...approvalRule }))
      .max(50)
      .nullable(),
  }),
  reply: z.object({ version: z.int() }),
});
