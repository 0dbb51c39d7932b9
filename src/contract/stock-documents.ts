import { z } from 'zod';
import { locationKinds, shelved } from '../domain/stock/places.ts';
import { documentKinds } from '../domain/stock/stock-documents.ts';
import { instant, moneyView, pageOf, pageQuery, text } from './common.ts';
import { endpoint } from './endpoint.ts';

export const sku = text(64);
export const place = text(40);
export const quantity = z.int().min(1).max(99_999);
export const condition = z.enum(shelved);
export const documentId = z.string().regex(/^sdo_[0-9a-z]{1,40}$/);

const spot = z.strictObject({ location: place, condition });

/** What all documents of the warehouse show. */
export const documentHead = {
  id: documentId,
  kind: z.enum(documentKinds),
  number: z.string(),
  state: z.string(),
  openedAt: instant,
  history: z.array(
    z.object({ seq: z.int(), type: z.string(), at: instant, actor: z.object({ kind: z.string(), name: z.string() }) }),
  ),
};

const documentRow = z.object({
  id: documentId,
  kind: z.enum(documentKinds),
  number: z.string(),
  state: z.string(),
  sku: z.string().nullable(),
  location: z.string().nullable(),
  vendor: z.string().nullable(),
  units: z.int(),
  openedAt: instant,
  updatedAt: instant,
});
export type DocumentRow = z.infer<typeof documentRow>;

export const listStockDocuments = endpoint({
  method: 'GET',
  path: '/api/stock/documents',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'Documents of one kind, the newest first: transfers, count sheets, repair orders, vendor returns.',
  query: z.object({ ...pageQuery, kind: z.enum(documentKinds), state: z.string().trim().max(20).optional() }),
  reply: pageOf(documentRow),
});

const transferLine = { sku, quantity, from: spot, to: spot };
export const transferView = z.object({
  ...documentHead,
  lines: z.array(z.object({ ...transferLine, value: moneyView })),
  /** Why it was not approved. */
  note: z.string().nullable(),
  /** Whether the caller may say yes or no: whoever asked may not. */
  mayApprove: z.boolean(),
  mayCancel: z.boolean(),
});
export type TransferView = z.infer<typeof transferView>;

export const transferStock = endpoint({
  method: 'POST',
  path: '/api/stock/transfers',
  access: 'stock:move',
  tag: 'warehouse',
  summary:
    'Puts goods somewhere else, or says that they are worth less than was thought. All lines or none. Scrap above the limit of the book of inspecting waits for a second person.',
  body: z.strictObject({ lines: z.array(z.strictObject(transferLine)).min(1).max(100) }),
  reply: transferView,
});

export const getTransfer = endpoint({
  method: 'GET',
  path: '/api/stock/transfers/:documentId',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'One transfer.',
  params: z.object({ documentId }),
  reply: transferView,
});

const onTransfer = <const Body extends z.ZodType>(
  name: string,
  access: 'stock:move' | 'stock:approve',
  summary: string,
  body: Body,
) =>
  endpoint({
    method: 'POST',
    path: `/api/stock/transfers/:documentId/${name}`,
    access,
    tag: 'warehouse',
    summary,
    params: z.object({ documentId }),
    body,
    reply: transferView,
  });

export const approveTransfer = onTransfer(
  'approve',
  'stock:approve',
  'Says yes to scrap that waits: the goods move as they lie there now. Whoever asked cannot.',
  z.strictObject({}),
);
export const refuseTransfer = onTransfer(
  'refuse',
  'stock:approve',
  'Says no to scrap that waits. Nothing moves.',
  z.strictObject({ note: text(500) }),
);
export const cancelTransfer = onTransfer(
  'cancel',
  'stock:move',
  'Takes the wish to scrap back. Nothing moves.',
  z.strictObject({}),
);

export const listWaiting = endpoint({
  method: 'GET',
  path: '/api/stock/waiting',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'Goods that were judged and still lie where returns come in.',
  query: z.object(pageQuery),
  reply: pageOf(z.object({ sku: z.string(), title: z.string(), location: z.string(), condition, quantity: z.int() })),
});

const location = z.object({ code: z.string(), kind: z.enum(locationKinds), active: z.boolean() });

export const listStockLocations = endpoint({
  method: 'GET',
  path: '/api/stock/locations',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'The places of the warehouse, by their code.',
  query: z.object({ ...pageQuery, q: z.string().trim().max(40).optional() }),
  reply: pageOf(location),
});

export const saveStockLocation = endpoint({
  method: 'POST',
  path: '/api/stock/locations',
  access: 'stock:manage',
  tag: 'warehouse',
  summary: 'Adds a place, or says what it is for and whether goods may be put there.',
  body: z.strictObject({ code: place, kind: z.enum(locationKinds), active: z.boolean().default(true) }),
  reply: location,
});
