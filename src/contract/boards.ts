import { z } from 'zod';
import { spanCodes } from '../domain/metrics/return-spans.ts';
import { reasons } from '../domain/policy/reasons.ts';
import { instant, localDate, pageOf, pageQuery, rmaId, shopId } from './common.ts';
import { endpoint } from './endpoint.ts';

export const boardCategories = ['food_cosmetic_medical', 'electronics', 'textile_home', 'general'] as const;

/** What a board looks at: all of it stands in the address. Both days are within the period. */
const filters = {
  from: localDate,
  to: localDate,
  shopId: shopId.optional(),
  channel: z.string().max(20).optional(),
  category: z.enum(boardCategories).optional(),
};
const query = z.object({
  ...filters,
  /** The period just before, of the same length, or the same days of last year. */
  compare: z.enum(['none', 'before', 'year']).default('before'),
});
export type BoardQuery = z.output<typeof query>;

const digits = z.string().regex(/^-?\d+$/);

/** `value` is a share, a count or minor units, by the metric's unit. The interval is of 95 %, for shares of cases. */
const figure = z.object({
  value: z.number().nullable(),
  numerator: digits,
  denominator: digits.nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type BoardFigure = z.infer<typeof figure>;
const pair = z.object({ now: figure, before: figure.nullable() });
const span = z.object({ from: localDate, to: localDate });

const shared = { method: 'GET', access: 'report:read', tag: 'reports', query } as const;

export const boardFigures = endpoint({
  ...shared,
  path: '/api/boards/figures',
  summary:
    'The main figures of a period and of the one it is compared with; their definitions stand in the metric catalogue.',
  reply: z.object({
    period: span,
    before: span.nullable(),
    currency: z.string(),
    /** Orders from this day on are too young for their return rate to be final. */
    immatureFrom: localDate,
    /** False while many changes are still to be counted, as after an import. */
    upToDate: z.boolean(),
    figures: z.record(z.string(), pair),
  }),
});

const soldFigures = {
  orders: z.int(),
  returnedOrders: z.int(),
  units: z.int(),
  returnedUnits: z.int(),
  paidMinor: digits,
  returnedMinor: digits,
};

export const boardTrend = endpoint({
  ...shared,
  path: '/api/boards/trend',
  summary:
    'Return rates by orders, units and value over the days on which orders were placed: by day, from 63 days on by week, from 400 by month.',
  reply: z.object({
    step: z.enum(['day', 'week', 'month']),
    points: z.array(z.object({ from: localDate, immature: z.boolean(), ...soldFigures })),
    before: z.array(z.object({ from: localDate, immature: z.boolean(), ...soldFigures })),
  }),
});

export const boardCategoriesTile = endpoint({
  ...shared,
  path: '/api/boards/categories',
  summary: 'Categories by value returned, with their share of quality reasons.',
  reply: z.object({
    rows: z.array(z.object({ category: z.string(), ...soldFigures, opened: z.int(), quality: z.int() })),
  }),
});

export const boardArticles = endpoint({
  ...shared,
  path: '/api/boards/articles',
  summary: 'The articles of which most units came back, with rate, money and share of quality reasons.',
  reply: z.object({
    rows: z.array(
      z.object({
        sku: z.string(),
        title: z.string(),
        category: z.string(),
        ...soldFigures,
        /** Lines of returns that were requested in the period, and those of them for a reason of quality. */
        lines: z.int(),
        quality: z.int(),
      }),
    ),
  }),
});

export const boardReasons = endpoint({
  ...shared,
  path: '/api/boards/reasons',
  summary: 'Why returns were requested: reasons below whose fault they say it is.',
  reply: z.object({
    total: z.int(),
    groups: z.array(
      z.object({
        fault: z.enum(['buyer', 'seller', 'unclear']),
        count: z.int(),
        reasons: z.array(
          z.object({
            reason: z.string(),
            count: z.int(),
            before: z.int().nullable(),
            units: z.int(),
            paidMinor: digits,
          }),
        ),
      }),
    ),
  }),
});

const spanFigures = z.object({
  ended: z.int(),
  open: z.int(),
  p50: z.int().nullable(),
  p90: z.int().nullable(),
  p95: z.int().nullable(),
  withinTarget: z.number().nullable(),
});

export const boardSpans = endpoint({
  ...shared,
  path: '/api/boards/spans',
  summary:
    'How long each step takes, in minutes, for returns requested in the period. Cases that still wait are censored.',
  reply: z.object({
    spans: z.array(
      z.object({
        code: z.enum(spanCodes),
        targetMinutes: z.int().nullable(),
        now: spanFigures,
        before: spanFigures.nullable(),
      }),
    ),
  }),
});

export const boardLapses = endpoint({
  ...shared,
  path: '/api/boards/lapses',
  summary: 'The merchant’s deadlines that ran out in the period, by clock.',
  reply: z.object({ rows: z.array(z.object({ kind: z.string(), count: z.int(), before: z.int().nullable() })) }),
});

export const boardRecovery = endpoint({
  ...shared,
  path: '/api/boards/recovery',
  summary: 'What became of the goods: their book value afterwards beside what was paid for them.',
  reply: z.object({
    rows: z.array(
      z.object({ disposition: z.string(), lines: z.int(), units: z.int(), valueMinor: digits, paidMinor: digits }),
    ),
  }),
});

export const boardChannels = endpoint({
  ...shared,
  path: '/api/boards/channels',
  summary: 'Channels and their shops side by side.',
  reply: z.object({
    rows: z.array(
      z.object({ channel: z.string(), shopId, shopName: z.string(), ...soldFigures, opened: z.int(), lapsed: z.int() }),
    ),
  }),
});

export const boardCases = endpoint({
  method: 'GET',
  path: '/api/boards/cases',
  access: 'report:read',
  tag: 'reports',
  summary: 'The returns behind a figure, newest first: of the period’s requests, those that the other filters leave.',
  query: z.object({
    ...pageQuery,
    ...filters,
    sku: z.string().max(64).optional(),
    reason: z.enum(reasons).optional(),
    disposition: z.string().max(20).optional(),
    /** Those that have begun a step; `slow`: took or have waited longer than its target. */
    span: z.enum(spanCodes).optional(),
    slow: z.enum(['yes']).optional(),
    /** A clock of ours that ran out; `any`: of whatever kind. */
    lapsed: z.string().max(30).optional(),
  }),
  reply: pageOf(
    z.object({
      id: rmaId,
      number: z.string(),
      shopName: z.string(),
      reason: z.string(),
      resolution: z.string(),
      skus: z.array(z.string()),
      units: z.int(),
      paidMinor: digits,
      refundedMinor: digits,
      openedAt: instant,
      overAt: instant.nullable(),
      /** Of the step that was asked for, in minutes. */
      minutes: z.int().nullable(),
      ended: z.boolean().nullable(),
    }),
  ),
});
