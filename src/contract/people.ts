import { z } from 'zod';
import { permissions, roles } from '../domain/people/permissions.ts';
import { endpoint } from './endpoint.ts';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

const principal = z.object({
  kind: z.enum(['staff', 'api_key']),
  id: z.string(),
  name: z.string(),
  role: z.enum(roles).nullable().meta({ description: 'Null for an API key, which has permissions of its own' }),
});

const merchant = z.object({
  merchantId: z.string(),
  name: z.string(),
  currency: z.string(),
  timeZone: z.string(),
});

export const me = endpoint({
  method: 'GET',
  path: '/api/me',
  access: 'signed_in',
  summary: 'Who is calling, for which merchant, and what they may do.',
  tag: 'people',
  reply: z.object({
    principal,
    merchant,
    permissions: z.array(z.enum(permissions)),
    language: z.enum(languages),
  }),
});

export const chooseLanguage = endpoint({
  method: 'PUT',
  path: '/api/me/language',
  access: 'signed_in',
  summary: 'Chooses the language of the console for the person who calls.',
  tag: 'people',
  body: z.strictObject({ language: z.enum(languages) }),
  reply: z.object({ language: z.enum(languages) }),
});

const member = z.object({
  memberId: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  joinedAt: z.string(),
});

export const listMembers = endpoint({
  method: 'GET',
  path: '/api/members',
  access: 'member:manage',
  summary: 'The people who work for the merchant, with their roles.',
  tag: 'people',
  reply: z.object({ members: z.array(member) }),
});

export const addMember = endpoint({
  method: 'POST',
  path: '/api/members',
  access: 'member:manage',
  summary: 'Makes an account for a new colleague, who changes the first password after signing in.',
  tag: 'people',
  body: z.strictObject({
    name: z.string().trim().min(1).max(80),
    email: z.email().max(254),
    password: z.string().min(10).max(128),
    role: z.enum(roles),
  }),
  reply: z.object({ userId: z.string() }),
});

const apiKey = z.object({
  apiKeyId: z.string(),
  name: z.string(),
  start: z.string().meta({ description: 'The first characters, to tell keys apart' }),
  permissions: z.array(z.enum(permissions)),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});

export const listApiKeys = endpoint({
  method: 'GET',
  path: '/api/api-keys',
  access: 'member:manage',
  summary: "The merchant's API keys, without the keys themselves.",
  tag: 'people',
  reply: z.object({ apiKeys: z.array(apiKey) }),
});

export const createApiKey = endpoint({
  method: 'POST',
  path: '/api/api-keys',
  access: 'member:manage',
  summary: 'Makes an API key. The key is in this answer and nowhere else. Nobody can give more than they may do.',
  tag: 'people',
  body: z.strictObject({
    name: z.string().trim().min(1).max(80),
    permissions: z.array(z.enum(permissions)).min(1),
  }),
  reply: z.object({ apiKeyId: z.string(), key: z.string() }),
});

export const revokeApiKey = endpoint({
  method: 'DELETE',
  path: '/api/api-keys/:apiKeyId',
  access: 'member:manage',
  summary: 'Ends an API key: at once here, within five seconds in other processes.',
  tag: 'people',
  params: z.object({ apiKeyId: z.string().max(64) }),
  reply: z.object({ revoked: z.literal(true) }),
});
