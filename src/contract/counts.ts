import { z } from 'zod';

import { endpoint } from './endpoint.ts';
import { condition, documentHead, documentId, place, sku } from './stock-documents.ts';

const params = z.object({ documentId });
const nothing = z.strictObject({});
const key = { sku, location: place, condition };

export const countView = z.object({
  ...documentHead,
  /** What the books say and how far the count is off are shown when counting is over, so that nobody counts towards them. */
  isBlind: z.boolean(),
  lines: z.array(
    z.object({
      ...key,
      title: z.string(),
      isDue: z.boolean(),
      counted: z.int().nullable(),
      book: z.int().nullable(),
      difference: z.int().nullable(),
    }),
  ),
  mayApprove: z.boolean(),
});
export type CountView = z.infer<typeof countView>;

const onCount = <const Body extends z.ZodType>(
  name: string,
  access: 'stock:move' | 'stock:approve',
  summary: string,
  body: Body,
) =>
  endpoint({
    method: 'POST',
    path: `/api/stock/counts/:documentId/${name}`,
    access,
    tag: 'warehouse',
    summary,
    params,
    body,
    reply: countView,
  });

export const openCount = endpoint({
  method: 'POST',
  path: '/api/stock/counts',
  access: 'stock:move',
  tag: 'warehouse',
  summary: 'Opens a count sheet for a place, for articles, or for articles in a place; 1 000 lines at most.',
  body: z
    .strictObject({ location: place.optional(), skus: z.array(sku).max(500).default([]) })
    .refine(({ location, skus }) => location !== undefined || skus.length > 0, {
      path: ['location'],
      message: 'a place or articles',
    }),
  reply: countView,
});

export const getCount = endpoint({
  method: 'GET',
  path: '/api/stock/counts/:documentId',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'A count sheet. What the books say is left out while it is being counted.',
  params,
  reply: countView,
});

const counted = z.strictObject({ ...key, quantity: z.int().min(0).max(99_999) });

export const enterCount = onCount(
  'counted',
  'stock:move',
  'Enters what was counted, now: the books are read at this moment, and what moves later changes no difference.',
  z.strictObject({ lines: z.array(counted).min(1).max(500) }),
);
export const importCount = onCount(
  'import',
  'stock:move',
  'Enters a counted sheet as CSV: sku, location, condition, counted. A row without a count is left out.',
  z.strictObject({ csv: z.string().min(1).max(500_000) }),
);
export const submitCount = onCount(
  'submit',
  'stock:move',
  'Ends this round. Lines that differ are counted a second time.',
  nothing,
);
export const sendBackCount = onCount(
  'send-back',
  'stock:approve',
  'Has the lines that differ counted once more.',
  nothing,
);
export const approveCount = onCount(
  'approve',
  'stock:approve',
  'Posts the differences to stock and books. Whoever has counted cannot.',
  nothing,
);
export const cancelCount = onCount('cancel', 'stock:move', 'Gives the sheet up. Nothing is posted.', nothing);
