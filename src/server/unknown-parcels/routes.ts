import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/unknown-parcels.ts';
import type { RmaId } from '../../domain/ids.ts';
import { recount, sendBack, type UnknownId } from '../../domain/parcels/unknown-parcel.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Meta } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { bookIn, unknownSku } from './book-in.ts';
import { bindTo, onUnknown, openReturnFor, type UnknownCommandRejection, unbindFrom } from './run-unknown-command.ts';
import { listUnknownParcels, unknownParcelsOfRma } from './unknown-lists.ts';
import { readUnknown, type StoredUnknown } from './unknown-store.ts';
import { unknownView } from './unknown-views.ts';

export function addUnknownParcelRoutes(server: FastifyInstance, app: App): void {
  addReadingRoutes(server, app);
  addBindingRoutes(server, app);
  addSettlingRoutes(server, app);
}

type Ran = Result<StoredUnknown, UnknownCommandRejection>;

/** Runs a command in one transaction and answers with the parcel as it then stands. */
const answered = (app: App, { merchantId }: Meta, run: (tx: Tx) => Promise<Ran>) =>
  app.db.inMerchant(merchantId, async (tx) => {
    const ran = await run(tx);
    return ran.ok ? ok(await unknownView(app, tx, merchantId, ran.value)) : ran;
  });

function addReadingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listUnknown, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listUnknownParcels(app, tx, merchantId, query)),
  );
  route(server, contract.getUnknown, ({ params, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const stored = await readUnknown(tx, merchantId, params.unknownId);
      return stored ? unknownView(app, tx, merchantId, stored) : notFound;
    }),
  );
  route(server, contract.unknownOfRma, ({ params, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const found = await unknownParcelsOfRma(app, tx, merchantId, params.rmaId);
      return found ? { rows: found } : notFound;
    }),
  );
}

function addBindingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.bookInUnknown, ({ body, meta }) => answered(app, meta, (tx) => bookIn(app, tx, body, meta)));
  route(server, contract.bindUnknown, ({ params, body, meta }) =>
    answered(app, meta, (tx) =>
      onUnknown(app, tx, params.unknownId, { type: 'bind', ...body }, meta, (stored) =>
        bindTo(app, tx, stored, body.rmaId, meta, 'person'),
      ),
    ),
  );
  route(server, contract.unbindUnknown, ({ params, body, meta }) =>
    answered(app, meta, (tx) =>
      onUnknown(app, tx, params.unknownId, { type: 'unbind', ...body }, meta, (stored) =>
        unbindFrom(app, tx, stored, body.rmaId, meta),
      ),
    ),
  );
  route(server, contract.openReturnForUnknown, ({ params, body, meta }) =>
    app.db.inMerchant(meta.merchantId, (tx) => openReturn(app, tx, params.unknownId, body, meta)),
  );
}

async function openReturn(app: App, tx: Tx, id: UnknownId, body: Parameters<typeof openReturnFor>[3], meta: Meta) {
  const ran = await onUnknown(app, tx, id, { type: 'open_return', ...body }, meta, async (stored) => {
    const opened = await openReturnFor(app, tx, stored, body, meta);
    return opened.ok ? ok(opened.value.events) : opened;
  });
  if (!ran.ok) return ran;
  // Read back from what this command wrote, so that the same command answers the same when it is repeated.
  const own = ran.value.history.find(({ commandId }) => commandId === meta.commandId)?.event;
  if (!own || !('rmaId' in own)) return reject({ code: 'nothing_fits_there' });
  const rmaId: RmaId = own.rmaId;
  const parcel = await unknownView(app, tx, meta.merchantId, ran.value);
  return ok({ rmaId, bound: own.type === 'bound', parcel });
}

function addSettlingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.recountUnknown, ({ params, body, meta }) =>
    answered(app, meta, (tx) =>
      onUnknown(app, tx, params.unknownId, { type: 'recount', ...body }, meta, async ({ parcel }) => {
        const sku = await unknownSku(tx, meta.merchantId, body.contents);
        return sku === undefined ? recount(parcel, body.contents) : reject({ code: 'sku_unknown', sku });
      }),
    ),
  );
  route(server, contract.sendBackUnknown, ({ params, body, meta }) =>
    answered(app, meta, (tx) =>
      onUnknown(app, tx, params.unknownId, { type: 'send_back', ...body }, meta, ({ parcel }) =>
        sendBack(parcel, {
          ...(body.courier ? { courier: body.courier } : {}),
          ...(body.waybill ? { waybill: body.waybill } : {}),
        }),
      ),
    ),
  );
}
