import { z } from 'zod';
import { ways } from '../domain/inspection/inspection-book.ts';
import type { permissions } from '../domain/people/permissions.ts';
import { clockKinds, clockSources } from '../domain/policy/deadlines.ts';
import { reasons, resolutions } from '../domain/policy/reasons.ts';
import { resolutionFacts } from '../domain/policy/resolution-facts.ts';
import { stages } from '../domain/returns/rma.ts';
import { claimView, postageView } from './claim-views.ts';
import {
  courierCode,
  fileId,
  instant,
  moneyInput,
  moneyView,
  orderId,
  orderLineId,
  pageOf,
  pageQuery,
  refundId,
  rmaId,
  rmaLineId,
  shopId,
  text,
  waybill,
} from './common.ts';
import { differenceView } from './difference-view.ts';
import { disputeView } from './dispute-view.ts';
import { endpoint } from './endpoint.ts';
import { inKindView, workedOutAmount } from './explanation.ts';
import { lineFindings } from './inspection.ts';
import { agreedView, offerView, platformReason } from './offers.ts';
import { orderView } from './orders.ts';
import { parcelView } from './parcels.ts';
import { outboundView, pickupView } from './road-views.ts';

export const rejection = z.looseObject({ code: z.string() });

export const rmaLineView = z.object({
  id: rmaLineId,
  orderLineId,
  sku: z.string(),
  title: z.string(),
  goodsClass: z.string(),
  quantity: z.int(),
  reception: z.enum(['not_expected', 'awaiting', 'in_transit', 'received', 'missing']),
  inspection: z.enum(['not_needed', 'pending', 'graded']),
  disposition: z.enum(['undecided', 'none', ...ways]),
  settlement: z.enum(['not_due', 'due', 'pending', 'settled', 'failed']),
  ...lineFindings,
  /** What goes out to the buyer in place of money: another article, or his own when it is repaired. */
  replacement: z.enum(['none', 'due', 'shipped']),
  shipment: z.object({ courier: z.string(), waybill: z.string(), at: instant }).nullable(),
});

export const decisionView = z.object({
  policyVersion: z.int(),
  outcome: z.looseObject({ kind: z.enum(['approve', 'ask_evidence', 'refund_without_return', 'escalate']) }),
  ruleId: z.string(),
  facts: z.record(z.string(), z.unknown()),
  rows: z.array(
    z.object({
      ruleId: z.string(),
      label: z.object({ zh: z.string(), en: z.string() }),
      basis: z.string(),
      condition: z.string(),
      hit: z.boolean(),
      missing: z.array(z.string()).optional(),
    }),
  ),
  /** How long the rules took, in microseconds. Decisions of earlier versions do not say. */
  engineMicros: z.int().optional(),
});

export const timelineEntry = z.object({
  seq: z.int(),
  type: z.string(),
  at: instant,
  actor: z.object({ kind: z.string(), name: z.string() }),
  /** The event's own facts: amounts, line, waybill, reason. Filtered by audience. */
  data: z.record(z.string(), z.unknown()),
});

export const refundView = z.object({
  id: refundId,
  method: z.string(),
  amount: moneyView,
  state: z.enum(['requested', 'unknown', 'accepted', 'abnormal', 'succeeded', 'rejected']),
  gatewayReference: z.string().nullable(),
  cause: z.string().nullable(),
  retryable: z.boolean(),
  requestedAt: instant,
  settledAt: instant.nullable(),
  /** In the books of the shop that sold, where it keeps any and was paid elsewhere; null where that is no question. */
  shopBooks: z.object({ state: z.enum(['pending', 'written', 'refused', 'unknown']), message: z.string() }).nullable(),
});

const colleague = z.object({ id: z.string(), name: z.string() });

/** What granting needs, where the merchant's rules ask for more than anybody's yes, and who has given it. */
export const approvalView = z.object({
  amount: moneyView,
  level: z.int(),
  fourEyes: z.boolean(),
  given: z.array(z.object({ by: colleague, level: z.int(), amount: moneyView })),
});

/** A clock that runs for the return. `source` says who set it; `article` where it stands, in law or a platform's rules. */
export const clockView = z.object({
  kind: z.enum(clockKinds),
  of: z.enum(['seller', 'buyer']),
  source: z.enum(clockSources),
  article: z.string().nullable(),
  from: instant,
  at: instant,
  /** It has run out, and that is on record. */
  lapsed: z.boolean(),
});

export const abilityView = z.object({ command: z.string(), allowed: z.boolean(), because: rejection.optional() });

