import { z } from 'zod';
import { shopId, text } from './common.ts';
import { endpoint } from './endpoint.ts';

const goodsClass = z.enum(['food_cosmetic_medical', 'electronics', 'textile_home', 'general']);
/** How rules, policies and the events of a return name an address. */
const key = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}_-]{1,40}$/u);

/** The parts of an address as couriers want them. */
export const place = {
  name: text(60),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 -]{5,20}$/),
  province: text(30),
  city: text(30),
  district: text(30),
  street: text(120),
};

const returnAddress = z.strictObject({
  key,
  ...place,
  postcode: z.string().trim().max(12).default(''),
  /** By shop: the number of the address in the platform's own book. */
  platformIds: z.partialRecord(shopId, text(64)).default({}),
});
export type ReturnAddressEntry = z.output<typeof returnAddress>;

const rule = z.strictObject({ shopId: shopId.nullable(), goodsClass: goodsClass.nullable(), key });

const book = {
  addresses: z.array(returnAddress).max(200),
  /** The first that fits says where to. */
  rules: z.array(rule).max(200),
  /** Where no rule fits. Null: to the shop's own address. */
  defaultKey: key.nullable(),
};
export type AddressBook = {
  addresses: ReturnAddressEntry[];
  rules: z.output<typeof rule>[];
  defaultKey: string | null;
};

export const getReturnAddresses = endpoint({
  method: 'GET',
  path: '/api/return-addresses',
  access: 'order:read',
  tag: 'channels',
  summary: 'Where goods go back to, and by which rules.',
  reply: z.object(book),
});

export const saveReturnAddresses = endpoint({
  method: 'PUT',
  path: '/api/return-addresses',
  access: 'shop:manage',
  tag: 'channels',
  summary:
    'Puts the whole book in place. Returns that were granted before keep the address they were granted with, also one that is left out.',
  body: z.strictObject(book),
  reply: z.object(book),
});

export const tryReturnAddress = endpoint({
  method: 'POST',
  path: '/api/return-addresses/try',
  access: 'order:read',
  tag: 'channels',
  summary: 'Says where goods of some classes, sold in a shop, would go back to, and by which rule.',
  body: z.strictObject({ shopId, goodsClasses: z.array(goodsClass).min(1).max(4) }),
  reply: z.object({
    /** Null: none of these; then it is the shop's own address, if it has one. */
    key: z.string().nullable(),
    /** Which rule, counted from 0; null: the default, or the shop's own address. */
    rule: z.int().nullable(),
    name: z.string(),
    phone: z.string(),
    address: z.string(),
  }),
});
