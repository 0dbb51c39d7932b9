import { z } from 'zod';
import { disputeSteps } from '../domain/returns/dispute.ts';
import { instant, rmaId } from './common.ts';
import { endpoint } from './endpoint.ts';
import { rmaView } from './returns.ts';

/** What somebody has read of the dispute in the platform's console. */
export const recordDispute = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/dispute',
  access: 'rma:review',
  tag: 'returns',
  summary:
    'Writes down a step of the platform’s dispute with the moment that the platform gives it; its clocks count from there. `ended` takes an opened one back.',
  params: z.object({ rmaId }),
  body: z.strictObject({
    step: z.enum(disputeSteps),
    at: instant,
    /** Of a decision. */
    outcome: z.enum(['refunded', 'refused', 'closed', 'withdrawn']).optional(),
  }),
  reply: rmaView,
  mayBeMinimal: true,
});
