import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { present } from '../../src/domain/assert.ts';
import { legalTestsFor } from '../../src/domain/inspection/legal-tests.ts';
import { parseDecimal } from '../../src/domain/money.ts';
import type { Order } from '../../src/domain/orders/order.ts';
import { clockEnds, clockIds, clockRules } from '../../src/domain/policy/clocks.ts';
import { defaultPolicy } from '../../src/domain/policy/default-policy.ts';
import { freightFor } from '../../src/domain/policy/freight-matrix.ts';
import { reasons, resolutions } from '../../src/domain/policy/reasons.ts';
import { returnWindowClosesAt } from '../../src/domain/policy/return-window.ts';
import { decideOpen } from '../../src/domain/returns/decide.ts';
import {
  addDays,
  fromMs,
  fromWallClock,
  type Instant,
  parseLocalDate,
  startOfDay,
  toMs,
} from '../../src/domain/time.ts';
import { packageRoot } from '../../src/server/package-root.ts';
import { aContext, anOrder, anOrderLine, aRequest, eventIn, fen, yuan } from '../support/builders.ts';

// Cases with the answer that the text of the law or the platform's rule gives, one a line, each with its article. They were
// written from the texts and not from what the program answers: a case that fails is a question about the program first.
// All times are wall-clock times in Shanghai.
const ZONE = 'Asia/Shanghai';
const wallClock = z.string().transform((text): Instant => fromWallClock(text, ZONE));
const yuanText = z.string().transform((text) => present(parseDecimal(text, 'CNY'), `the amount ${text}`));

