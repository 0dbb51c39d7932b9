import { z } from 'zod';
import { instant, pageOf, pageQuery, text } from './common.ts';
import { endpoint } from './endpoint.ts';

const states = ['unreadable', 'failed'] as const;

export const listCourierPushes = endpoint({
  method: 'GET',
  path: '/api/inbox/couriers',
  access: 'inbox:read',
  tag: 'couriers',
  summary: 'What courier services have pushed and nobody could read or take over, with the reason; the newest first.',
  query: z.object({ ...pageQuery, state: z.enum(states).optional() }),
  reply: pageOf(
    z.object({
      vendor: z.string(),
      documentId: z.string(),
      state: z.enum(states),
      reason: z.string().nullable(),
      attempts: z.int(),
      receivedAt: instant,
    }),
  ),
});

export const retryCourierPush = endpoint({
  method: 'POST',
  path: '/api/inbox/couriers/retry',
  access: 'inbox:retry',
  tag: 'couriers',
  summary: 'Reads and takes over a push again.',
  body: z.strictObject({ vendor: text(30), documentId: text(64) }),
  reply: z.object({ state: z.enum(['applied', 'nobodys', ...states]), reason: z.string().nullable() }),
});