/** One return with everything its page shows. */
export const rmaView = z.object({
  id: rmaId,
  number: z.string(),
  version: z.int(),
  stage: z.enum(stages),
  resolution: z.enum(resolutions),
  reason: z.enum(reasons),
  /** What the platform's document says by now, where the return was granted for another reason. */
  reasonAtPlatform: z.enum(reasons).nullable(),
  review: z.enum(['pending', 'evidence_requested', 'escalated', 'approved', 'rejected', 'withdrawn']),
  channel: z.string(),
  shopName: z.string(),
  /** It answers a request at a platform: only there can its buyer change what he asks for. */
  fromPlatform: z.boolean(),
  /** `at_platform`: no program can say it to the platform; a person does it in the platform's own console. */
  channelPush: z.enum(['none', 'pending', 'done', 'failed', 'at_platform']),
  /** Where the platform's own staff stand; null: they have not stepped in. */
  intervention: z.enum(['open', 'decided']).nullable(),
  /** How far the platform's dispute has come, as far as anybody told. */
  dispute: disputeView.nullable(),
  openedAt: instant,
  /** The nearest of our own clocks. */
  due: z.object({ at: instant, source: z.enum(clockSources) }).nullable(),
  clocks: z.array(clockView),
  order: orderView,
  note: z.string(),
  evidence: z.array(fileId),
  lines: z.array(rmaLineView),
  parcels: z.array(parcelView),
  /** Couriers' visits at the buyer's door, the newest last. */
  pickups: z.array(pickupView),
  /** The parcels that the goods went out in, where they decide what is right. */
  outbound: z.array(outboundView),
  refunds: z.array(refundView),
  claims: z.array(claimView),
  postages: z.array(postageView),
  requested: moneyView.nullable(),
  /** What would go back now, line by line; null when it cannot be worked out, with the reason. */
  amount: workedOutAmount.nullable(),
  /** What the buyer gets back as a coupon or points; it is owed until somebody says that it is done. */
  inKind: z.array(inKindView),
  amountProblem: rejection.nullable(),
  decision: decisionView.nullable(),
  /** Who bears the way back, and by which article or rule; null where nobody has said so. */
  returnFreight: z.object({ payer: z.enum(['buyer', 'seller']), basis: z.string() }).nullable(),
  assignee: colleague.nullable(),
  /** Off: a person has taken it out of automation. */
  automation: z.enum(['on', 'off']),
  approval: approvalView.nullable(),
  /** Other sums that were offered, the newest last, and what came of them. */
  offers: z.array(offerView),
  agreed: agreedView.nullable(),
  buyerWroteAt: instant.nullable(),
  /** What the count found other than was agreed; an outcome of null waits for a person's word. */
  differences: z.array(differenceView),
  abilities: z.array(abilityView),
  timeline: z.array(timelineEntry),
});
export type RmaView = z.infer<typeof rmaView>;

export const rmaRow = z.object({
  id: rmaId,
  number: z.string(),
  orderExternalId: z.string(),
  channel: z.string(),
  shopName: z.string(),
  stage: z.enum(stages),
  review: z.string(),
  resolution: z.enum(resolutions),
  reason: z.enum(reasons),
  units: z.int(),
  firstTitle: z.string(),
  buyerNick: z.string(),
  amount: moneyView,
  openedAt: instant,
  dueAt: instant.nullable(),
  channelPush: z.string(),
  assignee: colleague.nullable(),
  automation: z.string(),
  intervention: z.enum(['open', 'decided']).nullable(),
  /** Since when the buyer waits for an answer; null where nobody does. */
  buyerWroteAt: instant.nullable(),
});
export type RmaRow = z.infer<typeof rmaRow>;

/** The filters of the work queue; all of them stand in the console's address too. */
export const rmaFilters = {
  lane: z
    .enum([...stages, 'due_soon', 'open', 'channel_problem', 'intervened', 'at_platform', 'buyer_wrote', 'difference'])
    .optional(),
  /** The beginning of a return number or order number, or a whole waybill. */
  q: z.string().trim().max(64).optional(),
  shopId: shopId.optional(),
  channel: z.string().max(20).optional(),
  reason: z.enum(reasons).optional(),
  resolution: z.enum(resolutions).optional(),
  /** `me`, `none`, or the id of a colleague. */
  assignee: z.string().max(64).optional(),
  openedFrom: instant.optional(),
  openedTo: instant.optional(),
};

const rmaParams = z.object({ rmaId });

export const listRmas = endpoint({
  method: 'GET',
  path: '/api/rmas',
  access: 'rma:read',
  tag: 'returns',
  summary: 'The work queue, filtered. Lanes with a deadline come in the order of it, others newest first.',
  query: z.object({ ...pageQuery, ...rmaFilters }),
  reply: pageOf(rmaRow),
});

