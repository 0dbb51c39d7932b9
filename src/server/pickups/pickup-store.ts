import { sql } from 'kysely';
import type { Doorstep } from '../../connectors/courier/port.ts';
import type { MerchantId, OrderId, PickupId, RmaId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { partyPlace } from '../orders/parties.ts';

export type CourierPerson = { name: string; phone: string };

type Parts = Pick<App, 'secrets' | 'clock'>;

const doorPlace = (merchantId: MerchantId, id: PickupId): string => `${merchantId}|pickup|door|${id}`;
const personPlace = (merchantId: MerchantId, id: PickupId): string => `${merchantId}|pickup|person|${id}`;

export const maskedName = (name: string): string => `${[...name][0] ?? ''}**`;
const TAIL = 4;
export const maskedPhone = (tail: string): string => (tail === '' ? '' : `*******${tail}`);
export const areaOf = ({ province, city, district }: Doorstep): string =>
  [province, city === province ? '' : city, district].join('');

export type NewPickup = {
  id: PickupId;
  rmaId: RmaId;
  vendor: string;
  sender: Doorstep;
  receiver: Doorstep;
  goods: string;
  weightGrams: number;
  remark: string;
  /** When the service is asked how it stands, if nothing was heard by then. */
  askAt: Instant;
};

/** Keeps whose door it is, in the transaction that asks for the visit. */
export async function savePickup(tx: Tx, { secrets, clock }: Parts, merchantId: MerchantId, pickup: NewPickup) {
  const { id, rmaId, vendor, sender, receiver, goods, weightGrams, remark, askAt } = pickup;
  const door = secrets.seal(JSON.stringify(sender), doorPlace(merchantId, id));
  await sql`insert into pickup (merchant_id, pickup_id, rma_id, vendor, door_sealed, masked_name, phone_tail, area,
      receiver, goods, weight_grams, remark, created_at, ask_at)
    values (${merchantId}, ${id}, ${rmaId}, ${vendor}, ${door}, ${maskedName(sender.name)}, ${sender.phone.slice(-TAIL)},
      ${areaOf(sender)}, ${JSON.stringify(receiver)}::jsonb, ${goods}, ${weightGrams}, ${remark}, ${clock.now()}, ${askAt})`.execute(
    tx,
  );
}

type Row = {
  pickup_id: PickupId;
  rma_id: RmaId;
  reference: string | null;
  door_sealed: Buffer;
  person_sealed: Buffer | null;
  masked_name: string;
  phone_tail: string;
  area: string;
  receiver: Doorstep;
  goods: string;
  weight_grams: number;
  remark: string;
};

const columns = sql`pickup_id, rma_id, reference, door_sealed, person_sealed, masked_name, phone_tail, area, receiver,
  goods, weight_grams, remark`;

export type StoredPickup = Omit<Row, 'door_sealed' | 'person_sealed'> & {
  sender: Doorstep;
  person: CourierPerson | null;
};

// What was sealed here has the shape that was sealed.
const opened = ({ secrets }: Parts, merchantId: MerchantId, row: Row): StoredPickup => {
  const { door_sealed, person_sealed, ...rest } = row;
  const id = row.pickup_id;
  return {
    ...rest,
    sender: JSON.parse(secrets.open(door_sealed, doorPlace(merchantId, id))),
    person: person_sealed && JSON.parse(secrets.open(person_sealed, personPlace(merchantId, id))),
  };
};

export async function readPickup(tx: Tx, parts: Parts, merchantId: MerchantId, id: PickupId) {
  const { rows } = await sql<Row>`select ${columns} from pickup
    where merchant_id = ${merchantId} and pickup_id = ${id}`.execute(tx);
  return rows[0] && opened(parts, merchantId, rows[0]);
}

export async function pickupsOf(tx: Tx, parts: Parts, merchantId: MerchantId, rmaId: RmaId): Promise<StoredPickup[]> {
  const { rows } = await sql<Row>`select ${columns} from pickup
    where merchant_id = ${merchantId} and rma_id = ${rmaId} order by pickup_id`.execute(tx);
  return rows.map((row) => opened(parts, merchantId, row));
}

/** The visit that a push is about: by our number, or by the service's own. */
export async function findPickup(
  tx: Tx,
  merchantId: MerchantId,
  vendor: string,
  { bookingId, reference }: { bookingId?: string | undefined; reference?: string | undefined },
): Promise<{ id: PickupId; rmaId: RmaId } | undefined> {
  const { rows } = await sql<{ id: PickupId; rmaId: RmaId }>`
    select pickup_id as id, rma_id as "rmaId" from pickup where merchant_id = ${merchantId} and vendor = ${vendor}
      and (pickup_id = ${bookingId ?? ''} or reference = ${reference ?? ''})
    order by (pickup_id = ${bookingId ?? ''}) desc limit 1`.execute(tx);
  return rows[0];
}

/** The service's number, and who comes, as far as they were told. */
export async function learnOfPickup(
  tx: Tx,
  { secrets }: Parts,
  merchantId: MerchantId,
  id: PickupId,
  { reference, person }: { reference?: string | undefined; person?: Partial<CourierPerson> | undefined },
): Promise<void> {
  const sealed =
    person && secrets.seal(JSON.stringify({ name: '', phone: '', ...person }), personPlace(merchantId, id));
  await sql`update pickup set reference = coalesce(reference, ${reference ?? null}),
      person_sealed = coalesce(${sealed ?? null}, person_sealed)
    where merchant_id = ${merchantId} and pickup_id = ${id}`.execute(tx);
}

/** Name and phone of an order's buyer, where they are known. They go to the courier and to nobody else. */
export async function buyerAt(tx: Tx, { secrets }: Parts, merchantId: MerchantId, orderId: OrderId) {
  const { rows } = await sql<{
    id: `pty_${string}`;
    name: Buffer | null;
    phone: Buffer | null;
    tail: string;
  }>`select b.party_id as id, b.name_sealed as name, b.phone_sealed as phone, b.phone_tail as tail
    from sales_order o join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
    where o.merchant_id = ${merchantId} and o.order_id = ${orderId}`.execute(tx);
  const row = rows[0];
  const open = (column: 'name' | 'phone'): string | undefined => {
    const sealed = row?.[column];
    return row && sealed ? secrets.open(sealed, partyPlace(merchantId, column, row.id)) : undefined;
  };
  // A platform that masks its buyers gives numbers nobody can call.
  const whole = (value: string | undefined) => (value && !value.includes('*') ? value : undefined);
  return { name: whole(open('name')), phone: whole(open('phone')), tail: row?.tail ?? '' };
}
