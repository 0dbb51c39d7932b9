import { z } from 'zod';
import { courierCode, idOf, moneyInput, moneyView, pageOf, pageQuery, waybill } from './common.ts';
import { endpoint } from './endpoint.ts';
import { documentHead, documentId, place, quantity, sku } from './stock-documents.ts';

const params = z.object({ documentId });
const vendorId = idOf('ven');
const vendor = z.object({ id: vendorId, code: z.string(), name: z.string() });
const lines = z
  .array(z.strictObject({ sku, location: place, quantity }))
  .min(1)
  .max(500);

export const vendorReturnView = z.object({
  ...documentHead,
  vendor,
  courier: z.string().nullable(),
  waybill: z.string().nullable(),
  credit: moneyView.nullable(),
  lines: z.array(
    z.object({
      sku: z.string(),
      title: z.string(),
      location: z.string(),
      quantity: z.int(),
      accepted: z.int().nullable(),
      /** Book value, once it is sent. */
      value: moneyView.nullable(),
    }),
  ),
});
export type VendorReturnView = z.infer<typeof vendorReturnView>;

const onReturn = <const Body extends z.ZodType>(
  name: string,
  access: 'stock:move' | 'stock:approve',
  summary: string,
  body: Body,
) =>
  endpoint({
    method: 'POST',
    path: `/api/stock/vendor-returns/:documentId/${name}`,
    access,
    tag: 'warehouse',
    summary,
    params,
    body,
    reply: vendorReturnView,
  });

export const draftVendorReturn = endpoint({
  method: 'POST',
  path: '/api/stock/vendor-returns',
  access: 'stock:move',
  tag: 'warehouse',
  summary: 'Drafts a return of goods to their vendor.',
  body: z.strictObject({ vendorId, lines }),
  reply: vendorReturnView,
});

export const getVendorReturn = endpoint({
  method: 'GET',
  path: '/api/stock/vendor-returns/:documentId',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'One return to a vendor.',
  params,
  reply: vendorReturnView,
});

export const changeVendorReturn = onReturn(
  'change',
  'stock:move',
  'Replaces the lines of a draft.',
  z.strictObject({ lines }),
);
export const sendVendorReturn = onReturn(
  'send',
  'stock:move',
  'The goods leave; they stay ours until the vendor gives credit for them.',
  z.strictObject({ courier: courierCode.optional(), waybill: waybill.optional() }),
);
export const answerVendorReturn = onReturn(
  'answer',
  'stock:move',
  'What the vendor takes of each line. The rest has come back to the place that is named.',
  z.strictObject({
    lines: z.array(z.strictObject({ sku, location: place, accepted: z.int().min(0).max(99_999) })).max(500),
    backTo: place,
  }),
);
export const creditVendorReturn = onReturn(
  'credit',
  'stock:approve',
  'Books what the vendor owes for the goods he has taken.',
  z.strictObject({ amount: moneyInput }),
);
export const reverseVendorReturn = onReturn(
  'reverse',
  'stock:approve',
  'Takes the credit back, or the sending, by entries and movements the other way round.',
  z.strictObject({}),
);
export const cancelVendorReturn = onReturn('cancel', 'stock:move', 'Gives a draft up.', z.strictObject({}));

export const listVendors = endpoint({
  method: 'GET',
  path: '/api/stock/vendors',
  access: 'stock:read',
  tag: 'warehouse',
  summary:
    'The vendors, by their code, with how many articles are known to be theirs and how many units wait to go back.',
  query: z.object(pageQuery),
  reply: pageOf(vendor.extend({ articles: z.int(), waiting: z.int() })),
});

export const importVendors = endpoint({
  method: 'POST',
  path: '/api/stock/vendors/import',
  access: 'stock:manage',
  tag: 'warehouse',
  summary: 'Says which articles are whose, as CSV: sku, vendor_code, vendor_name. All rows or none.',
  body: z.strictObject({ csv: z.string().min(1).max(2_000_000) }),
  reply: z.object({ articles: z.int(), vendors: z.int() }),
});

export const listToVendor = endpoint({
  method: 'GET',
  path: '/api/stock/to-vendor',
  access: 'stock:read',
  tag: 'warehouse',
  summary:
    'Goods that wait to go back to their vendor, by article and place; with whom they came from, where that is known.',
  query: z.object({ ...pageQuery, vendorId: vendorId.optional() }),
  reply: pageOf(
    z.object({
      sku: z.string(),
      title: z.string(),
      location: z.string(),
      quantity: z.int(),
      vendor: vendor.nullable(),
    }),
  ),
});
