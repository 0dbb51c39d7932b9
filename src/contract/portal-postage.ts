import { z } from 'zod';
import { fileId, moneyInput, rmaId, waybill } from './common.ts';
import { endpoint } from './endpoint.ts';

export const askMyPostage = endpoint({
  method: 'POST',
  path: '/api/portal/rmas/:rmaId/postage',
  access: 'portal',
  tag: 'portal',
  summary: 'Asks for the return freight that the buyer advanced: once for each parcel.',
  params: z.object({ rmaId }),
  body: z.strictObject({
    waybill,
    amount: moneyInput,
    /** The parcel has freight insurance (运费险): the insurer is asked first. */
    insured: z.boolean(),
    files: z.array(fileId).max(9).default([]),
  }),
  reply: z.object({ ok: z.literal(true) }),
});
