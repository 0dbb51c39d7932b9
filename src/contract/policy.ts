import { z } from 'zod';
import { reasons, resolutions } from '../domain/policy/reasons.ts';
import { instant, moneyView, pageOf, pageQuery, rmaId, shopId, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { policyContent } from './policy-content.ts';
import { by, draftId, trialId, trialView } from './policy-trial.ts';

/*
 * Refusals of this file, beside those of HTTP. Each is a 409 with its facts in `rejection`:
 * release_changed { release }        another release is in force than the one that was `seen`
 * no_roll_out                        nothing to widen, finish or stop
 * version_in_force { version }       the roll-back leads to where one is
 * approvals_change { permission }    another may say who grants how much (member:manage); a draft may propose it
 * draft_changed { revision }         somebody has saved the draft since
 * draft_published { version }        it is a version now; a new draft can be made from it
 * policy_invalid { errors }          as in the verdict
 * too_many_drafts { most }
 * shadow_running                     the draft runs beside the live rules already
 * period_empty                       `from` is not before `to`, or lies in the future
 * Not found (404): draft_not_found, trial_not_found, policy_version_not_found { version }, shop_not_found { shopId }
 */

const position = z.object({ start: z.int(), end: z.int(), line: z.int(), column: z.int() });

/**
 * What is wrong (publishing is refused) and what may not be meant. `row`, `rule` (of `approvals`) and `index` (of
 * `autoActions`) count from 0; `clock` is one of `clockHours`; `position` is within a row's condition.
 */
export const policyVerdict = z.object({
  errors: z.array(
    z.looseObject({
      code: z.string(),
      row: z.int().optional(),
      ruleId: z.string().optional(),
      field: z.string().optional(),
      rule: z.int().optional(),
      index: z.int().optional(),
      clock: z.string().optional(),
      message: z.string().optional(),
      position: position.optional(),
      article: z.string().optional(),
    }),
  ),
  warnings: z.array(z.looseObject({ code: z.string(), row: z.int().optional() })),
});

/**
 * Which version decides a new return. Without `rollOut` it is `version`; with it, `candidate` decides in the named shops
 * (all where null) for the given share of orders, drawn by order so that one order always meets the same version.
 */
export const releaseView = z.object({
  seq: z.int(),
  action: z.enum(['publish', 'roll_out', 'finish', 'stop', 'roll_back']),
  version: z.int(),
  rollOut: z
    .object({ candidate: z.int(), shopIds: z.array(shopId).nullable(), sharePercent: z.int().min(1).max(100) })
    .nullable(),
  note: z.string(),
  by,
  at: instant,
});

export const currentPolicy = endpoint({
  method: 'GET',
  path: '/api/policy',
  access: 'policy:read',
  tag: 'policy',
  summary: 'The live rules in the order they are asked, how often each decided in 30 days, and the roll-out under way.',
  reply: z.object({
    version: z.int(),
    publishedAt: instant,
    publishedBy: by,
    content: policyContent,
    /** By rule id; rules that never decided are absent. */
    hits30Days: z.record(z.string(), z.int()),
    release: releaseView,
  }),
});

export const policyVersion = endpoint({
  method: 'GET',
  path: '/api/policy/versions/:version',
  access: 'policy:read',
  tag: 'policy',
  summary: 'One published rule set, as it was and stays.',
  params: z.object({ version: z.coerce.number().int().positive() }),
  reply: z.object({
    version: z.int(),
    publishedAt: instant,
    publishedBy: by,
    note: z.string(),
    content: policyContent,
  }),
});

export const listPolicyVersions = endpoint({
  method: 'GET',
  path: '/api/policy/versions',
  access: 'policy:read',
  tag: 'policy',
  summary: 'Published rule sets, newest first, with what each decided.',
  query: z.object(pageQuery),
  reply: pageOf(
    z.object({
      version: z.int(),
      publishedAt: instant,
      publishedBy: by,
      note: z.string(),
      rows: z.int(),
      /** Returns of the last 30 days that were opened under it. */
      returns30Days: z.int(),
      state: z.enum(['live', 'candidate', 'past']),
    }),
  ),
});

export const listReleases = endpoint({
  method: 'GET',
  path: '/api/policy/releases',
  access: 'policy:read',
  tag: 'policy',
  summary: 'Who let which rules decide, when and why, newest first.',
  query: z.object(pageQuery),
  reply: pageOf(releaseView),
});

const rollOut = z.strictObject({
  shopIds: z.array(shopId).min(1).max(200).nullable(),
  sharePercent: z.int().min(1).max(100),
});

export const changeRelease = endpoint({
  method: 'POST',
  path: '/api/policy/releases',
  access: 'policy:publish',
  tag: 'policy',
  summary:
    'Widens or narrows a roll-out, finishes it (the candidate decides everything), stops it, or rolls back to an earlier version. ' +
    'New returns meet it at once; those already open keep the version that they were opened under.',
  body: z.strictObject({
    /** The release that the caller saw; another in force by now is a conflict. */
    seen: z.int(),
    note: z.string().trim().max(500).default(''),
    change: z.discriminatedUnion('action', [
      z.strictObject({ action: z.literal('roll_out'), rollOut }),
      z.strictObject({ action: z.literal('finish') }),
      z.strictObject({ action: z.literal('stop') }),
      z.strictObject({ action: z.literal('roll_back'), version: z.int().positive() }),
    ]),
  }),
  reply: releaseView,
});

const draftParams = z.object({ draftId });
const draftHead = {
  id: draftId,
  name: z.string(),
  /** The version that it was made from. */
  basedOn: z.int(),
  /** Grows with every save: a save names the one it read, so that two editors do not overwrite each other. */
  revision: z.int(),
  changedAt: instant,
  changedBy: by,
  /** Runs beside the live rules on new cases since then, as it was then: later saves do not change a shadow. */
  shadowSince: instant.nullable(),
};
const draftView = z.object({ ...draftHead, content: policyContent, verdict: policyVerdict });

export const listDrafts = endpoint({
  method: 'GET',
  path: '/api/policy/drafts',
  access: 'policy:read',
  tag: 'policy',
  summary: 'Rule sets that are being worked on, last changed first.',
  reply: z.object({ drafts: z.array(z.object({ ...draftHead, errors: z.int(), rows: z.int() })) }),
});

export const getDraft = endpoint({
  method: 'GET',
  path: '/api/policy/drafts/:draftId',
  access: 'policy:read',
  tag: 'policy',
  summary: 'One draft, with what is wrong in it.',
  params: draftParams,
  reply: draftView,
});

export const createDraft = endpoint({
  method: 'POST',
  path: '/api/policy/drafts',
  access: 'policy:edit',
  tag: 'policy',
  summary: 'Begins a draft from a published version, the live one where none is named, or from the default rules.',
  body: z.strictObject({
    name: text(60),
    from: z.union([z.int().positive(), z.enum(['live', 'default'])]).default('live'),
  }),
  reply: draftView,
});

export const saveDraft = endpoint({
  method: 'PUT',
  path: '/api/policy/drafts/:draftId',
  access: 'policy:edit',
  tag: 'policy',
  summary: 'Saves a draft, with mistakes and all; the answer names each at its place.',
  params: draftParams,
  body: z.strictObject({ revision: z.int(), name: text(60), content: policyContent }),
  reply: draftView,
});

export const deleteDraft = endpoint({
  method: 'DELETE',
  path: '/api/policy/drafts/:draftId',
  access: 'policy:edit',
  tag: 'policy',
  summary: 'Throws a draft away, with its trials.',
  params: draftParams,
  reply: z.object({}),
});

export const publishDraft = endpoint({
  method: 'POST',
  path: '/api/policy/drafts/:draftId/publish',
  access: 'policy:publish',
  tag: 'policy',
  summary: 'Makes a version of a draft: live at once, or as a candidate for some shops or a share of orders.',
  params: draftParams,
  body: z.strictObject({
    revision: z.int(),
    seen: z.int(),
    note: z.string().trim().max(500).default(''),
    rollOut: rollOut.nullable().default(null),
  }),
  reply: releaseView,
});

/** A case as the rules see it, to try a draft on. With a filter, the newest 5,000 after the cursor are looked through. */
export const listPolicyCases = endpoint({
  method: 'GET',
  path: '/api/policy/cases',
  access: 'policy:read',
  tag: 'policy',
  summary: 'Recent cases with the facts that they were decided on, to try rules on.',
  query: z.object({
    ...pageQuery,
    /** The beginning of a return's or an order's number. */
    q: z.string().trim().max(64).optional(),
    ruleId: z.string().max(64).optional(),
  }),
  reply: pageOf(
    z.object({
      rmaId,
      number: z.string(),
      shopName: z.string(),
      resolution: z.enum(resolutions),
      reason: z.enum(reasons),
      amount: moneyView,
      openedAt: instant,
      policyVersion: z.int(),
      ruleId: z.string(),
      outcome: z.looseObject({ kind: z.string() }),
      facts: z.record(z.string(), z.unknown()),
    }),
  ),
});

const trialParams = z.object({ trialId });

export const startReplay = endpoint({
  method: 'POST',
  path: '/api/policy/drafts/:draftId/replays',
  access: 'policy:edit',
  tag: 'policy',
  summary: 'Tries a draft on all cases of a past period.',
  params: draftParams,
  body: z.strictObject({ revision: z.int(), from: instant, to: instant }),
  reply: trialView,
});

export const setShadow = endpoint({
  method: 'PUT',
  path: '/api/policy/drafts/:draftId/shadow',
  access: 'policy:edit',
  tag: 'policy',
  summary: 'Lets a draft run beside the live rules on new cases, deciding nothing; or ends that.',
  params: draftParams,
  body: z.strictObject({ on: z.boolean() }),
  reply: draftView,
});

export const listTrials = endpoint({
  method: 'GET',
  path: '/api/policy/drafts/:draftId/trials',
  access: 'policy:read',
  tag: 'policy',
  summary: 'Trials of a draft, newest first.',
  params: draftParams,
  reply: z.object({ trials: z.array(trialView) }),
});

export const getTrial = endpoint({
  method: 'GET',
  path: '/api/policy/trials/:trialId',
  access: 'policy:read',
  tag: 'policy',
  summary: 'How far a trial has come, and what it found.',
  params: trialParams,
  reply: trialView,
});

export const cancelTrial = endpoint({
  method: 'POST',
  path: '/api/policy/trials/:trialId/cancel',
  access: 'policy:edit',
  tag: 'policy',
  summary: 'Ends a trial that is still running.',
  params: trialParams,
  body: z.strictObject({}),
  reply: trialView,
});

export const listTrialCases = endpoint({
  method: 'GET',
  path: '/api/policy/trials/:trialId/cases',
  access: 'policy:read',
  tag: 'policy',
  summary: 'The cases that the draft would have decided otherwise.',
  params: trialParams,
  query: z.object({
    ...pageQuery,
    was: z.string().max(40).optional(),
    would: z.string().max(40).optional(),
    goodsClass: z.string().max(64).optional(),
  }),
  reply: pageOf(
    z.object({
      rmaId,
      number: z.string(),
      shopName: z.string(),
      openedAt: instant,
      amount: moneyView,
      goodsClass: z.string(),
      was: z.object({ outcome: z.string(), ruleId: z.string() }),
      would: z.object({ outcome: z.string(), ruleId: z.string() }),
      wasLate: z.boolean(),
    }),
  ),
});
