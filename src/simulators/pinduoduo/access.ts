import type { Params } from '../form.ts';
import type { Api } from './api.ts';
import { body, type PopResult, popError } from './errors.ts';
import type { Mall, PinduoduoWorld } from './world.ts';

const validFor = { access: 31_104_000, refresh: 62_208_000 };

/** The access that counts now: what was issued last, or what the mall was set up with, which has no end. */
export function accessOf(world: PinduoduoWorld, mall: Mall) {
  const issued = world.book.tokens.get(mall.mall_id);
  return issued ?? { access_token: mall.access_token, refresh_token: mall.refresh_token, expires_at: Infinity };
}

/** A refresh puts fresh tokens in place of both; the old ones are dead at once. */
export function refreshTokens(world: PinduoduoWorld, params: Params): PopResult {
  const mall = world.malls.find((one) => accessOf(world, one).refresh_token === params.get('refresh_token'));
  if (!mall) return popError(50001, 'refresh_token不正确或已过期');
  const seconds = Math.floor(world.clock.now() / 1000);
  const stamp = world.nextRequestId();
  const tokens = {
    mall_id: mall.mall_id,
    access_token: `access${stamp}`,
    refresh_token: `refresh${stamp}`,
    expires_at: (seconds + validFor.access) * 1000,
  };
  world.book.record({ type: 'tokens_issued', tokens });
  return body({
    access_token: tokens.access_token,
    expires_in: validFor.access,
    expires_at: seconds + validFor.access,
    refresh_token: tokens.refresh_token,
    refresh_token_expires_in: validFor.refresh,
    refresh_token_expires_at: seconds + validFor.refresh,
    owner_id: mall.mall_id,
    owner_name: mall.name,
    scope: [],
  });
}

/** Switches the messages of a mall on: for the topics named, or for all where none is. */
const userPermit: Api = {
  root: 'pmc_user_permit_response',
  required: [],
  answer: ({ world, mall, params }) => {
    const topics = params.get('topics');
    world.book.record({ type: 'messages_permitted', mall_id: mall.mall_id, topics: topics ? topics.split(',') : null });
    return body({ is_success: true });
  },
};

export const accessApis: Record<string, Api> = { 'pdd.pmc.user.permit': userPermit };
