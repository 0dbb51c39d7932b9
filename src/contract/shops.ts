import { z } from 'zod';
import { offers } from '../domain/policy/resolution-facts.ts';
import { instant, shopId, text } from './common.ts';
import { endpoint } from './endpoint.ts';

export const words = z.object({ zh: z.string(), en: z.string() });

/** One thing that a connection needs. */
export const accountField = z.object({
  name: z.string(),
  kind: z.enum(['setting', 'secret']),
  label: words,
  preset: z.string().optional(),
  choices: z.array(z.string()).readonly().optional(),
  optional: z.boolean().optional(),
});

export const listChannels = endpoint({
  method: 'GET',
  path: '/api/channels',
  access: 'shop:manage',
  tag: 'channels',
  summary: 'The platforms that a shop can be connected to, with what each connection needs.',
  reply: z.object({
    channels: z.array(
      z.object({
        id: z.string(),
        label: words,
        fields: z.array(accountField),
      }),
    ),
  }),
});

const capabilities = z.object({
  requests: z.boolean(),
  agreeReturn: z.boolean(),
  refuse: z.boolean(),
  agreeRefund: z.boolean(),
  recordRefund: z.boolean(),
  extend: z.boolean(),
  message: z.boolean(),
  messageRules: z
    .object({ maxBytes: z.int(), picture: z.enum(['needed', 'possible', 'none']), maxPictureBytes: z.int() })
    .optional(),
  refusalProof: z.object({ needed: z.boolean(), maxBytes: z.int() }).optional(),
  push: z.enum(['none', 'webhook', 'stream']),
  /** For which kinds a program may decide, where not for the usual ones. */
  kinds: z.partialRecord(z.enum(['agreeReturn', 'refuse', 'agreeRefund']), z.array(z.string()).readonly()).optional(),
});

const returnAddress = z.strictObject({
  name: text(60),
  phone: text(40),
  address: text(200),
  postcode: z.string().trim().max(12).optional(),
  externalId: z.string().trim().max(64).optional(),
});

const shopView = z.object({
  id: shopId,
  channel: z.string(),
  name: z.string(),
  externalId: z.string(),
  active: z.boolean(),
  /** Null: nothing is connected; orders and requests come through our own API. */
  capabilities: capabilities.nullable(),
  settings: z.record(z.string(), z.string()),
  returnAddress: returnAddress.partial(),
  /** What buyers may ask for in the portal beside their money back. */
  offers: z.array(z.enum(offers)),
  /** `revoked`: the channel refuses our tokens, and nothing is asked of it until it is connected again. */
  access: z.enum(['ok', 'revoked']),
  accessError: z.string().nullable(),
  accessChangedAt: instant.nullable(),
  accessExpiresAt: instant.nullable(),
  /** Where the channel sends its webhooks. */
  pushAddress: z.string().nullable(),
  lastPushAt: instant.nullable(),
  /** Documents of the inbox that wait, and that were refused. */
  waiting: z.int(),
  refused: z.int(),
  feeds: z.array(
    z.object({
      feed: z.string(),
      position: instant,
      lastRunAt: instant.nullable(),
      lastError: z.string().nullable(),
    }),
  ),
});
export type ShopView = z.infer<typeof shopView>;

export const listShops = endpoint({
  method: 'GET',
  path: '/api/shops',
  access: 'order:read',
  tag: 'channels',
  summary: 'The shops: what their channel can do, whether it lets us in, and how far behind its feeds are.',
  reply: z.object({ shops: z.array(shopView) }),
});

export const accountValues = z.record(z.string().max(40), z.string().trim().max(4_000));
const account = {
  name: text(60),
  /** The shop's name or number at the platform. */
  externalId: text(100),
  settings: accountValues,
  /** Sealed at once and never shown again. Left out when a shop is changed: the old ones stay. */
  credentials: accountValues,
  returnAddress: returnAddress.optional(),
};

export const connectShop = endpoint({
  method: 'POST',
  path: '/api/shops',
  access: 'shop:manage',
  tag: 'channels',
  summary: 'Connects a shop of a platform. Its orders and after-sales of the last day are pulled at once.',
  body: z.strictObject({ channel: text(30), ...account }),
  reply: z.object({ id: shopId }),
});

export const changeShop = endpoint({
  method: 'PUT',
  path: '/api/shops/:shopId',
  access: 'shop:manage',
  tag: 'channels',
  summary: 'Changes a shop, or lets us in again after its tokens were revoked. What was missed is pulled at once.',
  params: z.object({ shopId }),
  body: z.strictObject(account),
  reply: z.object({ id: shopId }),
});

export const offerKinds = endpoint({
  method: 'PUT',
  path: '/api/shops/:shopId/offers',
  access: 'shop:manage',
  tag: 'channels',
  summary:
    'Says what buyers may ask for in the portal beside their money back. A fault may always be told to a person.',
  params: z.object({ shopId }),
  body: z.strictObject({ offers: z.array(z.enum(offers)).max(offers.length) }),
  reply: z.object({ id: shopId }),
});

export const testShop = endpoint({
  method: 'POST',
  path: '/api/shops/:shopId/test',
  access: 'shop:manage',
  tag: 'channels',
  summary: 'Asks the platform for the last minute, and says what it answered.',
  params: z.object({ shopId }),
  body: z.strictObject({}),
  reply: z.object({ ok: z.boolean(), problem: z.string().nullable() }),
});

export const pullShopNow = endpoint({
  method: 'POST',
  path: '/api/shops/:shopId/pull',
  access: 'inbox:retry',
  tag: 'channels',
  summary: 'Pulls a shop now instead of in its turn.',
  params: z.object({ shopId }),
  body: z.strictObject({}),
  reply: z.object({}),
});
