import { z } from 'zod';
import { codeText, idText, optional, readAs, shanghaiTime } from '../../vendor-values.ts';
import type { ChannelFault, ChannelMessage, ChannelRefundRef } from '../port.ts';
import { call } from './call.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { listOf, quantity } from './vendor-shapes.ts';

/** Nobody has talked about a refund longer than this; a platform that pages for ever is not believed. */
const MOST_PAGES = 25;

/** 1 buyer, 2 seller, 3 platform. A role that is not documented is the platform's. */
const roles: Readonly<Record<string, ChannelMessage['from']>> = { '1': 'buyer', '2': 'seller', '3': 'platform' };

const written = z.object({
  refund_messages: listOf(
    'refund_message',
    z.object({
      id: optional(idText),
      owner_role: optional(codeText),
      content: optional(z.string()),
      created: shanghaiTime,
      pic_urls: listOf('pic_url', z.unknown()),
    }),
  ),
  total_results: optional(quantity),
});

/** The whole thread, the oldest first. Whether a message changes the refund's version is not documented. */
export async function messages(
  config: TaobaoConfig,
  ref: ChannelRefundRef,
): Promise<{ kind: 'messages'; messages: ChannelMessage[] } | ChannelFault> {
  const all = new Map<string, ChannelMessage>();
  for (let page = 1; page <= MOST_PAGES; page++) {
    const read = await messagePage(config, ref, page);
    if (read.kind !== 'page') return read;
    for (const message of read.messages) all.set(message.externalId, message);
    if (read.isLast) break;
  }
  return { kind: 'messages', messages: [...all.values()].toSorted(earlierFirst) };
}

/** Times are given by the second; within one the numbers, which grow, tell what came first. */
function earlierFirst(a: ChannelMessage, b: ChannelMessage): number {
  if (a.writtenAt !== b.writtenAt) return a.writtenAt < b.writtenAt ? -1 : 1;
  if (a.externalId.length !== b.externalId.length) return a.externalId.length - b.externalId.length;
  return a.externalId < b.externalId ? -1 : 1;
}

type Page = { kind: 'page'; messages: ChannelMessage[]; isLast: boolean };

export async function messagePage(
  config: TaobaoConfig,
  ref: ChannelRefundRef,
  page: number,
): Promise<Page | ChannelFault> {
  const { pageSize } = unverified(config);
  const answer = await call(config, 'taobao.refund.messages.get', {
    refund_id: ref.externalId,
    refund_phase: ref.phase,
    fields: 'id,owner_role,content,created,pic_urls',
    page_no: String(page),
    page_size: String(pageSize),
  });
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(written, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { refund_messages: rows, total_results: total } = reading.value;
  return {
    kind: 'page',
    messages: rows.map((row) => ({
      // The number is documented; should it be missing, what was said when stands for it.
      externalId: row.id ?? `${row.created}:${row.owner_role ?? ''}:${row.content ?? ''}`,
      from: roles[row.owner_role ?? ''] ?? 'platform',
      text: row.content ?? '',
      writtenAt: row.created,
      pictures: row.pic_urls.length,
    })),
    isLast: rows.length < pageSize || (total !== undefined && page * pageSize >= total),
  };
}
