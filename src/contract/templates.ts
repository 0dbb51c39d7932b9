import { z } from 'zod';
import { idOf, text } from './common.ts';
import { endpoint } from './endpoint.ts';

const templateId = idOf('tpl');

export const templateView = z.object({
  id: templateId,
  title: z.string(),
  body: z.string(),
  audience: z.enum(['buyer', 'note']),
  active: z.boolean(),
  /** True: the merchant's own, or its own wording of one that every shop has. */
  own: z.boolean(),
});
export type TemplateView = z.infer<typeof templateView>;

const content = {
  title: text(60),
  body: text(1_000),
  audience: z.enum(['buyer', 'note']).default('buyer'),
  active: z.boolean().default(true),
};

export const listTemplates = endpoint({
  method: 'GET',
  path: '/api/reply-templates',
  access: 'rma:review',
  tag: 'negotiation',
  summary: 'The merchant’s answers for usual situations, its own first; there are 200 of them at most.',
  reply: z.object({ templates: z.array(templateView) }),
});

export const createTemplate = endpoint({
  method: 'POST',
  path: '/api/reply-templates',
  access: 'template:manage',
  tag: 'negotiation',
  summary: 'Adds an answer. Unknown placeholders and forbidden words are refused.',
  body: z.strictObject(content),
  reply: templateView,
});

export const changeTemplate = endpoint({
  method: 'PUT',
  path: '/api/reply-templates/:templateId',
  access: 'template:manage',
  tag: 'negotiation',
  summary: 'Words an answer anew, also one that every shop has; inactive, it is not offered any more.',
  params: z.object({ templateId }),
  body: z.strictObject(content),
  reply: templateView,
});

export const deleteTemplate = endpoint({
  method: 'DELETE',
  path: '/api/reply-templates/:templateId',
  access: 'template:manage',
  tag: 'negotiation',
  summary: 'Removes an answer of the merchant’s own; one that every shop has goes back to its first wording.',
  params: z.object({ templateId }),
  reply: z.object({}),
});
