import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/team.ts';
import type { RmaId } from '../../domain/ids.ts';
import { type Unfit, unfitFor } from '../../domain/people/assignment.ts';
import { rolePermissions } from '../../domain/people/permissions.ts';
import { reject } from '../../domain/result.ts';
import type { OpenRma, RmaCommand } from '../../domain/returns/commands.ts';
import type { App } from '../app.ts';
import type { Meta, Principal } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { read } from '../returns/rma-store.ts';
import { act } from '../returns/routes.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { toAssign } from './give-out.ts';
import { type Colleague, readTeam, zoneOf } from './team-store.ts';
import { atWork, levelIn } from './team-views.ts';

const handOver = (to: string) => ({ type: 'assign', to, because: { code: 'handed_over' } }) as const;
const giveBack = { type: 'release', because: 'given_back' } as const;

export function addAssignmentRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.takeCase, async (call) => onlyPeople(call.principal) ?? act(app, call, { type: 'take' }));
  route(server, contract.assignCase, async (call) => {
    const { to } = call.body;
    return (await notAColleague(app, call.meta, to)) ?? act(app, call, handOver(to));
  });
  route(server, contract.releaseCase, (call) => act(app, call, giveBack));
  route(server, contract.stopAutomation, (call) => act(app, call, { type: 'stop_automation', because: 'colleague' }));
  route(server, contract.resumeAutomation, (call) => act(app, call, { type: 'resume_automation' }));
  route(server, contract.bulkAssign, async ({ body, principal, meta }) => {
    const no =
      body.action === 'take'
        ? onlyPeople(principal)
        : body.action === 'assign'
          ? await notAColleague(app, meta, body.to)
          : undefined;
    if (no) return no;
    const command =
      body.action === 'take' ? ({ type: 'take' } as const) : body.action === 'assign' ? handOver(body.to) : giveBack;
    return { verdicts: await eachOnItsOwn(app, body.rmaIds, command, meta) };
  });
  addTakers(server, app);
}

/** One after the other: each is a transaction of its own, and one that is refused stops none of the others. */
async function eachOnItsOwn(app: App, rmaIds: readonly RmaId[], command: Exclude<RmaCommand, OpenRma>, meta: Meta) {
  const verdicts = [];
  for (const rmaId of rmaIds) {
    const result = await runRmaCommand(app, rmaId, command, { ...meta, commandId: `${meta.commandId}:${rmaId}` });
    verdicts.push(result.ok ? { rmaId, ok: true } : { rmaId, ok: false, rejection: result.rejection });
  }
  return verdicts;
}

/** A key does not sit at a desk. */
const onlyPeople = ({ kind }: Principal) => (kind === 'staff' ? undefined : reject({ code: 'not_a_person' }));

/** A case is handed to somebody who works here and may work on cases. */
async function notAColleague(app: App, { merchantId }: Meta, to: string) {
  const member = (await app.members(merchantId)).find(({ userId }) => userId === to);
  if (!member) return reject({ code: 'colleague_not_found' });
  const may = rolePermissions[member.role].some((held) => held === 'rma:review' || held === 'refund:retry');
  return may ? undefined : reject({ code: 'colleague_works_on_no_cases' });
}

function addTakers(server: FastifyInstance, app: App): void {
  route(server, contract.listTakers, async ({ params, principal: { merchantId } }) => {
    const members = await app.members(merchantId);
    const found = await app.db.inMerchant(merchantId, async (tx) => {
      const stored = await read(tx, merchantId, params.rmaId);
      if (!stored) return undefined;
      return {
        work: await toAssign(app, tx, merchantId, stored),
        team: await readTeam(tx, merchantId, members),
        zone: await zoneOf(tx, merchantId),
      };
    });
    if (!found) return notFound;
    const { work, team, zone } = found;
    const now = app.clock.now();
    const fitting = team
      .map((member) => ({ member, unfit: unfitFor(work, member, now, zone) }))
      .filter(({ unfit }) => unfit !== 'lacks_permission')
      // Those who fit first, and of them those who are given cases anyway.
      .toSorted((a, b) => rank(a) - rank(b) || a.member.openCases - b.member.openCases);
    return {
      takers: fitting.map(({ member, unfit }) => ({
        ...atWork(member, now, zone),
        level: levelIn(member.level),
        maxOpen: member.maxOpen,
        unfit,
      })),
    };
  });
}

const rank = ({ member, unfit }: { member: Colleague; unfit: Unfit | null }): number =>
  (unfit === null ? 0 : 2) + (member.takesCases ? 0 : 1);
