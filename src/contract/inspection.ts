import { z } from 'zod';
import { checkKinds, goodsClasses, grades, ways } from '../domain/inspection/inspection-book.ts';
import {
  fileId,
  instant,
  localDate,
  moneyInput,
  moneyView,
  pageOf,
  pageQuery,
  rmaId,
  rmaLineId,
  text,
} from './common.ts';
import { endpoint } from './endpoint.ts';

const named = z.strictObject({ zh: text(60), en: text(60) });
const code = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/);
const share = z.int().min(0).max(10_000);
const goodsClass = z.enum(goodsClasses);
const grade = z.enum(grades);
const scope = { goodsClass: goodsClass.optional(), skuPrefix: text(64).optional() };

const ownCheck = z.strictObject({
  code,
  kind: z.enum(checkKinds),
  name: named,
  required: z.boolean(),
  photoOnFail: z.boolean(),
  cap: grade.optional(),
  consequence: text(200).optional(),
});

const template = z.strictObject({
  id: code,
  goodsClass,
  skuPrefix: text(64).optional(),
  checks: z.array(ownCheck).max(20),
  serials: z.enum(['no', 'ask', 'required']),
  minShelfDays: z.int().min(1).max(3_650).optional(),
});

/** Money stands as digits, in the merchant's currency. */
export const bookContent = z.strictObject({
  templates: z.array(template).min(1).max(100),
  grades: z
    .array(z.strictObject({ code, base: grade, zh: text(20), en: text(40) }))
    .min(3)
    .max(12),
  rules: z
    .array(
      z.strictObject({
        id: code,
        name: named,
        ...scope,
        grades: z.array(grade).min(1).max(3).optional(),
        failed: z.enum(['any', 'none']).optional(),
        failedTests: z.array(text(64)).min(1).max(10).optional(),
        priceFrom: moneyInput.optional(),
        priceBelow: moneyInput.optional(),
        way: z.enum(ways),
      }),
    )
    .max(100),
  values: z
    .array(
      z.strictObject({
        way: z.enum(ways).exclude(['quarantine']),
        ...scope,
        of: z.enum(['price', 'cost']),
        shares: z.strictObject({ new: share, minor_flaw: share, damaged: share }),
        decayPerDay: share,
        labour: moneyInput,
        repair: moneyInput,
        freight: moneyInput,
        holdingPerDay: moneyInput,
        holdingDays: z.int().min(0).max(3_650),
      }),
    )
    .max(200),
  secondLooks: z.strictObject({
    share,
    newBelow: z.int().min(0).max(100_000),
    newShare: share,
    byClass: z.array(z.strictObject({ goodsClass, share })).max(4),
  }),
  scrapApprovalAbove: moneyInput.nullable(),
});
export type BookContent = z.infer<typeof bookContent>;

export const bookView = z.object({
  /** 0: as shipped, nothing was published yet. */
  version: z.int(),
  publishedAt: instant.nullable(),
  publishedBy: z.string(),
  currency: z.string(),
  content: bookContent,
});
export type BookView = z.infer<typeof bookView>;

export const getBook = endpoint({
  method: 'GET',
  path: '/api/inspection/book',
  access: 'rma:read',
  tag: 'inspection',
  summary: 'How this merchant inspects and puts away: templates, grades, rules, values, second looks.',
  query: z.object({ version: z.coerce.number().int().min(0).optional() }),
  reply: bookView,
});

export const publishBook = endpoint({
  method: 'PUT',
  path: '/api/inspection/book',
  access: 'inspection:manage',
  tag: 'inspection',
  summary:
    'Publishes a new version of it. `version` is the one that was changed: what others published meanwhile is told.',
  body: z.strictObject({ version: z.int().min(0), content: bookContent }),
  reply: bookView,
});

export const bookHistory = endpoint({
  method: 'GET',
  path: '/api/inspection/book/versions',
  access: 'rma:read',
  tag: 'inspection',
  summary: 'Its versions, newest first.',
  query: z.object(pageQuery),
  reply: pageOf(z.object({ version: z.int(), publishedAt: instant, publishedBy: z.string() })),
});

const checkView = z.object({
  code: z.string(),
  kind: z.enum(['legal', ...checkKinds]),
  /** Null for the law's tests: their words come from their code. */
  name: z.object({ zh: z.string(), en: z.string() }).nullable(),
  required: z.boolean(),
  photoOnFail: z.boolean(),
  cap: grade.nullable(),
  consequence: z.string().nullable(),
});
export type CheckView = z.infer<typeof checkView>;

const gradeView = z.object({ code: z.string(), base: grade, zh: z.string(), en: z.string() });

const wayView = z.object({
  way: z.enum(ways),
  /** Why these goods may not go this way; null where they may. */
  because: z.looseObject({ code: z.string() }).nullable(),
  /** What it brings and costs, of all units; null where nobody has said what it is worth. */
  value: z
    .object({
      share: z.int(),
      of: z.enum(['price', 'cost']),
      proceeds: moneyView,
      labour: moneyView,
      repair: moneyView,
      freight: moneyView,
      holding: moneyView,
      net: moneyView,
    })
    .nullable(),
});
export type WayView = z.infer<typeof wayView>;

