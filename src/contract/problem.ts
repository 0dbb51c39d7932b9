import { z } from 'zod';

/** The codes of refusals that come from HTTP itself. Rejections of the domain bring codes of their own. */
export const problemCodes = [
  'invalid_input',
  'invalid_json',
  'not_signed_in',
  'not_permitted',
  'cross_site_request',
  'not_found',
  'too_large',
  'unsupported_media_type',
  'too_many_requests',
  'bad_request',
  'unavailable',
  'bug',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** An answer that says no, as RFC 9457 has it (`application/problem+json`). */
export const problem = z.object({
  type: z.string().meta({ description: 'urn:guilai:problem: and the code' }),
  title: z.string().meta({ description: 'One English sentence for developers; screens translate `code`' }),
  status: z.int(),
  code: z.string().meta({ description: 'Stable' }),
  requestId: z.string().meta({ description: 'Names this request in the log of the server' }),
  errors: z
    .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
    .optional()
    .meta({ description: 'Every wrong field, for invalid_input. The path: body.lines.0.quantity' }),
  permission: z.string().optional().meta({ description: 'The one that is missing, for not_permitted' }),
  rejection: z
    .looseObject({ code: z.string() })
    .optional()
    .meta({ description: 'What a rule of the domain answered, with its facts' }),
});

export type Problem = z.infer<typeof problem>;
