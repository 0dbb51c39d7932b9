import type { CourierPort, Doorstep } from '../../connectors/courier/port.ts';
import type { PickupOptions } from '../../contract/pickups.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { pickupCouriers } from '../../domain/parcels/pickups.ts';
import { reasonFacts } from '../../domain/policy/reasons.ts';
import { type Result, reject } from '../../domain/result.ts';
import type { PickupPayer } from '../../domain/returns/pickup.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { returnDoorOf } from '../return-addresses/address-book.ts';
import { type Locked, read } from '../returns/rma-store.ts';
import { type CommandMeta, type CommandRejection, type Handled, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { areaOf, buyerAt, maskedPhone, readPickup, savePickup } from './pickup-store.ts';

export type PickupRejection =
  | CommandRejection
  | { code: 'pickup_service_unknown'; vendor: string }
  | { code: 'pickup_courier_not_offered'; courier: string }
  | { code: 'payer_not_offered' }
  | { code: 'sender_name_missing' }
  | { code: 'sender_phone_missing' }
  | { code: 'no_return_door' };

export type PickupWish = {
  vendor: string;
  courier: string;
  payer: PickupPayer;
  from?: Instant;
  to?: Instant;
  sender: Omit<Doorstep, 'name' | 'phone'> & { name?: string; phone?: string };
  remark: string;
  weightGrams: number;
};

const couriersOf = ({ follows }: CourierPort['capabilities']): string[] =>
  follows === 'all' ? [...pickupCouriers] : pickupCouriers.filter((code) => follows.includes(code));

/** The services that send somebody, as the merchant has connected them. */
async function servicesOf(app: App, merchantId: MerchantId): Promise<PickupOptions['services']> {
  const found = await Promise.all(
    app.shops.couriers.map(async ({ id, label }) => ({
      id,
      label,
      port: await app.shops.courier(merchantId, id),
    })),
  );
  return found.flatMap(({ id, label, port }) =>
    port?.capabilities.bookPickup
      ? [{ vendor: id, label, couriers: couriersOf(port.capabilities), buyerPays: port.capabilities.buyerPays }]
      : [],
  );
}

/** Who pays for the way back, as it was said when the return was granted. */
export const payerOf = (rma: Rma): PickupPayer => {
  const said = rma.returnTerms?.returnFreight ?? (reasonFacts[rma.reason].fault === 'seller' ? 'seller' : 'buyer');
  return said === 'seller' ? 'seller' : 'buyer';
};

export async function optionsFor(app: App, merchantId: MerchantId, { rma, order }: Locked): Promise<PickupOptions> {
  const services = await servicesOf(app, merchantId);
  return app.db.inMerchant(merchantId, async (tx) => {
    const [buyer, receiver] = [await buyerAt(tx, app, merchantId, order.id), await returnDoorOf(tx, merchantId, rma)];
    return {
      services,
      payer: payerOf(rma),
      known: {
        name: buyer.name !== undefined,
        phone: buyer.phone !== undefined,
        maskedPhone: maskedPhone(buyer.tail),
      },
      receiver: receiver ? { name: receiver.name, area: areaOf(receiver) } : null,
    };
  });
}

/** The visit, and whose door it is for, in one transaction: the job that asks the service finds both or none. */
export async function askForPickup(
  app: App,
  rmaId: RmaId,
  wish: PickupWish,
  meta: CommandMeta,
): Promise<Result<Handled, PickupRejection>> {
  const { merchantId } = meta;
  const service = (await servicesOf(app, merchantId)).find(({ vendor }) => vendor === wish.vendor);
  if (!service) return reject({ code: 'pickup_service_unknown', vendor: wish.vendor });
  if (!service.couriers.includes(wish.courier)) {
    return reject({ code: 'pickup_courier_not_offered', courier: wish.courier });
  }
  if (wish.payer === 'buyer' && !service.buyerPays) return reject({ code: 'payer_not_offered' });
  return app.db.inMerchant(merchantId, (tx) => askIn(app, tx, rmaId, wish, meta));
}

async function askIn(
  app: App,
  tx: Tx,
  rmaId: RmaId,
  { sender: given, remark, weightGrams, ...wish }: PickupWish,
  meta: CommandMeta,
): Promise<Result<Handled, PickupRejection>> {
  const { merchantId } = meta;
  const found = await read(tx, merchantId, rmaId);
  if (!found) return reject({ code: 'rma_not_found' });
  const receiver = await returnDoorOf(tx, merchantId, found.rma);
  if (!receiver) return reject({ code: 'no_return_door' });
  const buyer = await buyerAt(tx, app, merchantId, found.order.id);
  const name = given.name ?? buyer.name;
  const phone = given.phone ?? buyer.phone;
  if (name === undefined) return reject({ code: 'sender_name_missing' });
  if (phone === undefined) return reject({ code: 'sender_phone_missing' });
  const asked = await runRmaCommandIn(app, tx, rmaId, { type: 'book_pickup', ...wish }, meta);
  if (!asked.ok) return asked;
  const own = asked.value.history.find(
    ({ commandId, event }) => commandId === meta.commandId && event.type === 'pickup_asked',
  )?.event;
  if (own?.type !== 'pickup_asked') return asked;
  // The same command once more: its visit stands already.
  if (await readPickup(tx, app, merchantId, own.pickupId)) return asked;
  await savePickup(tx, app, merchantId, {
    id: own.pickupId,
    rmaId,
    vendor: wish.vendor,
    sender: { ...given, name, phone },
    receiver,
    goods: goodsOf(found),
    weightGrams,
    remark,
    askAt: plusHours(wish.to ?? app.clock.now(), wish.to ? AFTER_WINDOW_HOURS : SOON_HOURS),
  });
  return asked;
}

/** Couriers are late, and so are their pushes. */
const AFTER_WINDOW_HOURS = 2;
/** Where no window was agreed on, a courier comes within a day. */
const SOON_HOURS = 24;

/** What a courier reads on his slip; couriers take no long texts. */
const GOODS_LENGTH = 20;

function goodsOf({ rma, order }: Locked): string {
  const first = order.lines.find(({ id }) => id === rma.lines[0]?.orderLineId);
  return [...(first?.title ?? rma.lines[0]?.sku ?? '')].slice(0, GOODS_LENGTH).join('');
}
