import { z } from 'zod';
import { resolutions } from '../domain/policy/reasons.ts';
import { courierCode, rmaId, rmaLineId, text, waybill } from './common.ts';
import { endpoint } from './endpoint.ts';
import { rmaView } from './returns.ts';

export const convertRma = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/convert',
  access: 'rma:review',
  tag: 'returns',
  summary: 'Makes the return another kind on the wish of the buyer, while neither money nor goods have left for it.',
  params: z.object({ rmaId }),
  body: z.strictObject({ to: z.enum(resolutions), because: text(200) }),
  reply: rmaView,
  mayBeMinimal: true,
});

export const shipReplacement = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/lines/:lineId/ship',
  access: 'parcel:write',
  tag: 'warehouse',
  summary: 'Says that what the buyer gets instead of money has left: another article, or his own when it is repaired.',
  params: z.object({ rmaId, lineId: rmaLineId }),
  body: z.strictObject({
    quantity: z.int().positive().optional(),
    courier: courierCode,
    waybill,
    /** Before the goods that are exchanged are back. */
    ahead: z.boolean().default(false),
  }),
  reply: rmaView,
  mayBeMinimal: true,
});
