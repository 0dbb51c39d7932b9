import { z } from 'zod';
import { fileId, instant, moneyView, pageOf, pageQuery } from './common.ts';
import { endpoint } from './endpoint.ts';

/** How much of an article can be sold has changed in a place. */
const stockChange = z.object({
  /** Always the same for the same change, however often it is told. */
  id: z.string(),
  /** Read on after it. */
  position: z.int(),
  sku: z.string(),
  location: z.string(),
  delta: z.int(),
  /** What can be sold there from now on. */
  balance: z.int(),
  movementIds: z.array(z.string()),
  at: instant,
});
export type StockChange = z.infer<typeof stockChange>;

export const pullStockChanges = endpoint({
  method: 'GET',
  path: '/api/stock/changes',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'Changes of what can be sold, after a position, in order. Nothing appears before a position that was read.',
  query: z.object({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({ changes: z.array(stockChange), position: z.int(), hasMore: z.boolean() }),
});

const hookView = z.object({
  url: z.string(),
  paused: z.boolean(),
  failingSince: instant.nullable(),
  lastError: z.string().nullable(),
  lastSentAt: instant.nullable(),
  waiting: z.int(),
  dead: z.int(),
});
export type StockHookView = z.infer<typeof hookView>;

export const getStockHook = endpoint({
  method: 'GET',
  path: '/api/stock/hook',
  access: 'stock:manage',
  tag: 'warehouse',
  summary: 'The system outside that is told of changes of stock, if there is one.',
  reply: z.object({ hook: hookView.nullable() }),
});

export const saveStockHook = endpoint({
  method: 'PUT',
  path: '/api/stock/hook',
  access: 'stock:manage',
  tag: 'warehouse',
  summary:
    'Sets its address, or pauses it. The secret is made here and shown this once: with the first address, or when a new one is asked for.',
  body: z.strictObject({
    url: z.string().trim().min(1).max(500),
    paused: z.boolean().default(false),
    newSecret: z.boolean().default(false),
  }),
  reply: z.object({ hook: hookView, secret: z.string().nullable() }),
});

export const deleteStockHook = endpoint({
  method: 'DELETE',
  path: '/api/stock/hook',
  access: 'stock:manage',
  tag: 'warehouse',
  summary: 'Tells that system nothing more.',
  reply: z.object({}),
});

export const deliveryStates = ['waiting', 'sent', 'dead', 'skipped'] as const;
const delivery = stockChange.extend({
  state: z.enum(deliveryStates),
  attempts: z.int(),
  nextAt: instant.nullable(),
  settledAt: instant.nullable(),
  cause: z.string().nullable(),
});

export const listStockDeliveries = endpoint({
  method: 'GET',
  path: '/api/stock/hook/deliveries',
  access: 'stock:manage',
  tag: 'warehouse',
  summary:
    'What it was told, or will be, the newest first. A dead one holds back what came after it for the same article.',
  query: z.object({ ...pageQuery, state: z.enum(deliveryStates).optional() }),
  reply: pageOf(delivery),
});

export const settleStockDelivery = endpoint({
  method: 'POST',
  path: '/api/stock/hook/deliveries/:position',
  access: 'stock:manage',
  tag: 'warehouse',
  summary: 'Tries a dead delivery again, or lets it go so that what came after it can follow.',
  params: z.object({ position: z.coerce.number().int().min(1) }),
  body: z.strictObject({ action: z.enum(['retry', 'skip']) }),
  reply: z.object({ state: z.enum(deliveryStates) }),
});

export const listResale = endpoint({
  method: 'GET',
  path: '/api/stock/resale',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'Second-hand goods to be sold: how many, how they were graded, their pictures, and a price to begin with.',
  query: z.object(pageQuery),
  reply: pageOf(
    z.object({
      sku: z.string(),
      title: z.string(),
      location: z.string(),
      quantity: z.int(),
      /** Of the return that came last. */
      grade: z.string().nullable(),
      photos: z.array(fileId),
      bookValue: moneyView,
      suggestedPrice: moneyView.nullable(),
    }),
  ),
});
