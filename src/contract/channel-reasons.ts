import { z } from 'zod';
import { reasons } from '../domain/policy/reasons.ts';
import { instant, text } from './common.ts';
import { endpoint } from './endpoint.ts';

const mapped = z.object({
  channel: z.string(),
  /** The platform's words, as they came. */
  said: z.string(),
  /** What the merchant takes them for; null: nobody has said, and such returns have the reason `other`. */
  reason: z.enum(reasons).nullable(),
  /** Returns of the last 90 days that these words opened while nobody knew them. */
  count: z.int(),
  lastSeenAt: instant.nullable(),
  mappedBy: z.string(),
  mappedAt: instant.nullable(),
});
export type MappedReason = z.infer<typeof mapped>;

export const listChannelReasons = endpoint({
  method: 'GET',
  path: '/api/channel-reasons',
  access: 'inbox:read',
  tag: 'channels',
  summary: 'Reasons of platforms that were not understood in 90 days, and those that the merchant has mapped.',
  reply: z.object({ reasons: z.array(mapped) }),
});

export const mapChannelReason = endpoint({
  method: 'PUT',
  path: '/api/channel-reasons',
  access: 'shop:manage',
  tag: 'channels',
  summary: 'Says what a platform’s words stand for in every document from now on; null takes it back.',
  body: z.strictObject({ channel: text(30), said: text(60), reason: z.enum(reasons).nullable() }),
  reply: z.object({ ok: z.literal(true) }),
});