/** Counting stops here: nobody acts on the exact number of so many. */
export const MOST_COUNTED = 5_000;

export const countLanes = endpoint({
  method: 'GET',
  path: '/api/rmas/lanes',
  access: 'rma:read',
  tag: 'returns',
  summary: `How many returns stand in each lane; ${MOST_COUNTED} means as many or more.`,
  reply: z.object({ lanes: z.record(z.string(), z.int()) }),
});

export const getRma = endpoint({
  method: 'GET',
  path: '/api/rmas/:rmaId',
  access: 'rma:read',
  tag: 'returns',
  summary: 'One return: lines, parcels, money, decision trace, timeline, and what the caller may do.',
  params: rmaParams,
  reply: rmaView,
});

export const openRma = endpoint({
  method: 'POST',
  path: '/api/rmas',
  access: 'rma:open',
  tag: 'returns',
  summary: 'Opens a return on an order; the policy decides at once. The same Idempotency-Key opens once.',
  body: z
    .strictObject({
      orderId,
      resolution: z.enum(resolutions),
      reason: z.enum(reasons),
      note: z.string().trim().max(2_000).default(''),
      lines: z
        .array(z.strictObject({ orderLineId, quantity: z.int().positive() }))
        .min(1)
        .max(500),
      evidence: z.array(fileId).max(9).default([]),
      /** How much is asked for: of price protection only, since all else follows from what was paid. */
      requested: moneyInput.optional(),
    })
    .refine(
      ({ resolution, requested }) => (resolutionFacts[resolution].amount === 'as_asked') === (requested !== undefined),
      {
        path: ['requested'],
        error: 'is needed for price_protection, and for nothing else',
      },
    ),
  reply: rmaView,
});

/** A command on one return that answers with the return as it then stands. */
export const act = <const Body extends z.ZodType>(
  name: string,
  access: (typeof permissions)[number],
  summary: string,
  body: Body,
) =>
  endpoint({
    method: 'POST',
    path: `/api/rmas/:rmaId/${name}`,
    access,
    tag: 'returns',
    summary,
    params: rmaParams,
    body,
    reply: rmaView,
    mayBeMinimal: true,
  });

export const nothing = z.strictObject({});

export const approveRma = act(
  'approve',
  'rma:review',
  'Grants the request. A refund without goods is ordered at once where the policy says so.',
  nothing,
);
export const rejectRma = act(
  'reject',
  'rma:review',
  'Refuses the request with a reason; a platform is told, with the reason chosen from its own list.',
  z.strictObject({
    reasonCode: text(64),
    note: text(500),
    platformReason: platformReason.optional(),
    proof: fileId.optional(),
  }),
);
export const requestEvidence = act(
  'request-evidence',
  'rma:review',
  'Asks the buyer for pictures.',
  z.strictObject({ note: text(500) }),
);
export const addEvidence = act(
  'evidence',
  'rma:open',
  'Adds pictures to the request.',
  z.strictObject({ files: z.array(fileId).min(1).max(9) }),
);
export const withdrawRma = act(
  'withdraw',
  'rma:open',
  'Ends the request on the wish of the buyer, before goods or money have moved.',
  z.strictObject({ cause: text(200) }),
);
export const announceParcel = act(
  'parcels',
  'parcel:write',
  'Names the parcel the goods come in. `instead`: the number that was named before and was wrong.',
  z.strictObject({ courier: courierCode, waybill, instead: waybill.optional() }),
);
export const requestRefund = act(
  'refund',
  'refund:request',
  'Orders the refund of all that is due, less agreed deductions.',
  z.strictObject({
    deductions: z.array(z.strictObject({ lineId: rmaLineId, amount: moneyInput, reason: text(200) })).default([]),
    /** By the rules nothing is left to pay: a person has seen it and ends it so. Nothing is ever charged. */
    acceptsNothing: z.boolean().default(false),
  }),
);

export const giveInKind = act(
  'give-in-kind',
  'refund:request',
  'Writes down that the buyer has his coupon or points back.',
  z.strictObject({ inKindId: text(20), reference: text(120) }),
);

export const retryRefund = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/refunds/:refundId/retry',
  access: 'refund:retry',
  tag: 'returns',
  summary: 'Sends a refused refund again: under its own number where the gateway allows it, else under a new one.',
  params: z.object({ rmaId, refundId }),
  body: nothing,
  reply: rmaView,
  mayBeMinimal: true,
});
