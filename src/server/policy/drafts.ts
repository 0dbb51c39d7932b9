import { sql } from 'kysely';
import type { PolicyContent } from '../../contract/policy-content.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';
import { type MerchantTerms, policyFrom } from './policy-content.ts';
import { byOf, type Names } from './releases.ts';

export type DraftId = `pdr_${string}`;

/** Drafts are listed at once, so there cannot be any number of them. */
export const MOST_DRAFTS = 50;

export type Draft = {
  id: DraftId;
  name: string;
  basedOn: number;
  revision: number;
  changedBy: string;
  changedAt: Instant;
  shadowSince: Instant | null;
  publishedAs: number | null;
  content: PolicyContent;
};

const head = sql.raw(`d.draft_id as id, d.name, d.based_on as "basedOn", d.revision, d.changed_by as "changedBy",
  d.changed_at as "changedAt", d.published_as as "publishedAs",
  (select t.period_from from policy_trial t where t.merchant_id = d.merchant_id and t.draft_id = d.draft_id
    and t.kind = 'shadow' and t.period_to is null) as "shadowSince"`);

export async function findDraft(tx: Tx, merchantId: MerchantId, id: string): Promise<Draft | undefined> {
  // A draft that was saved before there was such a term has what its version has.
  const { rows } = await sql<Draft>`select ${head}, jsonb_build_object('approvals', p.content -> 'approvals',
      'autoActions', p.content -> 'autoActions', 'clockHours', p.content -> 'clockHours') || d.content as content
    from policy_draft d join policy p on p.merchant_id = d.merchant_id and p.version = d.based_on
    where d.merchant_id = ${merchantId} and d.draft_id = ${id}`.execute(tx);
  return rows[0];
}

type DraftRejection =
  | { code: 'draft_not_found' }
  | { code: 'draft_changed'; revision: number }
  | { code: 'draft_published'; version: number };

/** The draft, which nobody else changes until this transaction ends, if it can still be worked on. */
export async function lockDraft(
  tx: Tx,
  merchantId: MerchantId,
  id: string,
  revision?: number,
): Promise<Result<Draft, DraftRejection>> {
  await sql`select 1 from policy_draft where merchant_id = ${merchantId} and draft_id = ${id} for update`.execute(tx);
  const draft = await findDraft(tx, merchantId, id);
  if (!draft) return reject({ code: 'draft_not_found' });
  if (draft.publishedAs !== null) return reject({ code: 'draft_published', version: draft.publishedAs });
  return revision === undefined || draft.revision === revision
    ? ok(draft)
    : reject({ code: 'draft_changed', revision: draft.revision });
}

type Listed = Omit<Draft, 'content'> & { errors: number; rows: number };

export async function listDrafts(tx: Tx, merchantId: MerchantId): Promise<Listed[]> {
  const { rows } = await sql<Listed>`select ${head}, d.error_count as errors,
      jsonb_array_length(d.content -> 'rows') as rows
    from policy_draft d where d.merchant_id = ${merchantId} and d.published_as is null
    order by d.changed_at desc, d.draft_id desc limit ${MOST_DRAFTS}`.execute(tx);
  return rows;
}

export type DraftChange = { name: string; content: PolicyContent; errors: number; by: string; at: Instant };

export async function addDraft(
  tx: Tx,
  merchantId: MerchantId,
  { id, basedOn, name, content, errors, by, at }: DraftChange & { id: DraftId; basedOn: number },
): Promise<Result<true, { code: 'too_many_drafts'; most: number }>> {
  const { rows } = await sql<{ drafts: number }>`select count(*)::int as drafts from policy_draft
    where merchant_id = ${merchantId} and published_as is null`.execute(tx);
  if ((rows[0]?.drafts ?? 0) >= MOST_DRAFTS) return reject({ code: 'too_many_drafts', most: MOST_DRAFTS });
  await sql`insert into policy_draft (merchant_id, draft_id, name, content, based_on, error_count, changed_by, changed_at)
    values (${merchantId}, ${id}, ${name}, ${toJson(content)}::jsonb, ${basedOn}, ${errors}, ${by}, ${at})`.execute(tx);
  return ok(true);
}

/** Writes a draft that was locked. */
export async function writeDraft(tx: Tx, merchantId: MerchantId, id: DraftId, change: DraftChange): Promise<void> {
  const { name, content, errors, by, at } = change;
  await sql`update policy_draft set name = ${name}, content = ${toJson(content)}::jsonb, error_count = ${errors},
      changed_by = ${by}, changed_at = ${at}, revision = revision + 1
    where merchant_id = ${merchantId} and draft_id = ${id}`.execute(tx);
}

/** The draft, its trials and what they tried. Trials come before their cases: a worker holds its trial while it adds some. */
export async function removeDraft(tx: Tx, merchantId: MerchantId, id: string): Promise<void> {
  const { rows } = await sql<{ trial_id: string }>`delete from policy_trial
    where merchant_id = ${merchantId} and draft_id = ${id} returning trial_id`.execute(tx);
  const trials = rows.map(({ trial_id }) => trial_id);
  await sql`delete from policy_trial_case where merchant_id = ${merchantId} and trial_id = any(${trials})`.execute(tx);
  await sql`delete from policy_draft where merchant_id = ${merchantId} and draft_id = ${id}`.execute(tx);
}

export const draftHead = (draft: Omit<Draft, 'content'>, names: Names) => {
  const { id, name, basedOn, revision, changedAt, changedBy, shadowSince } = draft;
  return { id, name, basedOn, revision, changedAt, changedBy: byOf(changedBy, names), shadowSince };
};

export const draftView = (draft: Draft, { currency }: MerchantTerms, names: Names) => ({
  ...draftHead(draft, names),
  content: draft.content,
  verdict: policyFrom(draft.content, draft.basedOn, currency).verdict,
});
