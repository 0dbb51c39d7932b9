import { listTrialCases } from '../../../contract/policy.ts';
import { type CallInput, call, type ReplyOf } from '../../ui/api.ts';
import type { Trial } from './trial-list.tsx';

export type TrialCase = ReplyOf<typeof listTrialCases>['rows'][number];
export type TrialQuery = CallInput<typeof listTrialCases>['query'];

/** One page of the cases that a trial found to differ. */
export const pageOfCases = (trialId: Trial['id'], query: TrialQuery, after?: string, signal?: AbortSignal) =>
  call(
    listTrialCases,
    { params: { trialId }, query: { ...query, ...(after ? { after } : {}) } },
    signal ? { signal } : {},
  );
