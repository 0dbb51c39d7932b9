import { z } from 'zod';
import { rmaId, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { rejection } from './returns.ts';

/** One row of a bulk action: what became of it. */
export const bulkVerdict = z.object({ rmaId, ok: z.boolean(), rejection: rejection.optional() });

export const bulkReview = endpoint({
  method: 'POST',
  path: '/api/rmas/bulk-review',
  access: 'rma:review',
  tag: 'returns',
  summary: 'Approves or refuses up to 100 returns, each on its own; the answer has a verdict per row.',
  body: z.strictObject({
    rmaIds: z.array(rmaId).min(1).max(100),
    verdict: z.enum(['approve', 'reject']),
    reasonCode: text(64).optional(),
    note: z.string().max(500).optional(),
  }),
  reply: z.object({ verdicts: z.array(bulkVerdict) }),
});
