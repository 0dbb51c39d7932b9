import { type Instant, toMs } from '../../../domain/time.ts';
import type { ChannelDocument, ChannelFault, Found } from '../port.ts';
import { call, type DouyinAnswer } from './call.ts';
import { type DouyinConfig, unverified } from './config.ts';
import { withoutPersonalData } from './personal.ts';
import { readDetailHead, readListHead, readOrderBody, readOrderHead } from './vendor-shapes.ts';

export async function getRefund(config: DouyinConfig, externalId: string): Promise<Found> {
  const answer = await call(config, 'afterSale.Detail', { after_sale_id: externalId });
  return found(config, answer, (data) => {
    const head = readDetailHead(data);
    if (head.kind === 'unreadable') return { kind: 'unknown', cause: `after-sale: ${head.reason}` };
    const info = head.value.process_info.after_sale_info;
    return refund(info.after_sale_id, info.update_time, info.after_sale_status, info.refund_status, data);
  });
}

export async function getOrder(config: DouyinConfig, externalId: string): Promise<Found> {
  const answer = await call(config, 'order.orderDetail', { shop_order_id: externalId });
  return found(config, answer, (data) => {
    const body = readOrderBody(data);
    return body.kind === 'read'
      ? orderDocument(body.value.shop_order_detail)
      : { kind: 'unknown', cause: `order: ${body.reason}` };
  });
}

type Documented = { kind: 'document'; document: ChannelDocument } | Extract<ChannelFault, { kind: 'unknown' }>;

/** A document of a list row: it has other names and fewer fields than the document itself, but the same head. */
export function refundRow(raw: unknown): Documented {
  const head = readListHead(raw);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `after-sale: ${head.reason}` };
  const info = head.value.aftersale_info;
  return refund(info.aftersale_id, info.update_time, info.aftersale_status, info.refund_status, raw);
}

export function orderDocument(raw: unknown): Documented {
  const head = readOrderHead(raw);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `order: ${head.reason}` };
  const { order_id: externalId, update_time: modifiedAt } = head.value;
  return {
    kind: 'document',
    document: { kind: 'order', externalId, version: toMs(modifiedAt), modifiedAt, raw: withoutPersonalData(raw) },
  };
}

function refund(
  externalId: string,
  modifiedAt: Instant,
  status: number,
  refundStatus: string | undefined,
  raw: unknown,
): Documented {
  const version = versionOf(modifiedAt, status, refundStatus);
  return {
    kind: 'document',
    document: { kind: 'refund', externalId, version, modifiedAt, raw: withoutPersonalData(raw) },
  };
}

/**
 * The platform tells time by the second, and agreeing and paying may fall into one: there the status, which mostly grows,
 * tells the later document. The whole seconds in it are what the platform checks.
 */
export const versionOf = (modifiedAt: Instant, status: number, refundStatus: string | undefined): number =>
  toMs(modifiedAt) + Math.min(999, status * 10 + (Number(refundStatus) || 0));

/** The `update_time` that a version was made of. */
export const updateTimeOf = (version: number): number => Math.floor(version / 1000);

function found(config: DouyinConfig, answer: DouyinAnswer, read: (data: unknown) => Documented): Found {
  if (answer.kind === 'answered') return isEmpty(answer.data) ? { kind: 'absent' } : read(answer.data);
  const words = answer.kind === 'refused' ? answer.message : answer.kind === 'unknown' ? answer.cause : '';
  return unverified(config).absentWords.some((absent) => words.includes(absent)) ? { kind: 'absent' } : answer;
}

/** A success that has nothing to show. */
function isEmpty(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return data === null || data === undefined || data === '';
  return Object.values(data).every((value) => value === null || value === undefined);
}
