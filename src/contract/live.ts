import { z } from 'zod';
import { rmaId } from './common.ts';
import { endpoint } from './endpoint.ts';

export const live = endpoint({
  method: 'GET',
  path: '/api/live',
  access: 'rma:read',
  tag: 'returns',
  summary:
    'Server-sent events: `hello` at once, then `rmas` with `{rmaIds}` whenever returns have changed, `alerts` with `{alertIds}` likewise, and `looking` with `{rmaId, people}` when a colleague opens or leaves one.',
  produces: 'text/event-stream',
  reply: z.unknown(),
});

export const lookers = z.object({ people: z.array(z.object({ id: z.string(), name: z.string() })) });

export const lookAt = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/looking',
  access: 'rma:read',
  tag: 'returns',
  summary:
    'Says that one looks at a return, every half minute while one does, or has left it. Nothing of it is stored.',
  params: z.object({ rmaId }),
  body: z.strictObject({ here: z.boolean() }),
  reply: lookers,
});
