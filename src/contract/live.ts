import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const live = endpoint({
  method: 'GET',
  path: '/api/live',
  access: 'rma:read',
  tag: 'returns',
  summary: 'Server-sent events: `hello` at once, then `rmas` with `{rmaIds}` whenever returns have changed.',
  produces: 'text/event-stream',
  reply: z.unknown(),
});
