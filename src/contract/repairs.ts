import { z } from 'zod';
import { repairResults } from '../domain/stock/repair-order.ts';
import { moneyInput, moneyView, rmaId, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { documentHead, documentId, place, quantity, sku } from './stock-documents.ts';

const params = z.object({ documentId });

export const repairView = z.object({
  ...documentHead,
  sku: z.string(),
  title: z.string(),
  quantity: z.int(),
  location: z.string(),
  owner: z.enum(['ours', 'buyer']),
  rmaId: rmaId.nullable(),
  booking: z.enum(['capitalise', 'expense']),
  fault: z.string(),
  parts: z.array(z.object({ name: z.string(), quantity: z.int(), cost: moneyView })),
  labour: z.array(z.object({ minutes: z.int(), cost: moneyView })),
  cost: moneyView,
  result: z.enum(repairResults).nullable(),
  /** Scrap that waits for a second person: where it would be put, and what it stands at. */
  scrapAsked: z.object({ to: z.string(), value: moneyView }).nullable(),
  /** Whether the caller may say yes to it. */
  mayApprove: z.boolean(),
});
export type RepairView = z.infer<typeof repairView>;

const onRepair = <const Body extends z.ZodType>(
  name: string,
  summary: string,
  body: Body,
  access: 'stock:move' | 'stock:approve' = 'stock:move',
) =>
  endpoint({
    method: 'POST',
    path: `/api/stock/repairs/:documentId/${name}`,
    access,
    tag: 'warehouse',
    summary,
    params,
    body,
    reply: repairView,
  });

export const openRepair = endpoint({
  method: 'POST',
  path: '/api/stock/repairs',
  access: 'stock:move',
  tag: 'warehouse',
  summary: 'Opens a repair order: for goods of ours that wait for one, or with a return for those of its buyer.',
  body: z.strictObject({
    sku,
    quantity,
    location: place,
    /** Given: the goods are this buyer's, in no stock of ours, and what the repair costs is an expense. */
    rmaId: rmaId.optional(),
    booking: z.enum(['capitalise', 'expense']).default('expense'),
    fault: z.string().trim().max(200).default(''),
  }),
  reply: repairView,
});

export const getRepair = endpoint({
  method: 'GET',
  path: '/api/stock/repairs/:documentId',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'One repair order with its parts and labour.',
  params,
  reply: repairView,
});

export const addPart = onRepair(
  'parts',
  'Notes parts that were used, with what all of them cost.',
  z.strictObject({ name: text(80), quantity, cost: moneyInput }),
);
export const addLabour = onRepair(
  'labour',
  'Notes work that was done.',
  z.strictObject({ minutes: z.int().min(1).max(10_000), cost: moneyInput }),
);
export const finishRepair = onRepair(
  'finish',
  'Ends the repair: the goods are good, second-hand or scrap, lie where is said, and the cost is booked. Scrap above the limit of the book of inspecting waits for a second person.',
  z.strictObject({ result: z.enum(repairResults), location: place.optional() }),
);
export const approveRepairScrap = onRepair(
  'approve-scrap',
  'Says yes to goods that cannot be mended being scrapped. Whoever asked cannot.',
  z.strictObject({}),
  'stock:approve',
);
export const refuseRepairScrap = onRepair(
  'refuse-scrap',
  'Says no: the repair goes on.',
  z.strictObject({ note: text(500) }),
  'stock:approve',
);
export const cancelRepair = onRepair(
  'cancel',
  'Gives the order up, as long as nothing was spent on it.',
  z.strictObject({}),
);
