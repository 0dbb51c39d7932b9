import { z } from 'zod';
import { ways } from '../domain/inspection/inspection-book.ts';
import type { permissions } from '../domain/people/permissions.ts';
import { isReserved } from '../domain/stock/places.ts';
import { fileId, rmaId, rmaLineId, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { findings } from './inspection.ts';
import { handlingStep, missingBody, weightNote } from './receiving.ts';
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
  'Says that what is still expected of a line, or some of it, will not come. With a cause, a person judges the difference.',
  missingBody,
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
    ...findings,
  }),
);
export const disposeLine = onLine(
  'dispose',
  'goods:dispose',
  'Says what becomes of the goods and where they go.',
  z.strictObject({
    quantity,
    disposition: z.enum(ways),
    // Movements mean something by some names: goods put there would leave our hands in the books alone.
    location: text(40).refine((location) => !isReserved(location), 'a place of its own'),
  }),
);

export const lookAgain = onLine(
  'look-again',
  'goods:inspect',
  'Grades goods of the sample a second time, by somebody else, who does not know what the first has said.',
  z.strictObject({
    grade: z.enum(['new', 'minor_flaw', 'damaged']),
    failedTests: z.array(text(64)).max(10).default([]),
    photos: z.array(fileId).max(9).default([]),
    ...findings,
  }),
);
export const resolveSecondLook = onLine(
  'resolve-second-look',
  'goods:supervise',
  'Says which of two verdicts stands, by somebody who gave neither.',
  z.strictObject({ take: z.enum(['first', 'second']), note: text(500) }),
);
export const approveScrap = onLine(
  'approve-scrap',
  'goods:supervise',
  'Lets goods be scrapped that somebody else wants scrapped.',
  nothing,
);
export const refuseScrap = onLine(
  'refuse-scrap',
  'goods:supervise',
  'Keeps goods from being scrapped; they are to be put away otherwise.',
  z.strictObject({ note: text(500) }),
);
export const undoDisposition = onLine(
  'undo-disposition',
  'goods:supervise',
  'Takes back where units were put, by a reversing entry, as long as they lie there.',
  z.strictObject({ quantity, because: text(200) }),
);
export const undoInspection = onLine(
  'undo-inspection',
  'goods:supervise',
  'Takes back a verdict; the units are to be inspected again. After money has moved only with a permission of its own.',
  z.strictObject({ quantity, because: text(200) }),
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
    /** What was done to this parcel at the door. */
    handling: z.array(handlingStep),
    weight: weightNote.nullable(),
  }),
});
