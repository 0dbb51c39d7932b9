import { z } from 'zod';
import { severities, topics } from '../domain/notices/notice.ts';
import { idOf, instant, pageOf, pageQuery, text } from './common.ts';
import { endpoint } from './endpoint.ts';

const channelId = idOf('nch');
const noticeId = idOf('ntc');
const words = z.object({ zh: z.string(), en: z.string() });
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const listNoticeKinds = endpoint({
  method: 'GET',
  path: '/api/notice-kinds',
  access: 'shop:manage',
  tag: 'notices',
  summary: 'The ways on which notices can leave the house, with what each needs.',
  reply: z.object({
    kinds: z.array(
      z.object({
        id: z.string(),
        label: words,
        help: z.string().nullable(),
        fields: z.array(
          z.object({
            name: z.string(),
            kind: z.enum(['setting', 'secret']),
            label: words,
            preset: z.string().optional(),
            choices: z.array(z.string()).optional(),
            optional: z.boolean().optional(),
            lines: z.boolean().optional(),
          }),
        ),
      }),
    ),
  }),
});

const deliveryState = z.enum(['waiting', 'sent', 'rejected', 'given_up']);

const deliveryView = z.object({
  noticeId,
  title: z.string(),
  severity: z.enum(severities),
  topic: z.string(),
  url: z.string(),
  state: deliveryState,
  givenAt: instant,
  /** When it goes out, or is tried again; null once it is settled. */
  nextAt: instant.nullable(),
  settledAt: instant.nullable(),
  attempts: z.int(),
  cause: z.string().nullable(),
  /** Whether it went out in one message with others. */
  inDigest: z.boolean(),
});
export type DeliveryView = z.infer<typeof deliveryView>;

const terms = {
  /** Empty: all. */
  severities: z.array(z.enum(severities)).max(severities.length),
  /** Empty: all. */
  topics: z.array(z.enum(topics)).max(topics.length),
  /** On the merchant's clock. Between them only what is urgent goes out. */
  quiet: z
    .strictObject({ from: wallTime, to: wallTime })
    .refine(({ from, to }) => from !== to)
    .nullable(),
  /** Null: each notice goes out on its own. */
  digestAt: wallTime.nullable(),
};

const noticeChannelView = z.object({
  id: channelId,
  kind: z.string(),
  name: z.string(),
  settings: z.record(z.string(), z.string()),
  ...terms,
  paused: z.boolean(),
  failingSince: instant.nullable(),
  lastError: z.string().nullable(),
  lastSentAt: instant.nullable(),
  waiting: z.int(),
  /** Of the last seven days: those that never got through. */
  lost: z.int(),
  last: deliveryView.nullable(),
});
export type NoticeChannelView = z.infer<typeof noticeChannelView>;

export const listNoticeChannels = endpoint({
  method: 'GET',
  path: '/api/notice-channels',
  access: 'shop:manage',
  tag: 'notices',
  summary: 'Where notices go: what for, when, and whether they get there. A merchant has 50 at most.',
  reply: z.object({ channels: z.array(noticeChannelView), timeZone: z.string() }),
});

const values = z.record(z.string().max(40), z.string().trim().max(4_000));
const content = { name: text(60), settings: values, credentials: values, ...terms };

export const addNoticeChannel = endpoint({
  method: 'POST',
  path: '/api/notice-channels',
  access: 'shop:manage',
  tag: 'notices',
  summary: 'Adds a way for notices. Secrets are sealed at once and never shown again.',
  body: z.strictObject({ kind: text(30), ...content }),
  reply: z.object({ id: channelId }),
});

export const changeNoticeChannel = endpoint({
  method: 'PUT',
  path: '/api/notice-channels/:channelId',
  access: 'shop:manage',
  tag: 'notices',
  summary: 'Changes one. Secrets that are left out stay as they were; what waits is tried again at once.',
  params: z.object({ channelId }),
  body: z.strictObject(content),
  reply: z.object({ id: channelId }),
});

export const testNoticeChannel = endpoint({
  method: 'POST',
  path: '/api/notice-channels/:channelId/test',
  access: 'shop:manage',
  tag: 'notices',
  summary: 'Sends a test now, whatever the hour, and says what the other side answered.',
  params: z.object({ channelId }),
  body: z.strictObject({ language: z.enum(['zh', 'en']) }),
  reply: z.object({ ok: z.boolean(), problem: z.string().nullable() }),
});

export const pauseNoticeChannel = endpoint({
  method: 'PUT',
  path: '/api/notice-channels/:channelId/paused',
  access: 'shop:manage',
  tag: 'notices',
  summary: 'Pauses a channel: it takes no further notices, and what waits stays. Or lets it go on.',
  params: z.object({ channelId }),
  body: z.strictObject({ paused: z.boolean() }),
  reply: z.object({ paused: z.boolean() }),
});

export const deleteNoticeChannel = endpoint({
  method: 'DELETE',
  path: '/api/notice-channels/:channelId',
  access: 'shop:manage',
  tag: 'notices',
  summary: 'Removes a channel with its secrets, and what still waits for it.',
  params: z.object({ channelId }),
  reply: z.object({}),
});

export const listDeliveries = endpoint({
  method: 'GET',
  path: '/api/notice-channels/:channelId/deliveries',
  access: 'shop:manage',
  tag: 'notices',
  summary: 'What went out on a channel, or waits, the newest first.',
  params: z.object({ channelId }),
  query: z.object(pageQuery),
  reply: pageOf(deliveryView),
});
