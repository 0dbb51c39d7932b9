import { shopId } from '../../../contract/common.ts';
import { listRmas } from '../../../contract/returns.ts';
import { reasons, resolutions } from '../../../domain/policy/reasons.ts';
import { addDays, parseLocalDate, startOfDay } from '../../../domain/time.ts';
import { call, type QueryOf } from '../../ui/api.ts';
import { usePages } from '../parts/use-api.ts';
import { laneOf } from './lanes.ts';

type Query = QueryOf<typeof listRmas>;

/** The filters that stand in the address, beside the lane. */
export const filterNames = ['q', 'shopId', 'channel', 'reason', 'resolution', 'assignee', 'from', 'to'] as const;

/** The request that an address stands for. What the address has wrongly is left out rather than refused. */
export function queryOf(params: URLSearchParams, timeZone: string): Query {
  const lane = laneOf(params.get('lane') ?? undefined);
  const shop = shopId.safeParse(params.get('shopId'));
  const reason = reasons.find((code) => code === params.get('reason'));
  const resolution = resolutions.find((code) => code === params.get('resolution'));
  const from = parseLocalDate(params.get('from') ?? '');
  const to = parseLocalDate(params.get('to') ?? '');
  const q = params.get('q')?.trim();
  const channel = params.get('channel');
  const assignee = params.get('assignee');
  return {
    ...(lane === 'all' ? {} : { lane }),
    ...(q ? { q } : {}),
    ...(shop.success ? { shopId: shop.data } : {}),
    ...(channel ? { channel } : {}),
    ...(reason ? { reason } : {}),
    ...(resolution ? { resolution } : {}),
    ...(assignee ? { assignee } : {}),
    ...(from ? { openedFrom: startOfDay(from, timeZone) } : {}),
    ...(to ? { openedTo: startOfDay(addDays(to, 1), timeZone) } : {}),
  };
}

export const pageOfQueue = (query: Query, after: string | undefined, signal?: AbortSignal) =>
  call(listRmas, { query: { ...query, ...(after ? { after } : {}) } }, signal ? { signal } : {});

export const useQueue = (query: Query) =>
  usePages([listRmas.path, query], (after, signal) => pageOfQueue(query, after, signal));
