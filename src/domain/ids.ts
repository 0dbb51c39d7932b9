/** Prefixed and sortable: `rma_01k…`. The brand keeps an order's id out of a parameter that wants an RMA's. */
type Id<Prefix extends string> = `${Prefix}_${string}`;

export type MerchantId = Id<'mer'>;
export type ShopId = Id<'shop'>;
export type OrderId = Id<'ord'>;
export type OrderLineId = Id<'oli'>;
export type PaymentId = Id<'pay'>;
export type PartyId = Id<'pty'>;
export type BuyerId = Id<'byr'>;
export type RmaId = Id<'rma'>;
export type RmaLineId = Id<'rli'>;
export type RefundId = Id<'rfd'>;
export type ParcelId = Id<'pcl'>;
/** The number of a courier's visit at his service, which takes no more than 30 characters. */
export type PickupId = `pk${string}`;
export type FileId = Id<'fil'>;
export type EntryId = Id<'jnl'>;
export type MessageId = Id<'msg'>;
export type OfferId = Id<'ofr'>;
export type TemplateId = Id<'tpl'>;
/** An account that a buyer has named, and a payment by hand to it. */
export type PayeeId = Id<'pye'>;
export type TransferId = Id<'trf'>;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * 10 characters of time and 16 of randomness in Crockford's base 32, as in ULID but lower case.
 * @param ms milliseconds since 1970
 * @param random at least 16 bytes
 */
export function idFrom<Prefix extends string>(prefix: Prefix, ms: number, random: Uint8Array): Id<Prefix> {
  let time = '';
  for (let rest = ms, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = (ALPHABET[rest % 32] ?? '0') + time;
  let noise = '';
  for (let i = 0; i < 16; i++) noise += ALPHABET[(random[i] ?? 0) % 32];
  return `${prefix}_${time}${noise}`;
}

/**
 * The id of the n-th part of an RMA. Derived, so that a repeated command makes the same part, and so that a refund
 * number exists before anybody is asked to pay it.
 */
export const partId = <Prefix extends string>(prefix: Prefix, rmaId: RmaId, ordinal: number): Id<Prefix> =>
  `${prefix}_${rmaId.slice(4)}_${ordinal}`;

/** The number people read out on the phone: `R261122-7K3F9QXZ`. */
export const rmaNumber = (rmaId: RmaId, openedOn: string): string =>
  `R${openedOn.slice(2).replaceAll('-', '')}-${rmaId.slice(-8).toUpperCase()}`;
