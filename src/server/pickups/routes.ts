import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/pickups.ts';
import type { MerchantId, PickupId, RmaId } from '../../domain/ids.ts';
import { ok, reject } from '../../domain/result.ts';
import { canBookPickup, canCancelPickup, expectedPickup } from '../../domain/returns/pickup-guards.ts';
import { fromMs, type Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Meta } from '../http/caller.ts';
import { notFound, nothing } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { ofBuyer } from '../portal/of-buyer.ts';
import { addressText } from '../return-addresses/address-book.ts';
import { type Locked, read } from '../returns/rma-store.ts';
import { act, view } from '../returns/routes.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { surround } from '../returns/surroundings.ts';
import { askForPickup, optionsFor, type PickupWish, payerOf } from './ask-for-pickup.ts';
import { maskedPhone, pickupsOf, readPickup } from './pickup-store.ts';

export function addPickupRoutes(server: FastifyInstance, app: App): void {
  addClerkRoutes(server, app);
  addDoorRoutes(server, app);
  addBuyerRoutes(server, app);
}

type WishBody = {
  vendor: string;
  courier: string;
  from?: string | undefined;
  to?: string | undefined;
  sender: {
    name?: string | undefined;
    phone?: string | undefined;
    province: string;
    city: string;
    district: string;
    street: string;
  };
  remark: string;
};

const moment = (text: string): Instant => fromMs(Date.parse(text));

function wishFrom({ from, to, sender, ...body }: WishBody): Omit<PickupWish, 'payer' | 'weightGrams'> {
  const { name, phone, ...street } = sender;
  return {
    vendor: body.vendor,
    courier: body.courier,
    remark: body.remark,
    sender: { ...street, ...(name ? { name } : {}), ...(phone ? { phone } : {}) },
    ...(from ? { from: moment(from) } : {}),
    ...(to ? { to: moment(to) } : {}),
  };
}

function addClerkRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.pickupOptions, async ({ params, principal: { merchantId } }) => {
    const found = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, params.rmaId));
    return found ? optionsFor(app, merchantId, found) : notFound;
  });
  route(server, contract.bookPickup, async ({ params, body, principal, meta, minimal }) => {
    const { payer, weightGrams } = body;
    const asked = await askForPickup(app, params.rmaId, { ...wishFrom(body), payer, weightGrams }, meta);
    if (!asked.ok) return asked;
    if (minimal) return nothing;
    const { merchantId } = meta;
    const seen = await app.db.inMerchant(merchantId, (tx) => surround(tx, merchantId, asked.value));
    return ok(await view(app, seen, principal));
  });
  route(server, contract.cancelPickup, (call) =>
    act(app, call, { type: 'cancel_pickup', pickupId: call.body.pickupId }),
  );
}

function addDoorRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.pickupDoors, ({ params: { rmaId }, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      if (!(await read(tx, merchantId, rmaId))) return notFound;
      const doors = await pickupsOf(tx, app, merchantId, rmaId);
      return {
        rows: doors.map(({ pickup_id: id, masked_name: name, phone_tail, area, person }) => ({
          id,
          name,
          phone: maskedPhone(phone_tail),
          area,
          person,
        })),
      };
    }),
  );
  route(server, contract.revealPickup, async ({ params, body, meta }) => {
    return (await reveal(app, params.rmaId, body, meta)) ?? notFound;
  });
}

/** Who asks, and what for, is written down in the same transaction. */
async function reveal(
  app: App,
  rmaId: RmaId,
  { pickupId, purpose }: { pickupId: PickupId; purpose: string },
  { merchantId, actor }: Meta,
) {
  return app.db.inMerchant(merchantId, async (tx) => {
    const stored = await readPickup(tx, app, merchantId, pickupId);
    if (stored?.rma_id !== rmaId) return undefined;
    await sql`insert into reveal_log (merchant_id, reveal_id, party_id, order_id, actor_kind, actor_id, purpose, revealed_at)
      select ${merchantId}, ${app.newId('rvl')}, o.buyer_id, o.order_id, ${actor.kind}, ${actor.id}, ${purpose},
        ${app.clock.now()}
      from rma r join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
      where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId}`.execute(tx);
    const { name, phone } = stored.sender;
    return { name, phone, address: addressText(stored.sender) };
  });
}

const done = { ok: true } as const;
/** What a parcel weighs that nobody has weighed. */
const USUAL_GRAMS = 1_000;

function addBuyerRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.myPickupOptions, async ({ params, principal }) => {
    const found = await ofBuyer(app, principal, params.rmaId);
    return found ? buyersOptions(app, principal.merchantId, found) : notFound;
  });
  route(server, contract.bookMyPickup, async ({ params, body, principal, meta }) => {
    const found = await ofBuyer(app, principal, params.rmaId);
    if (!found) return notFound;
    const wish = { ...wishFrom(body), payer: payerOf(found.rma), weightGrams: USUAL_GRAMS };
    const asked = await askForPickup(app, params.rmaId, wish, meta);
    return asked.ok ? ok(done) : asked;
  });
  route(server, contract.cancelMyPickup, async ({ params, principal, meta }) => {
    const found = await ofBuyer(app, principal, params.rmaId);
    if (!found) return notFound;
    const pickup = expectedPickup(found.rma);
    if (!pickup) return reject({ code: 'no_pickup_expected' } as const);
    const cancelled = await runRmaCommand(app, params.rmaId, { type: 'cancel_pickup', pickupId: pickup.id }, meta);
    return cancelled.ok ? ok(done) : cancelled;
  });
  route(server, contract.myPickup, async ({ params, principal }) => {
    const found = await ofBuyer(app, principal, params.rmaId);
    return found ? myPickup(app, principal.merchantId, found) : notFound;
  });
}

/** Whoever is to pay at the door is offered only those who let him. */
async function buyersOptions(app: App, merchantId: MerchantId, found: Locked) {
  const options = await optionsFor(app, merchantId, found);
  return { ...options, services: options.services.filter(({ buyerPays }) => options.payer === 'seller' || buyerPays) };
}

async function myPickup(app: App, merchantId: MerchantId, found: Locked) {
  const { rma } = found;
  const last = rma.pickups?.at(-1);
  const stored = last && (await app.db.inMerchant(merchantId, (tx) => readPickup(tx, app, merchantId, last.id)));
  // A button that leads to nobody is not shown.
  const options = canBookPickup(rma) === null ? await buyersOptions(app, merchantId, found) : undefined;
  return {
    canBook: options !== undefined && options.receiver !== null && options.services.length > 0,
    canCancel: canCancelPickup(rma) === null,
    pickup:
      last && stored
        ? {
            courier: last.courier,
            state: last.state,
            calledOff: last.calledOff ?? false,
            from: last.from ?? null,
            to: last.to ?? null,
            payer: last.payer,
            waybill: last.waybill ?? null,
            area: stored.area,
            phone: maskedPhone(stored.phone_tail),
            person: stored.person,
          }
        : null,
  };
}
