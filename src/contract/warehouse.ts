import { z } from 'zod';
import type { permissions } from '../domain/people/permissions.ts';
import { fileId, rmaId, rmaLineId, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { nothing, rmaView } from './returns.ts';

/** A command on one line that answers with the return as it then stands. */
const onLine = <const Body extends z.ZodType>(
  name: string,
  access: (typeof permissions)[number],
  summary: string,
  body: Body,
) =>
  endpoint({
    method: 'POST',
    path: `/api/rmas/:rmaId/lines/:lineId/${name}`,
    access,
    tag: 'warehouse',
    summary,
    params: z.object({ rmaId, lineId: rmaLineId }),
    body,
    reply: rmaView,
    mayBeMinimal: true,
  });

const quantity = z.int().positive();

export const receiveLine = onLine(
  'receive',
  'goods:receive',
  'Books units of a line as arrived; the rest stays expected.',
  z.strictObject({ quantity }),
);
export const markMissing = onLine(
  'missing',
  'goods:receive',
  'Says that what is still expected of a line will not come.',
  nothing,
);
export const inspectLine = onLine(
  'inspect',
  'goods:inspect',
  'Grades units. A failed test of the law needs a photo and forbids selling as new.',
  z.strictObject({
    quantity,
    grade: z.enum(['new', 'minor_flaw', 'damaged']),
    failedTests: z.array(text(64)).max(10).default([]),
    photos: z.array(fileId).max(9).default([]),
  }),
);
export const disposeLine = onLine(
  'dispose',
  'goods:dispose',
  'Says what becomes of the goods and where they go.',
  z.strictObject({
    quantity,
    disposition: z.enum(['restock', 'repair', 'resale', 'scrap', 'to_buyer']),
    location: text(40),
  }),
);

export const findByWaybill = endpoint({
  method: 'GET',
  path: '/api/receiving/:waybill',
  access: 'goods:receive',
  tag: 'warehouse',
  summary: 'What a scanned waybill (or return number, or order number) holds: its returns and what to expect.',
  params: z.object({ waybill: z.string().trim().min(4).max(64) }),
  reply: z.object({
    matchedBy: z.enum(['waybill', 'rma_number', 'order_number', 'nothing']),
    parcel: z.object({ courier: z.string(), waybill: z.string(), status: z.string() }).nullable(),
    rmas: z.array(rmaView),
  }),
});
