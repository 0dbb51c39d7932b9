import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/alerts.ts';
import type { AlertCommand } from '../../domain/alerts/alert-acts.ts';
import type { ParcelId } from '../../domain/ids.ts';
import { rolePermissions } from '../../domain/people/permissions.ts';
import { ok, reject } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Meta, Principal } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { countOpenAlerts, listAlertRows } from './alert-lists.ts';
import type { AlertId } from './alert-store.ts';
import { alertViewOf } from './alert-views.ts';
import { lookAtParcel } from './look-at-parcel.ts';
import { runAlertCommand } from './run-alert-command.ts';
import { listLaneRows, readAlertHours, saveAlertHours, saveLaneHours, settingsView } from './settings.ts';

export function addAlertRoutes(server: FastifyInstance, app: App): void {
  addReadingRoutes(server, app);
  addActingRoutes(server, app);
  addSettingRoutes(server, app);
}

function addReadingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listAlerts, async ({ query, principal: { merchantId } }) => {
    const names = await app.staffNames(merchantId);
    return app.db.inMerchant(merchantId, (tx) =>
      listAlertRows(tx, merchantId, query, app.clock.now(), (id) => names.get(id)),
    );
  });
  route(server, contract.countAlerts, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => countOpenAlerts(tx, merchantId, app.clock.now())),
  );
  route(server, contract.getAlert, async ({ params, principal }) => {
    const view = await app.db.inMerchant(principal.merchantId, (tx) => alertViewOf(app, tx, principal, params.alertId));
    return view ?? notFound;
  });
}

/** Runs a command and answers with the alert as it then stands. */
const acted = (app: App, principal: Principal, meta: Meta, alertId: AlertId, command: AlertCommand) =>
  app.db.inMerchant(meta.merchantId, async (tx) => {
    const ran = await runAlertCommand(app, tx, alertId, command, meta);
    if (!ran.ok) return ran;
    const view = await alertViewOf(app, tx, principal, alertId);
    return view ? ok(view) : notFound;
  });

function addActingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.takeAlert, ({ params: { alertId }, principal, meta }) =>
    acted(app, principal, meta, alertId, { type: 'take' }),
  );
  route(server, contract.giveBackAlert, ({ params: { alertId }, principal, meta }) =>
    acted(app, principal, meta, alertId, { type: 'give_back' }),
  );
  route(server, contract.handOverAlert, async ({ params: { alertId }, body: { to }, principal, meta }) => {
    const member = (await app.members(meta.merchantId)).find(({ userId }) => userId === to);
    if (!member) return reject({ code: 'colleague_not_found' } as const);
    if (!rolePermissions[member.role].some((held) => held === 'parcel:write')) {
      return reject({ code: 'colleague_works_on_no_alerts' } as const);
    }
    return acted(app, principal, meta, alertId, { type: 'hand_over', to });
  });
  route(server, contract.noteAlert, ({ params: { alertId }, body, principal, meta }) =>
    acted(app, principal, meta, alertId, { type: 'note', text: body.text }),
  );
  route(server, contract.putOffAlert, ({ params: { alertId }, body, principal, meta }) =>
    acted(app, principal, meta, alertId, { type: 'put_off', until: body.until as Instant, text: body.text ?? '' }),
  );
  route(server, contract.handleAlert, ({ params: { alertId }, body, principal, meta }) =>
    acted(app, principal, meta, alertId, { type: 'handle', text: body.text }),
  );
  route(server, contract.weighParcel, ({ body: { waybill, grams }, meta: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const { rows } = await sql<{ id: ParcelId }>`update parcel set weighed_grams = ${grams}
        where merchant_id = ${merchantId} and waybill = ${waybill} and retired_at is null returning parcel_id as id`.execute(
        tx,
      );
      for (const { id } of rows) await lookAtParcel(app, tx, merchantId, id);
      return rows.length > 0 ? { parcels: rows.length } : notFound;
    }),
  );
  route(server, contract.bulkAlerts, async ({ body, meta }) => {
    const command: AlertCommand = body.action === 'take' ? { type: 'take' } : { type: 'handle', text: body.text };
    const verdicts = [];
    // One after the other: each is a transaction of its own, and one that is refused stops none of the others.
    for (const alertId of body.alertIds) {
      const ran = await app.db.inMerchant(meta.merchantId, (tx) => runAlertCommand(app, tx, alertId, command, meta));
      verdicts.push(ran.ok ? { alertId, ok: true } : { alertId, ok: false, rejection: ran.rejection });
    }
    return { verdicts };
  });
}

function addSettingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.alertSettings, async ({ principal: { merchantId } }) =>
    settingsView(await app.db.inMerchant(merchantId, (tx) => readAlertHours(tx, merchantId))),
  );
  route(server, contract.saveAlertSettings, ({ body, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, (tx) => saveAlertHours(tx, merchantId, body, { id, at: app.clock.now() })),
  );
  route(server, contract.listLanes, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listLaneRows(tx, merchantId, query)),
  );
  route(server, contract.saveLane, ({ body, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => saveLaneHours(tx, merchantId, body, app.clock.now())),
  );
}
