import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/policy.ts';
import { contentOf } from '../../contract/policy-content.ts';
import { present } from '../../domain/assert.ts';
import { reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Principal } from '../http/caller.ts';
import { route } from '../http/route.ts';
import { listCases } from './cases.ts';
import { addDraftRoutes } from './draft-routes.ts';
import { type Asked, changeRelease, publishDraft } from './publish-draft.ts';
import { byOf, listReleases, newestRelease, releaseView } from './releases.ts';
import { addTrialRoutes } from './trial-routes.ts';
import { policyUsage } from './usage.ts';
import { findVersion, listVersions, stateOf, type VersionHead } from './versions.ts';

export function addPolicyRoutes(server: FastifyInstance, app: App): void {
  addVersionRoutes(server, app);
  addReleaseRoutes(server, app);
  addDraftRoutes(server, app);
  addTrialRoutes(server, app);
  route(server, contract.listPolicyCases, ({ principal: { merchantId }, query }) =>
    app.db.inMerchant(merchantId, (tx) => listCases(tx, merchantId, query)),
  );
}

function addVersionRoutes(server: FastifyInstance, app: App): void {
  const usageOf = policyUsage(app);

  route(server, contract.currentPolicy, async ({ principal: { merchantId } }) => {
    const [{ release, head, policy }, usage, names] = await Promise.all([
      app.db.inMerchant(merchantId, async (tx) => {
        const newest = await newestRelease(tx, merchantId);
        return {
          release: newest,
          head: present(await findVersion(tx, merchantId, newest.version), 'the live policy'),
          policy: await app.policies.pinned(tx, merchantId, newest.version),
        };
      }),
      usageOf(merchantId),
      app.staffNames(merchantId),
    ]);
    const { note: _, publishedBy, ...published } = head;
    return {
      ...published,
      publishedBy: byOf(publishedBy, names),
      content: contentOf(policy),
      hits30Days: usage.byRule,
      release: releaseView(release, names),
    };
  });

  route(server, contract.policyVersion, async ({ principal: { merchantId }, params: { version } }) => {
    const [found, names] = await Promise.all([
      app.db.inMerchant(merchantId, async (tx) => {
        const head = await findVersion(tx, merchantId, version);
        return head && { head, policy: await app.policies.pinned(tx, merchantId, version) };
      }),
      app.staffNames(merchantId),
    ]);
    if (!found) return reject({ code: 'policy_version_not_found', version });
    return { ...shownHead(found.head, names), content: contentOf(found.policy) };
  });

  route(server, contract.listPolicyVersions, async ({ principal: { merchantId }, query }) => {
    const [{ release, page }, usage, names] = await Promise.all([
      app.db.inMerchant(merchantId, async (tx) => ({
        release: await newestRelease(tx, merchantId),
        page: await listVersions(tx, merchantId, query),
      })),
      usageOf(merchantId),
      app.staffNames(merchantId),
    ]);
    return {
      rows: page.rows.map(({ rows, ...head }) => ({
        ...shownHead(head, names),
        rows,
        returns30Days: usage.byVersion.get(head.version) ?? 0,
        state: stateOf(head.version, release),
      })),
      next: page.next,
    };
  });
}

const shownHead = ({ publishedBy, ...head }: VersionHead, names: ReadonlyMap<string, string>) => ({
  ...head,
  publishedBy: byOf(publishedBy, names),
});

function addReleaseRoutes(server: FastifyInstance, app: App): void {
  type Call = { principal: Pick<Principal, 'merchantId' | 'permissions'>; meta: { actor: { id: string } } };
  const asked = async ({ principal, meta }: Call, { seen, note }: { seen: number; note: string }): Promise<Asked> => ({
    merchantId: principal.merchantId,
    by: meta.actor.id,
    names: await app.staffNames(principal.merchantId),
    seen,
    note,
    // A candidate that is widened or finished was released by somebody who may.
    setsApprovals: principal.permissions.has('member:manage'),
  });

  route(server, contract.listReleases, async ({ principal: { merchantId }, query }) => {
    const [page, names] = await Promise.all([
      app.db.inMerchant(merchantId, (tx) => listReleases(tx, merchantId, query)),
      app.staffNames(merchantId),
    ]);
    return { rows: page.rows.map((release) => releaseView(release, names)), next: page.next };
  });
  route(server, contract.changeRelease, async (call) =>
    changeRelease(app, await asked(call, call.body), call.body.change),
  );
  route(server, contract.publishDraft, async (call) => {
    const { revision, rollOut } = call.body;
    const draft = { id: call.params.draftId, revision, reach: rollOut };
    return publishDraft(app, await asked(call, call.body), draft);
  });
}
