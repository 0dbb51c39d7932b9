import { z } from 'zod';
import { clockKinds, clockSources } from '../domain/policy/deadlines.ts';
import { stages } from '../domain/returns/rma.ts';
import { bulkVerdict } from './bulk-review.ts';
import { instant, moneyView, pageOf, pageQuery, rmaId, shopId } from './common.ts';
import { endpoint } from './endpoint.ts';
import { rmaView } from './returns.ts';

/** Overdue; within the hour; later today; tomorrow; after that. Days are those of the merchant's zone. */
export const dueBuckets = ['overdue', 'hour', 'today', 'tomorrow', 'later'] as const;

const side = z.enum(['seller', 'buyer']);

export const deadlineFilters = {
  kind: z.enum(clockKinds).optional(),
  source: z.enum(clockSources).optional(),
  of: side.optional(),
  shopId: shopId.optional(),
  channel: z.string().max(20).optional(),
};

const subject = {
  rmaId,
  rmaNumber: z.string(),
  stage: z.enum(stages),
  channel: z.string(),
  shopName: z.string(),
  kind: z.enum(clockKinds),
  of: side,
  source: z.enum(clockSources),
  dueAt: instant,
};

export const deadlineRow = z.object({
  ...subject,
  article: z.string().nullable(),
  from: instant,
  lapsed: z.boolean(),
  firstTitle: z.string(),
  buyerNick: z.string(),
  amount: moneyView,
  /** The platform set this clock and gives more time when it is asked. */
  extendable: z.boolean(),
});
export type DeadlineRow = z.infer<typeof deadlineRow>;

export const listDeadlines = endpoint({
  method: 'GET',
  path: '/api/deadlines',
  access: 'rma:read',
  tag: 'deadlines',
  summary: 'Every clock that runs, in the order in which they end.',
  query: z.object({ ...pageQuery, ...deadlineFilters, bucket: z.enum(dueBuckets).optional() }),
  reply: pageOf(deadlineRow),
});

export const countDeadlines = endpoint({
  method: 'GET',
  path: '/api/deadlines/counts',
  access: 'rma:read',
  tag: 'deadlines',
  summary: 'How many clocks end when, each counted up to 5000.',
  query: z.object(deadlineFilters),
  reply: z.object({ counts: z.record(z.enum(dueBuckets), z.int()) }),
});

export const lapseRow = z.object({
  ...subject,
  /** Whose work it was, and who last had the case in hand. */
  desk: z.enum(['service', 'warehouse', 'finance', 'buyer']),
  person: z.string(),
  /** When it was done after all; null: not yet. */
  doneAt: instant.nullable(),
});
export type LapseRow = z.infer<typeof lapseRow>;

export const listLapses = endpoint({
  method: 'GET',
  path: '/api/deadlines/lapses',
  access: 'rma:read',
  tag: 'deadlines',
  summary: 'Clocks that ran out, newest first: whose work it was, who set the clock, and how late it was done.',
  query: z.object({ ...pageQuery, ...deadlineFilters }),
  reply: pageOf(lapseRow),
});

/** What is asked for; a platform may give another number of days, or its own and only once. */
const days = z.int().min(1).max(15);

export const extendDeadline = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/extend-deadline',
  access: 'rma:review',
  tag: 'deadlines',
  summary: 'Asks the platform for more time. What it answers stands in the timeline.',
  params: z.object({ rmaId }),
  body: z.strictObject({ days }),
  reply: rmaView,
  mayBeMinimal: true,
});

export const bulkExtend = endpoint({
  method: 'POST',
  path: '/api/deadlines/bulk-extend',
  access: 'rma:review',
  tag: 'deadlines',
  summary: 'Asks for more time for up to 100 returns, each on its own; the answer has a verdict per row.',
  body: z.strictObject({ rmaIds: z.array(rmaId).min(1).max(100), days }),
  reply: z.object({ verdicts: z.array(bulkVerdict) }),
});
