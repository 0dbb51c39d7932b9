import { z } from 'zod';
import { advanceMoments } from '../domain/policy/policy.ts';
import { advanceStates, chaseKinds } from '../domain/returns/advance.ts';
import { instant, moneyInput, moneyView, pageOf, pageQuery, rmaId, shopId, text } from './common.ts';
import { endpoint } from './endpoint.ts';

/** Null: it may be done. */
const because = z.looseObject({ code: z.string() }).nullable();

const exposureRow = z.object({
  rmaId,
  rmaNumber: z.string(),
  orderExternalId: z.string(),
  shopId,
  shopName: z.string(),
  state: z.enum(advanceStates),
  moment: z.enum(advanceMoments),
  amount: moneyView,
  /** Of goods that are not here. */
  open: moneyView,
  writtenOff: moneyView,
  advancedAt: instant,
  /** Days since, whole ones. */
  days: z.int(),
  stage: z.string(),
  closedAt: instant.nullable(),
  chases: z.int(),
  lastChase: z.object({ kind: z.enum(chaseKinds), note: z.string(), at: instant }).nullable(),
  writtenOffBecause: z.string().nullable(),
  can: z.object({ chase: because, writeOff: because }),
});
export type ExposureRow = z.infer<typeof exposureRow>;

export const listExposure = endpoint({
  method: 'GET',
  path: '/api/exposure',
  access: 'refund:read',
  tag: 'money',
  summary: 'Refunds that were paid before their goods came, by state, the longest out first.',
  query: z.object({
    ...pageQuery,
    state: z.enum(advanceStates).default('open'),
    /** At least so many days ago. */
    minDays: z.coerce.number().int().min(0).max(3_650).optional(),
    shopId: shopId.optional(),
    q: z.string().trim().max(80).optional(),
  }),
  reply: pageOf(exposureRow),
});

/** Null: nothing is paid ahead. */
const limits = z.object({ perBuyer: moneyView, perShop: moneyView, perDay: moneyView }).nullable();

/** The youngest comes first; each goes up to where the next begins. */
export const ageSteps = [0, 8, 15, 31] as const;

export const sumExposure = endpoint({
  method: 'GET',
  path: '/api/exposure/sums',
  access: 'refund:read',
  tag: 'money',
  summary:
    'What is out before its goods are back: by age in days and by shop, with what was paid ahead today and the limits.',
  query: z.object({}),
  reply: z.object({
    limits,
    today: moneyView,
    ages: z.array(z.object({ fromDays: z.int(), count: z.int(), open: moneyView })),
    shops: z.array(z.object({ shopId, shopName: z.string(), count: z.int(), open: moneyView })),
  }),
});

export const setAdvanceLimits = endpoint({
  method: 'PUT',
  path: '/api/exposure/limits',
  access: 'advance:manage',
  tag: 'money',
  summary:
    'Sets how much may be out before goods are back, with one buyer, in one shop, and new on one day; null ends it.',
  body: z.strictObject({
    limits: z
      .strictObject({ perBuyer: moneyInput, perShop: moneyInput, perDay: moneyInput })
      .refine(
        ({ perBuyer, perShop, perDay }) =>
          BigInt(perBuyer.minor) > 0n &&
          [perShop, perDay].every(
            ({ minor, currency }) => currency === perBuyer.currency && BigInt(minor) >= BigInt(perBuyer.minor),
          ),
        {
          message: 'the limits of a shop and of a day are in the currency of a buyer’s and no smaller',
          path: ['perBuyer'],
        },
      )
      .nullable(),
  }),
  reply: z.object({ limits }),
});

export const listAdvanceLimits = endpoint({
  method: 'GET',
  path: '/api/exposure/limits',
  access: 'refund:read',
  tag: 'money',
  summary: 'The limits of paying ahead of goods as they were set: the newest first, by whom and when. Null: none.',
  query: z.object({}),
  reply: z.object({ rows: z.array(z.object({ seq: z.int(), limits, by: z.string(), at: instant })) }),
});

const done = z.object({ ok: z.literal(true) });

export const chaseGoods = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/advance/chase',
  access: 'advance:chase',
  tag: 'money',
  summary: 'Notes what was done to get the goods of a refund that was paid ahead.',
  params: z.object({ rmaId }),
  body: z.strictObject({ kind: z.enum(chaseKinds), note: text(300) }),
  reply: done,
});

export const writeOffAdvance = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/advance/write-off',
  access: 'advance:write_off',
  tag: 'money',
  summary:
    'Gives up goods that were paid for: their cost is booked as a loss. Should they come after all, that is taken back.',
  params: z.object({ rmaId }),
  body: z.strictObject({ because: text(300) }),
  reply: done,
});