function casesIn<Schema extends z.ZodType>(name: string, schema: Schema): [string, string, z.output<Schema>][] {
  const lines = readFileSync(join(packageRoot, 'test/golden', `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  const common = z.looseObject({ id: z.string(), article: z.string(), case: z.string().optional() });
  return lines.map((line) => {
    const row: unknown = JSON.parse(line);
    const { id, article, case: what = '' } = common.parse(row);
    return [id, `${article} ${what}`, schema.parse(row)];
  });
}

const given = z.strictObject({
  delivered: wallClock.nullable(),
  asked: wallClock,
  shipped: wallClock.nullable().optional(),
  reason: z.enum(reasons).default('no_reason'),
  resolution: z.enum(resolutions).default('return_and_refund'),
  exclusion: z
    .enum(['custom_made', 'fresh', 'unsealed_media', 'newspaper', 'opening_spoils', 'use_devalues', 'disclosed_flaw'])
    .nullable()
    .default(null),
  confirmed: z.boolean().default(false),
  goodsClass: z.enum(['food_cosmetic_medical', 'electronics', 'textile_home', 'general']).default('general'),
  photos: z.int().default(0),
  paid: yuanText.default(yuan(199)),
  freight: yuanText.default(fen(0)),
  platform: z.boolean().default(false),
  business: z.boolean().default(false),
  windowDays: z.int().default(7),
});
type Given = z.output<typeof given>;

const decisionCase = z.strictObject({
  id: z.string(),
  article: z.string(),
  case: z.string(),
  given,
  /** `approve`, with the code of its ground; `ask_evidence`; `person`, with what is suggested or why no rule answered. */
  expect: z.string(),
  level: z.int().default(1),
  freight: z.enum(['buyer', 'seller']).optional(),
});

const TWO_DAYS_MS = 2 * 86_400_000;

function orderOf(it: Given): Order {
  const shippedAt = it.shipped === undefined ? fromMs(toMs(it.delivered ?? it.asked) - TWO_DAYS_MS) : it.shipped;
  const boughtAt = fromMs(toMs(shippedAt ?? it.asked) - TWO_DAYS_MS);
  return anOrder({
    placedAt: boughtAt,
    paidAt: boughtAt,
    shippedAt,
    deliveredAt: it.delivered,
    businessPurchase: it.business,
    lines: [
      anOrderLine({
        paid: it.paid,
        freight: it.freight,
        goodsClass: it.goodsClass,
        exclusion: it.exclusion,
        exclusionConfirmed: it.confirmed,
      }),
    ],
  });
}

test.each(casesIn('decisions', decisionCase))('%s: %s', (_, __, { article, given: it, expect: wanted, ...more }) => {
  const policy = { ...defaultPolicy(1, yuan(500), ZONE), windowDays: it.windowDays };
  const request = aRequest({
    reason: it.reason,
    resolution: it.resolution,
    evidence: Array.from({ length: it.photos }, (_, i) => `fil_${i}` as const),
    channelRef: it.platform ? { externalId: 'D', version: 1 } : null,
    requested: it.resolution === 'price_protection' ? yuan(20) : null,
  });
  const decided = decideOpen(request, aContext({ now: it.asked, order: orderOf(it), policy }));
  const { decision } = eventIn(decided, 'policy_applied');
  const { outcome, ruleId } = decision;
  const answer = [
    outcome.kind === 'escalate' ? 'person' : outcome.kind,
    ...(outcome.kind === 'approve' && outcome.code ? [outcome.code] : []),
    ...(outcome.kind === 'escalate' && outcome.suggestRejection ? [outcome.suggestRejection.reasonCode] : []),
    ...(ruleId === 'missing_fact' ? ['missing'] : ruleId === 'no_rule' ? ['no_rule'] : []),
  ].join(' ');
  expect(answer).toBe(wanted);
  if (outcome.kind === 'escalate') expect(outcome.level).toBe(more.level);
  if (more.freight) expect(eventIn(decided, 'rma_approved').terms?.returnFreight).toBe(more.freight);
  // The row that decided rests on the article of the case; what no row decides rests on none.
  const row = policy.rows.find(({ id }) => id === ruleId);
  expect(row?.basis ?? 'R-4').toContain(article);
});

const day = z.string().transform((text) => present(parseLocalDate(text), `the day ${text}`));
const windowCase = z.object({ signed: wallClock, lastDay: day });

test.each(casesIn('windows', windowCase))('%s: %s', (_, __, { signed, lastDay }) => {
  const { holidays, windowDays, timeZone } = defaultPolicy(1, yuan(500), ZONE);
  expect(returnWindowClosesAt(signed, { holidays, windowDays, timeZone })).toBe(startOfDay(addDays(lastDay, 1), ZONE));
});

const clockCase = z.object({ article: z.string(), clock: z.enum(clockIds), from: wallClock, ends: wallClock });

test.each(casesIn('clocks', clockCase))('%s: %s', (_, __, { article, clock, from, ends }) => {
  expect(clockEnds(clock, from, ZONE)).toBe(ends);
  expect(clockRules[clock].article).toBe(article);
});

test('every clock has a case', () => {
  const seen = new Set(casesIn('clocks', clockCase).map(([, , { clock }]) => clock));
  expect(clockIds.filter((id) => !seen.has(id))).toEqual([]);
});

const payer = z.enum(['buyer', 'seller']).nullable();
const freightCase = z.object({
  article: z.string(),
  given: z.strictObject({
    fault: z.enum(['buyer', 'seller', 'unclear']),
    isExchange: z.boolean(),
    isFreeShipping: z.boolean(),
    isWholeOrder: z.boolean(),
    breaksFreeShipping: z.boolean().nullable(),
    isAgreedInSilence: z.boolean(),
    addressDiffers: z.boolean(),
    isCollectUnasked: z.boolean(),
  }),
  outbound: payer,
  back: payer,
  difference: payer,
});

test.each(casesIn('freight', freightCase))('%s: %s', (_, __, { article, given: it, ...wanted }) => {
  const { outbound, back, difference, article: basis } = freightFor(it);
  expect({ outbound, back, difference }).toEqual(wanted);
  expect(basis).toContain(article);
});

const intactCase = z.object({ goodsClass: z.string(), finding: z.string(), intact: z.boolean() });

test.each(casesIn('intact', intactCase))('%s: %s', (_, __, { goodsClass, finding, intact }) => {
  const { tests } = legalTestsFor(goodsClass);
  expect(tests.some((test) => test === finding)).toBe(!intact);
});

test('the cases are many, and no two have one name', () => {
  const names = ['decisions', 'windows', 'clocks', 'freight', 'intact'].flatMap((name) =>
    casesIn(name, z.unknown()).map(([id]) => `${name}/${id}`),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(400);
});
