import { z } from 'zod';

/** Answers of Guilai, as far as the people of the story read them. */
export const anything = z.unknown();
export const withId = z.object({ id: z.string() });

const lane = z.string();
const line = z.object({
  id: z.string(),
  quantity: z.number(),
  goodsClass: z.string(),
  reception: z.string(),
  inspection: z.string(),
  disposition: z.string(),
  settlement: z.string(),
  grade: z.string().nullable(),
  failedTests: z.array(z.string()),
});

/** A parcel out, and what became of asking it back. */
const outbound = z.object({
  courier: z.string(),
  waybill: z.string(),
  status: z.string(),
  intercept: z.object({ state: z.string() }).nullable(),
  canIntercept: z.boolean(),
});
const difference = z.object({ id: z.string(), outcome: z.string().nullable() });

export const rma = z.object({
  id: z.string(),
  stage: lane,
  review: z.string(),
  resolution: z.string(),
  reason: z.string(),
  evidence: z.array(z.string()),
  lines: z.array(line),
  outbound: z.array(outbound),
  differences: z.array(difference),
  amount: z.object({ total: z.object({ minor: z.string(), currency: z.string() }) }).nullable(),
  decision: z
    .object({ outcome: z.looseObject({ suggestRejection: z.object({ reasonCode: z.string() }).optional() }) })
    .nullable(),
  abilities: z.array(z.object({ command: z.string(), allowed: z.boolean() })),
});
export type Rma = z.infer<typeof rma>;
export type RmaLine = Rma['lines'][number];

const platformReason = z.object({ id: z.string(), text: z.string() });
export type PlatformReason = z.infer<typeof platformReason>;
export const refusalReasons = z.object({ platform: z.object({ reasons: z.array(platformReason) }).nullable() });

export const rmaPage = z.object({ rows: z.array(z.object({ id: z.string(), openedAt: z.string() })) });
export const lanes = z.object({ lanes: z.record(lane, z.number()) });
export const atTheDock = z.object({ matchedBy: z.string(), rmas: z.array(rma) });
export const refundPage = z.object({ rows: z.array(z.object({ id: z.string(), rmaId: z.string() })) });
