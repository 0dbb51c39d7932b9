import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/policy.ts';
import { contentOf, type PolicyContent } from '../../contract/policy-content.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { defaultPolicy } from '../../domain/policy/default-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { ok, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import * as drafts from './drafts.ts';
import { type MerchantTerms, merchantTerms, policyFrom } from './policy-content.ts';

export function addDraftRoutes(server: FastifyInstance, app: App): void {
  addReading(server, app);
  addWriting(server, app);
}

function addReading(server: FastifyInstance, app: App): void {
  route(server, contract.listDrafts, async ({ principal: { merchantId } }) => {
    const [found, names] = await Promise.all([
      app.db.inMerchant(merchantId, (tx) => drafts.listDrafts(tx, merchantId)),
      app.staffNames(merchantId),
    ]);
    return {
      drafts: found.map(({ errors, rows, ...draft }) => ({ ...drafts.draftHead(draft, names), errors, rows })),
    };
  });
  route(server, contract.getDraft, ({ principal, params }) => shown(app, principal.merchantId, params.draftId));
}

/** The draft as it stands now. What is wrong with it is worked out here, outside of any transaction. */
export async function shown(app: App, merchantId: MerchantId, draftId: string) {
  const [{ draft, terms }, names] = await Promise.all([
    app.db.inMerchant(merchantId, async (tx) => ({
      draft: await drafts.findDraft(tx, merchantId, draftId),
      terms: await merchantTerms(tx, merchantId),
    })),
    app.staffNames(merchantId),
  ]);
  return draft ? ok(drafts.draftView(draft, terms, names)) : notFound;
}

function addWriting(server: FastifyInstance, app: App): void {
  route(server, contract.createDraft, async ({ principal, body, meta }) => {
    const { merchantId } = principal;
    const id = app.newId('pdr');
    const added = await app.db.inMerchant(merchantId, async (tx) => {
      const terms = await merchantTerms(tx, merchantId);
      const source = await contentToStartFrom(app, tx, merchantId, body.from, terms);
      if (!source) return reject({ code: 'policy_version_not_found', version: Number(body.from) });
      const { errors } = policyFrom(source.content, source.basedOn, terms.currency).verdict;
      return drafts.addDraft(tx, merchantId, {
        id,
        ...source,
        name: body.name,
        errors: errors.length,
        by: meta.actor.id,
        at: app.clock.now(),
      });
    });
    return added.ok ? shown(app, merchantId, id) : added;
  });

  route(server, contract.saveDraft, async ({ principal, params: { draftId }, body, meta }) => {
    const { merchantId } = principal;
    const { currency } = await app.db.inMerchant(merchantId, (tx) => merchantTerms(tx, merchantId));
    const { errors } = policyFrom(body.content, 1, currency).verdict;
    const saved = await app.db.inMerchant(merchantId, async (tx) => {
      const draft = await drafts.lockDraft(tx, merchantId, draftId, body.revision);
      if (!draft.ok) return draft;
      const { name, content } = body;
      const change = { name, content, errors: errors.length, by: meta.actor.id, at: app.clock.now() };
      await drafts.writeDraft(tx, merchantId, draft.value.id, change);
      return ok(true);
    });
    return saved.ok ? shown(app, merchantId, draftId) : saved;
  });

  route(server, contract.deleteDraft, ({ principal: { merchantId }, params: { draftId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      await sql`select 1 from policy_draft where merchant_id = ${merchantId} and draft_id = ${draftId} for update`.execute(
        tx,
      );
      if (!(await drafts.findDraft(tx, merchantId, draftId))) return reject({ code: 'draft_not_found' });
      await drafts.removeDraft(tx, merchantId, draftId);
      return ok({});
    }),
  );
}

type Source = { content: PolicyContent; basedOn: number };

async function contentToStartFrom(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  from: number | 'live' | 'default',
  { timeZone }: MerchantTerms,
): Promise<Source | undefined> {
  if (typeof from === 'number') {
    const { rows } = await sql`select 1 from policy where merchant_id = ${merchantId} and version = ${from}`.execute(
      tx,
    );
    if (rows.length === 0) return undefined;
    return { content: contentOf(await app.policies.pinned(tx, merchantId, from)), basedOn: from };
  }
  const live = await app.policies.live(tx, merchantId);
  // The limits, and who may grant how much, are the shop's own; only the rules are the default ones.
  const policy =
    from === 'live' ? live : { ...defaultPolicy(live.version, live.approvalLimit, timeZone), ...grants(live) };
  return { content: contentOf(policy), basedOn: live.version };
}

const grants = ({ approvals }: Policy): Pick<Policy, 'approvals'> => (approvals ? { approvals } : {});
