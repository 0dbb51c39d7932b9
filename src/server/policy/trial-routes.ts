import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/policy.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { ok, reject } from '../../domain/result.ts';
import { type Instant, parseInstant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { route } from '../http/route.ts';
import { shown } from './draft-routes.ts';
import { type Draft, findDraft, lockDraft } from './drafts.ts';
import { merchantTerms, policyFrom } from './policy-content.ts';
import { enqueueShadow } from './run-shadow.ts';
import { enqueueTrial } from './run-trial.ts';
import { listTrialCases } from './trial-cases.ts';
import { addTrial, endShadow, endTrial, findTrial, listTrials, trialView } from './trials.ts';

export function addTrialRoutes(server: FastifyInstance, app: App): void {
  addReplayRoutes(server, app);
  addShadowRoute(server, app);
  addReading(server, app);
}

const asInstant = (text: string): Instant => present(parseInstant(text), 'a moment that was checked');
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

/** The draft as a policy, if it can decide at all. Its number is that of the version it would be compared with. */
async function policyOf(tx: Tx, merchantId: MerchantId, draft: Draft) {
  const { currency } = await merchantTerms(tx, merchantId);
  const { policy, verdict } = policyFrom(draft.content, draft.basedOn, currency);
  return verdict.errors.length > 0 ? reject({ code: 'policy_invalid', errors: verdict.errors }) : ok<Policy>(policy);
}

function addReplayRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.startReplay, async ({ principal: { merchantId }, params: { draftId }, body, meta }) => {
    const names = await app.staffNames(merchantId);
    return app.db.inMerchant(merchantId, async (tx) => {
      const at = app.clock.now();
      // What has not been opened yet cannot be tried.
      const [from, to] = [asInstant(body.from), earlier(asInstant(body.to), at)];
      if (from >= to) return reject({ code: 'period_empty' });
      const draft = await lockDraft(tx, merchantId, draftId, body.revision);
      if (!draft.ok) return draft;
      const policy = await policyOf(tx, merchantId, draft.value);
      if (!policy.ok) return policy;
      const { id, revision } = draft.value;
      const trial = await addTrial(tx, merchantId, {
        id: app.newId('ptr'),
        draftId: id,
        draftRevision: revision,
        kind: 'replay',
        from,
        to,
        startedBy: meta.actor.id,
        policy: policy.value,
        at,
      });
      await enqueueTrial(app, tx, { merchantId, trialId: trial.id });
      return ok(trialView(trial, names));
    });
  });

  route(server, contract.cancelTrial, async ({ principal: { merchantId }, params: { trialId } }) => {
    const names = await app.staffNames(merchantId);
    return app.db.inMerchant(merchantId, async (tx) => {
      await endTrial(tx, merchantId, trialId, 'cancelled', app.clock.now());
      const trial = await findTrial(tx, merchantId, trialId);
      return trial ? ok(trialView(trial, names)) : reject({ code: 'trial_not_found' });
    });
  });
}

function addShadowRoute(server: FastifyInstance, app: App): void {
  route(server, contract.setShadow, async ({ principal: { merchantId }, params: { draftId }, body, meta }) => {
    const set = await app.db.inMerchant(merchantId, async (tx) => {
      const at = app.clock.now();
      const draft = await lockDraft(tx, merchantId, draftId);
      if (!draft.ok) return draft;
      if (!body.on) {
        const trialId = await endShadow(tx, merchantId, draftId, at);
        if (trialId) await enqueueShadow(app, tx, { merchantId, trialId }, at);
        return ok(true);
      }
      const { id, revision, shadowSince } = draft.value;
      if (shadowSince) return reject({ code: 'shadow_running' });
      const policy = await policyOf(tx, merchantId, draft.value);
      if (!policy.ok) return policy;
      const trialId = app.newId('ptr');
      await addTrial(tx, merchantId, {
        id: trialId,
        draftId: id,
        draftRevision: revision,
        kind: 'shadow',
        from: at,
        to: null,
        startedBy: meta.actor.id,
        policy: policy.value,
        at,
      });
      await enqueueShadow(app, tx, { merchantId, trialId }, at);
      return ok(true);
    });
    return set.ok ? shown(app, merchantId, draftId) : set;
  });
}

function addReading(server: FastifyInstance, app: App): void {
  route(server, contract.listTrials, async ({ principal: { merchantId }, params: { draftId } }) => {
    const [trials, names] = await Promise.all([
      app.db.inMerchant(merchantId, async (tx) =>
        (await findDraft(tx, merchantId, draftId)) ? listTrials(tx, merchantId, draftId) : undefined,
      ),
      app.staffNames(merchantId),
    ]);
    return trials
      ? ok({ trials: trials.map((trial) => trialView(trial, names)) })
      : reject({ code: 'draft_not_found' });
  });

  route(server, contract.getTrial, async ({ principal: { merchantId }, params: { trialId } }) => {
    const [trial, names] = await Promise.all([
      app.db.inMerchant(merchantId, (tx) => findTrial(tx, merchantId, trialId)),
      app.staffNames(merchantId),
    ]);
    return trial ? ok(trialView(trial, names)) : reject({ code: 'trial_not_found' });
  });

  route(server, contract.listTrialCases, ({ principal: { merchantId }, params: { trialId }, query }) =>
    app.db.inMerchant(merchantId, async (tx) =>
      (await findTrial(tx, merchantId, trialId))
        ? ok(await listTrialCases(tx, merchantId, trialId, query))
        : reject({ code: 'trial_not_found' }),
    ),
  );
}
