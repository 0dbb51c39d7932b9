import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/team.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Hours } from '../../domain/people/shift.ts';
import { ok, reject } from '../../domain/result.ts';
import { parseInstant, parseLocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import type { Auth } from '../people/auth.ts';
import { scheduleBalance } from './schedule.ts';
import { readTeam, saveSettings, setAway, type TeamSettings, zoneOf } from './team-store.ts';
import { memberView } from './team-views.ts';

export function addTeamRoutes(server: FastifyInstance, app: App, auth: Auth): void {
  route(server, contract.listTeam, async ({ principal }) => readViews(app, principal.merchantId));

  route(server, contract.saveTeamMember, async ({ params, body, principal: { merchantId } }) => {
    const members = await app.members(merchantId);
    if (!members.some(({ userId }) => userId === params.userId)) return notFound;
    await app.db.inMerchant(merchantId, (tx) => saveSettings(tx, merchantId, params.userId, settingsFrom(body)));
    app.takers.changed(merchantId);
    // The level is part of who calls: what was taken away must not work on.
    auth.principals.forgetAll();
    // What waits may fit now.
    await scheduleBalance(app, merchantId, 0);
    const { members: team } = await readViews(app, merchantId);
    return present(
      team.find(({ userId }) => userId === params.userId),
      'the colleague who was saved',
    );
  });

  route(server, contract.setAway, async ({ body, principal }) => {
    if (principal.kind !== 'staff') return reject({ code: 'not_a_person' });
    const { merchantId, id } = principal;
    const until = body.until === null ? null : present(parseInstant(body.until), 'a moment');
    const isSet = await app.db.inMerchant(merchantId, (tx) => setAway(tx, merchantId, id, until));
    if (!isSet) return reject({ code: 'not_in_team' });
    if (until === null) await scheduleBalance(app, merchantId, 0);
    return ok({ awayUntil: until });
  });
}

type Sent = Omit<TeamSettings, 'shift'> & { shift: { hours: Hours[]; daysOff: string[] } | null };

const settingsFrom = ({ shift, ...body }: Sent): TeamSettings => ({
  ...body,
  shift: shift && { ...shift, daysOff: shift.daysOff.flatMap((day) => parseLocalDate(day) ?? []) },
});

async function readViews(app: App, merchantId: MerchantId) {
  const members = await app.members(merchantId);
  const { team, timeZone } = await app.db.inMerchant(merchantId, async (tx) => ({
    team: await readTeam(tx, merchantId, members),
    timeZone: await zoneOf(tx, merchantId),
  }));
  const now = app.clock.now();
  return { members: team.map((member) => memberView(member, now, timeZone)), timeZone };
}