export const lineDesk = endpoint({
  method: 'GET',
  path: '/api/rmas/:rmaId/lines/:lineId/desk',
  access: 'rma:read',
  tag: 'inspection',
  summary: 'What the desk asks about the goods of a line, and what each way for them is worth.',
  params: z.object({ rmaId, lineId: rmaLineId }),
  query: z.object({ quantity: z.coerce.number().int().min(1).max(1_000_000).optional() }),
  reply: z.object({
    bookVersion: z.int(),
    templateId: z.string().nullable(),
    checks: z.array(checkView),
    grades: z.array(gradeView),
    serials: z.enum(['no', 'ask', 'required']),
    /** How many numbers were sold with it; which ones is not told, so that they are read off the goods. */
    serialsKnown: z.int(),
    minShelfDays: z.int().nullable(),
    ageDays: z.int(),
    /** Empty until the goods are graded, or while a verdict is not to be known. */
    ways: z.array(wayView),
    suggested: z
      .object({
        way: z.enum(ways),
        by: z.enum(['rule', 'value']),
        rule: z.object({ zh: z.string(), en: z.string() }).nullable(),
      })
      .nullable(),
  }),
});

const verdictView = z.object({
  by: z.string(),
  grade: z.string(),
  failedTests: z.array(z.string()),
  /** Codes of the merchant's own checks; the desk of the line has their names. */
  failedChecks: z.array(z.string()),
});

const taskView = z.object({
  kind: z.enum(['second_look', 'verdict', 'scrap_approval']),
  rmaId,
  number: z.string(),
  lineId: rmaLineId,
  sku: z.string(),
  title: z.string(),
  goodsClass: z.string(),
  quantity: z.int(),
  shopName: z.string(),
  receivedAt: instant.nullable(),
  /** It waits for somebody else than the one who asks. */
  notMine: z.boolean(),
  /** What the goods cost; of scrap approvals. */
  cost: moneyView.nullable(),
  askedBy: z.string().nullable(),
  /** Both verdicts, where they differ; null while the second is to be blind. */
  first: verdictView.nullable(),
  second: verdictView.nullable(),
});
export type TaskView = z.infer<typeof taskView>;

export const taskKinds = ['second_look', 'verdict', 'scrap_approval'] as const;

export const listTasks = endpoint({
  method: 'GET',
  path: '/api/inspection/tasks',
  access: 'rma:read',
  tag: 'inspection',
  summary: 'Goods that wait for somebody: a second look, a word where two verdicts differ, or a yes to scrapping.',
  query: z.object({ ...pageQuery, kind: z.enum(taskKinds) }),
  reply: pageOf(taskView),
});

export const countTasks = endpoint({
  method: 'GET',
  path: '/api/inspection/tasks/count',
  access: 'rma:read',
  tag: 'inspection',
  summary: 'How many wait for each.',
  reply: z.object({ second_look: z.int(), verdict: z.int(), scrap_approval: z.int() }),
});

const agreementRow = z.object({
  key: z.string(),
  name: z.string(),
  n: z.int(),
  observed: z.number(),
  expected: z.number(),
  /** Null where chance alone would make them agree on everything. */
  kappa: z.number().nullable(),
});
export type AgreementRow = z.infer<typeof agreementRow>;

export const agreement = endpoint({
  method: 'GET',
  path: '/api/inspection/agreement',
  access: 'report:read',
  tag: 'inspection',
  summary:
    "How far inspectors agree beyond chance: Cohen's kappa of the blind second looks, for each person and article.",
  query: z.object({ from: localDate.optional(), to: localDate.optional() }),
  reply: z.object({
    whole: agreementRow.nullable(),
    inspectors: z.array(agreementRow),
    /** The articles that were looked at twice most often. */
    skus: z.array(agreementRow),
  }),
});

/** What is told of goods beside grade and failed tests. */
export const findings = {
  /** Every check of the template with its answer. Left out: only the law's tests are answered, by `failedTests`. */
  checks: z
    .array(
      z.strictObject({
        check: text(64),
        outcome: z.enum(['passed', 'failed', 'not_applicable']),
        photos: z.array(fileId).max(9).default([]),
      }),
    )
    .max(30)
    .optional(),
  /** A grade of the merchant's own scale that stands for `grade`. */
  gradeCode: text(40).optional(),
  serials: z.array(text(64)).max(200).optional(),
  batch: text(40).optional(),
  expiry: localDate.optional(),
};

/** What is known of the goods of a line. */
export const lineFindings = {
  /** Null too while it is not to be known: somebody else is to look again without knowing it. */
  grade: grade.nullable(),
  /** On the merchant's own scale, where it was graded by that. */
  gradeName: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
  failedTests: z.array(z.string()),
  /** Checks of the merchant's own that failed. */
  failedChecks: z.array(z.string()),
  serials: z.array(z.string()),
  /** Numbers among them that were not sold with this line. */
  foreignSerials: z.array(z.string()),
  batch: z.string().nullable(),
  expiry: z.string().nullable(),
  /** What the goods wait for before anybody may put them away. */
  waitsFor: z.enum(['second_look', 'verdict', 'scrap_approval']).nullable(),
};
