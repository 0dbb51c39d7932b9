import type { Form } from '../form.ts';
import type { Api } from './api.ts';
import { body, invalidArgument, refused, type TopResult } from './errors.ts';
import { faultStages } from './fault-kinds.ts';
import { wireNotice } from './notices.ts';
import { wireList } from './wire-json.ts';
import type { Seller, TaobaoWorld } from './world.ts';

export type AppCall = Form & { method: string; world: TaobaoWorld };

/** A method that the app calls for itself, without a session. */
export type AppApi = { required: readonly string[]; answer(call: AppCall): TopResult };

export const defaultGroup = 'default';
const mostIds = 200;

/** The topics overwrite what was asked for before; without any it is all. */
const userPermit: Api = {
  required: [],
  answer: ({ world, seller, params }) => {
    const topics = (params.get('topics') ?? '').split(',').filter(Boolean);
    world.book.record({ type: 'notices_permitted', nick: seller.nick, topics });
    return body({ is_success: true });
  },
};

export const messagePermits: Record<string, Api> = { 'taobao.tmc.user.permit': userPermit };

/** What is handed out hides for a while, and comes again unless it is confirmed meanwhile. */
const messagesConsume: AppApi = {
  required: [],
  answer: ({ world, params, method }) => {
    const quantity = Number(params.get('quantity') || 100);
    if (!Number.isInteger(quantity) || quantity < 10 || quantity > 200) return invalidArgument('quantity');
    const members = membersOf(world, params.get('group_name'));
    if (!members) return invalidArgument('group_name');
    const now = world.clock.now();
    const due = [...world.book.notices.values()].filter(
      ({ id, nick }) => members.some((one) => one.nick === nick) && (world.hiddenUntil.get(id) ?? 0) <= now,
    );
    const taken = due.slice(0, quantity);
    for (const { id } of taken) world.hiddenUntil.set(id, now + world.switches.redeliverAfterMs);
    const rows = taken.map((notice) =>
      wireNotice(notice, members.findIndex(({ nick }) => nick === notice.nick) + 2_200_000_001),
    );
    const oddity = rows.length === 0 ? undefined : world.faults.take(faultStages.messages, { method })?.kind;
    if (oddity === 'messages_reversed') rows.reverse();
    return body({ messages: wireList('tmc_message', oddity === 'messages_twice' ? [...rows, ...rows] : rows) });
  },
};

const messagesConfirm: AppApi = {
  required: ['s_message_ids'],
  answer: ({ world, params }) => {
    const ids = (params.get('s_message_ids') ?? '').split(',');
    const members = membersOf(world, params.get('group_name'));
    if (ids.length > mostIds || ids.some((id) => !/^\d+$/.test(id))) return invalidArgument('s_message_ids');
    if (!members) return invalidArgument('group_name');
    for (const id of ids) {
      const nick = world.book.notices.get(id)?.nick;
      if (members.some((one) => one.nick === nick)) world.book.record({ type: 'notice_confirmed', id });
    }
    return body({ is_success: true });
  },
};

/** The shops of a group share one queue. Undefined: the app has no such group. */
function membersOf({ sellers }: TaobaoWorld, group = defaultGroup): Seller[] | undefined {
  const members = sellers.filter((seller) => (seller.group ?? defaultGroup) === group);
  return members.length > 0 || group === defaultGroup ? members : undefined;
}

const hours = 3_600;

/** Only a shop that came over the service market has a token to refresh with. The old tokens die. */
const tokenRefresh: AppApi = {
  required: ['refresh_token'],
  answer: ({ world, params }) => {
    const given = params.get('refresh_token');
    const seller = world.sellers.find(({ nick, refresh_token }) => tokenOf(world, nick, refresh_token) === given);
    if (!seller) return refused('isv.refresh-token-invalid', '刷新令牌无效');
    const round = (world.book.tokens.get(seller.nick)?.round ?? 0) + 1;
    const session = `${seller.session}_${round}`;
    const refresh_token = `${seller.refresh_token}_${round}`;
    world.book.record({ type: 'token_refreshed', nick: seller.nick, session, refresh_token, round });
    const token = {
      access_token: session,
      refresh_token,
      token_type: 'Bearer',
      expires_in: 24 * hours,
      expire_time: world.clock.now() + 24 * hours * 1000,
      re_expires_in: 720 * hours,
      taobao_user_nick: encodeURIComponent(seller.nick),
    };
    return body({ token_result: JSON.stringify(token) });
  },
};

const tokenOf = ({ book }: TaobaoWorld, nick: string, first: string | undefined): string | undefined =>
  book.tokens.get(nick)?.refresh_token ?? first;

export const appApis: Record<string, AppApi> = {
  'taobao.tmc.messages.consume': messagesConsume,
  'taobao.tmc.messages.confirm': messagesConfirm,
  'taobao.top.auth.token.refresh': tokenRefresh,
};
