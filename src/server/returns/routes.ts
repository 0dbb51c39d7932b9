import type { FastifyInstance } from 'fastify';
import { bulkReview } from '../../contract/bulk-review.ts';
import { recordDispute } from '../../contract/disputes.ts';
import { convertRma, shipReplacement } from '../../contract/kinds.ts';
import * as contract from '../../contract/returns.ts';
import * as warehouse from '../../contract/warehouse.ts';
import type { RmaId } from '../../domain/ids.ts';
import { money } from '../../domain/money.ts';
import { ok, reject } from '../../domain/result.ts';
import type { OpenRma, RmaCommand } from '../../domain/returns/commands.ts';
import { fromMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { type Meta, type Principal, whoIs } from '../http/caller.ts';
import { notFound, nothing } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { withNames } from './changed-since.ts';
import { addNote } from './notes.ts';
import { platformReasonMissing } from './platform-reason.ts';
import { countLanes, listRmas } from './rma-lists.ts';
import * as rmaStore from './rma-store.ts';
import { rmaView } from './rma-views.ts';
import { openRmaIn, runRmaCommand } from './run-rma-command.ts';
import { type Surrounded, surround } from './surroundings.ts';

export function addReturnRoutes(server: FastifyInstance, app: App): void {
  addReadingRoutes(server, app);
  addReviewRoutes(server, app);
  addDisputeRoutes(server, app);
  addLineRoutes(server, app);
}

export type CommandCall = { params: { rmaId: RmaId }; principal: Principal; meta: Meta; minimal: boolean };

/** Runs a person's command and answers with the return as it then stands, unless the caller asked for less. */
export async function act(
  app: App,
  { params, principal, meta, minimal }: CommandCall,
  command: Exclude<RmaCommand, OpenRma>,
) {
  const result = await runRmaCommand(app, params.rmaId, command, meta);
  if (!result.ok) return withNames(app, meta.merchantId, result);
  if (minimal) return nothing;
  const { merchantId } = meta;
  return ok(
    await view(app, await app.db.inMerchant(merchantId, (tx) => surround(tx, merchantId, result.value)), principal),
  );
}

export async function view(app: App, found: Surrounded, principal: Principal) {
  const { merchantId, permissions } = principal;
  const [policy, shop, names, port] = await Promise.all([
    app.policies.read(merchantId, found.rma.policyVersion),
    app.shops.find(merchantId, found.rma.shopId),
    app.staffNames(merchantId),
    found.rma.channelRef ? app.shops.channel(merchantId, found.rma.shopId) : undefined,
  ]);
  return rmaView(found, {
    permissions,
    who: whoIs(principal),
    policy,
    shopName: shop?.name ?? '',
    nameOf: ({ id }) => names.get(id) ?? '',
    channelExtends: port?.capabilities.extend ?? false,
    now: app.clock.now(),
  });
}

function addReadingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listRmas, async ({ query, principal }) => {
    const { merchantId, id } = principal;
    const assignee = query.assignee === 'me' ? id : query.assignee;
    const [page, names] = await Promise.all([
      app.db.inMerchant(merchantId, (tx) => listRmas(tx, merchantId, { ...query, assignee }, app.clock.now())),
      app.staffNames(merchantId),
    ]);
    const named = (staffId: string | null) => staffId && { id: staffId, name: names.get(staffId) ?? '' };
    return {
      ...page,
      rows: page.rows.map(({ assigneeId, ...row }) => ({ ...row, assignee: named(assigneeId) || null })),
    };
  });
  route(server, contract.countLanes, async ({ principal }) => ({
    lanes: await app.db.inMerchant(principal.merchantId, (tx) => countLanes(tx, principal.merchantId, app.clock.now())),
  }));
  route(server, contract.getRma, async ({ params, principal }) => {
    const { merchantId } = principal;
    const found = await app.db.inMerchant(merchantId, async (tx) => {
      const stored = await rmaStore.read(tx, merchantId, params.rmaId);
      return stored && surround(tx, merchantId, stored);
    });
    return found ? view(app, found, principal) : notFound;
  });
}

function addReviewRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.openRma, async ({ body, principal, meta }) => {
    const { orderId, note, requested, ...request } = body;
    const command: OpenRma = {
      type: 'open_rma',
      rmaId: app.newId('rma'),
      ...request,
      requested: requested ? money(BigInt(requested.minor), requested.currency) : null,
      channelRef: null,
      platformDeadline: null,
    };
    const result = await app.db.inMerchant(meta.merchantId, async (tx) => {
      const opened = await openRmaIn(app, tx, orderId, command, meta);
      if (!opened.ok) return opened;
      if (opened.value.rma.id === command.rmaId) await addNote(app, tx, meta, command.rmaId, note);
      return ok(await surround(tx, meta.merchantId, opened.value));
    });
    return result.ok ? ok(await view(app, result.value, principal)) : result;
  });
  route(server, contract.approveRma, (call) => act(app, call, { type: 'approve' }));
  route(server, contract.rejectRma, async (call) => {
    const { reasonCode, note, platformReason, proof } = call.body;
    const missing = !platformReason && (await platformReasonMissing(app, call.meta.merchantId, call.params.rmaId));
    if (missing) return reject({ code: 'platform_reason_needed' });
    return act(app, call, {
      type: 'reject',
      reasonCode,
      note,
      ...(platformReason ? { platformReason } : {}),
      ...(proof ? { proof } : {}),
    });
  });
  route(server, contract.requestEvidence, (call) => act(app, call, { type: 'request_evidence', ...call.body }));
  route(server, contract.addEvidence, (call) => act(app, call, { type: 'add_evidence', ...call.body }));
  route(server, contract.withdrawRma, (call) => act(app, call, { type: 'withdraw', ...call.body }));
  route(server, convertRma, (call) => act(app, call, { type: 'convert', ...call.body }));
  route(server, contract.announceParcel, (call) => act(app, call, { type: 'announce_parcel', ...call.body }));
  route(server, contract.requestRefund, (call) => {
    const deductions = call.body.deductions.map(({ lineId, amount, reason }) => ({
      lineId,
      reason,
      amount: money(BigInt(amount.minor), amount.currency),
    }));
    const { acceptsNothing } = call.body;
    return act(app, call, { type: 'request_refund', deductions, ...(acceptsNothing ? { acceptsNothing } : {}) });
  });
  route(server, contract.giveInKind, (call) => act(app, call, { type: 'give_in_kind', ...call.body }));
  route(server, bulkReview, async ({ body, meta }) => {
    const command =
      body.verdict === 'approve'
        ? ({ type: 'approve' } as const)
        : ({ type: 'reject', reasonCode: body.reasonCode ?? 'other', note: body.note ?? '' } as const);
    const verdicts = [];
    // One after the other: each is a transaction of its own, and one that is refused stops none of the others.
    for (const rmaId of body.rmaIds) {
      if (body.verdict === 'reject' && (await platformReasonMissing(app, meta.merchantId, rmaId))) {
        verdicts.push({ rmaId, ok: false, rejection: { code: 'platform_reason_needed' } });
        continue;
      }
      const result = await runRmaCommand(app, rmaId, command, { ...meta, commandId: `${meta.commandId}:${rmaId}` });
      verdicts.push(result.ok ? { rmaId, ok: true } : { rmaId, ok: false, rejection: result.rejection });
    }
    return { verdicts };
  });
}

function addDisputeRoutes(server: FastifyInstance, app: App): void {
  route(server, recordDispute, (call) => {
    const { step, at, outcome } = call.body;
    return act(app, call, {
      type: 'record_dispute',
      step,
      at: fromMs(Date.parse(at)),
      ...(outcome ? { outcome } : {}),
    });
  });
}

function addLineRoutes(server: FastifyInstance, app: App): void {
  route(server, warehouse.receiveLine, (call) =>
    act(app, call, { type: 'receive_line', lineId: call.params.lineId, ...call.body }),
  );
  route(server, warehouse.markMissing, (call) => {
    const { quantity, cause, photos, weightGrams } = call.body;
    return act(app, call, {
      type: 'mark_missing',
      lineId: call.params.lineId,
      ...(quantity ? { quantity } : {}),
      ...(cause ? { cause } : {}),
      ...(photos ? { photos } : {}),
      ...(weightGrams ? { weightGrams } : {}),
    });
  });
  route(server, shipReplacement, (call) => {
    const { quantity, ...shipment } = call.body;
    const units = quantity === undefined ? {} : { quantity };
    return act(app, call, { type: 'ship_replacement', lineId: call.params.lineId, ...shipment, ...units });
  });
  route(server, warehouse.disposeLine, (call) =>
    act(app, call, { type: 'dispose_line', lineId: call.params.lineId, ...call.body }),
  );
}
