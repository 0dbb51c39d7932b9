import { z } from 'zod';
import { readExactJson } from '../../exact-json.ts';
import { codeText, idText, readAs } from '../../vendor-values.ts';
import type { ChannelChange } from '../port.ts';
import { externalIdOf } from './refund-key.ts';

/** What an answer must repeat. Numbers are kept as their digits: the id does not fit in a JavaScript number. */
type Receipt = { id: string; sendTime: string; type: string; mallId: string };

/** `changes`: none for a topic that means nothing to a returns ERP. */
export type PushMessage =
  | { kind: 'changes'; receipt: Receipt; changes: ChannelChange[] }
  /** Of another mall of the same application, or it contradicts itself. */
  | { kind: 'not_ours'; receipt: Receipt }
  | { kind: 'sign_of_life' };

const frame = z.object({
  id: idText,
  commandType: z.literal('Common'),
  sendTime: codeText,
  message: z.object({ type: z.string(), mallID: idText, content: z.string() }),
});
const refundContent = z.object({ mall_id: idText, refund_id: idText, tid: z.string().min(1) });
const tradeContent = z.object({ mall_id: idText, tid: z.string().min(1) });

/** The content is JSON inside JSON. Of it only the numbers of the documents are taken; the rest is read where it is kept. */
export function readPushMessage(text: string, mallId: string): PushMessage {
  const json = readExactJson(text);
  const reading = readAs(frame, json.kind === 'json' ? json.value : undefined);
  if (reading.kind === 'unreadable') return { kind: 'sign_of_life' };
  const { id, sendTime, message } = reading.value;
  const receipt = { id, sendTime, type: message.type, mallId: message.mallID };
  if (message.mallID !== mallId) return { kind: 'not_ours', receipt };
  const inner = readExactJson(message.content);
  const content = inner.kind === 'json' ? inner.value : undefined;
  if (message.type.startsWith('pdd_refund_')) {
    const refund = readAs(refundContent, content);
    if (refund.kind === 'unreadable' || refund.value.mall_id !== mallId) return { kind: 'not_ours', receipt };
    const externalId = externalIdOf({ afterSalesId: refund.value.refund_id, orderSn: refund.value.tid });
    return { kind: 'changes', receipt, changes: [{ kind: 'refund', externalId }] };
  }
  if (message.type.startsWith('pdd_trade_')) {
    const trade = readAs(tradeContent, content);
    if (trade.kind === 'unreadable' || trade.value.mall_id !== mallId) return { kind: 'not_ours', receipt };
    return { kind: 'changes', receipt, changes: [{ kind: 'order', externalId: trade.value.tid }] };
  }
  return { kind: 'changes', receipt, changes: [] };
}

/** `Fail` asks for another delivery. */
export const answerTo = ({ id, sendTime, type, mallId }: Receipt, command: 'Ack' | 'Fail', nowMs: number): string =>
  `{"commandType":"${command}","time":${nowMs},"id":${id},"sendTime":${sendTime},"type":${JSON.stringify(type)},"mallID":${mallId}}`;
