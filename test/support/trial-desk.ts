import pg from 'pg';
import { expect } from 'vitest';
import type { PolicyContent } from '../../src/contract/policy-content.ts';
import { present } from '../../src/domain/assert.ts';
import type { Instant } from '../../src/domain/time.ts';
import { runShadow } from '../../src/server/policy/run-shadow.ts';
import { runTrial } from '../../src/server/policy/run-trial.ts';
import type { Harness } from './app-harness.ts';

export type Tally = { cases: number; amount: { minor: string } };
export type Trial = {
  id: `ptr_${string}`;
  kind: string;
  state: string;
  from: Instant;
  to: Instant | null;
  draftRevision: number;
  total: number;
  tried: number;
  untried: number;
  differing: number;
  automatic: { was: Tally; would: Tally };
  outcomes: (Tally & { was: string; would: string })[];
  goodsClasses: (Tally & { goodsClass: string })[];
  rules: { ruleId: string; cases: number; differing: number }[];
  overdue: { late: number; spared: number; newToPeople: number };
  casesPerSecond: number | null;
};
export type Draft = { id: string; revision: number; content: PolicyContent; shadowSince: string | null };
export type Problem = { code: string; rejection: { code: string } };
/** Drafts and their trials over HTTP, and their jobs as a worker would run them. */
export function trialDeskOf({ call, merchantId, databaseUrl, program: { app } }: Harness) {
  return {
    newDraft: async (change: Partial<PolicyContent>): Promise<Draft> => {
      const { body } = await call<Draft>('POST', '/api/policy/drafts', { name: 'a draft', from: 1 });
      const content = { ...body.content, ...change };
      const saved = await call<Draft>('PUT', `/api/policy/drafts/${body.id}`, {
        revision: 1,
        name: 'a draft',
        content,
      });
      expect(saved.status, JSON.stringify(saved.body)).toBe(200);
      return saved.body;
    },
    replay: (draft: Draft, period: { from: Instant; to: Instant }) =>
      call<Trial & Problem>('POST', `/api/policy/drafts/${draft.id}/replays`, { revision: draft.revision, ...period }),
    look: async (id: string) => (await call<Trial>('GET', `/api/policy/trials/${id}`)).body,
    run: (id: Trial['id']) => runTrial(app, { merchantId, trialId: id }, { last: false }),
    setShadow: (draft: Draft, on: boolean) =>
      call<Draft & Problem>('PUT', `/api/policy/drafts/${draft.id}/shadow`, { on }),
    shadowOf: async (draft: Draft) => {
      const { body } = await call<{ trials: Trial[] }>('GET', `/api/policy/drafts/${draft.id}/trials`);
      return present(body.trials[0], 'a trial');
    },
    runShadowOf: (trial: Trial) => runShadow(app, { merchantId, trialId: trial.id }),
    /** As the owner, whom row-level security does not bind. */
    asOwner: async <T>(work: (owner: pg.Client) => Promise<T>): Promise<T> => {
      const owner = new pg.Client({ connectionString: databaseUrl });
      await owner.connect();
      return work(owner).finally(() => owner.end());
    },
  };
}
