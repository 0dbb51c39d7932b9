import type { ChannelFault, Found } from '../port.ts';
import { call, callAsc, dataOf, type Payload, payloadOf } from './call.ts';
import { type JdConfig, unverified } from './config.ts';
import { bookedIn, inAudit } from './decode-service.ts';
import { serviceDocument, unreadable } from './documents.ts';
import { readPage } from './envelope.ts';
import { readRefundRow, readServiceHead, type ServiceHead } from './service-shapes.ts';

/** Reads what belongs to a row of a list of services: its bill, and what only other methods tell of it. */
export async function getService(config: JdConfig, brief: unknown): Promise<Found> {
  const head = readServiceHead(brief);
  if (head.kind === 'unreadable') return unreadable('service', head.reason);
  const ids = { serviceId: BigInt(head.value.serviceId), orderId: BigInt(head.value.orderId) };
  const answer = await dataOf(config, callAsc(config, 'query.view', ids));
  if (answer.kind !== 'payload') return answer;
  if (!answer.payload) return { kind: 'absent' };
  const billHead = readServiceHead(answer.payload);
  const known = billHead.kind === 'read' ? { ...head.value, serviceStatus: billHead.value.serviceStatus } : head.value;
  const more = await askedBesides(config, known, ids);
  if (more.kind !== 'known') return more;
  return serviceDocument({ brief, bill: answer.payload, ...more.parts });
}

type Besides = { kind: 'known'; parts: Record<string, unknown> } | ChannelFault;

/** Each only in the statuses in which there is something to know: every one is a call. */
async function askedBesides(
  config: JdConfig,
  head: ServiceHead,
  ids: { serviceId: bigint; orderId: bigint },
): Promise<Besides> {
  const { serviceStatus: status } = head;
  const parts: Record<string, unknown> = {};
  if (head.freightUpdateDate) {
    const freight = await dataOf(config, callAsc(config, 'freight.view', ids));
    if (freight.kind !== 'payload') return freight;
    if (freight.payload) parts['freight'] = freight.payload;
  }
  if (inAudit.has(status)) {
    const audit = await firstRow(config, callAsc(config, 'audit.list', { ...ids, pageNumber: 1, pageSize: 1 }));
    if (audit.kind !== 'payload') return audit;
    if (audit.payload) parts['audit'] = audit.payload;
  }
  if (status === '10009' || status === '10010') {
    const refund = await refundRowOf(config, ids);
    if (refund.kind !== 'payload') return refund;
    if (refund.payload) parts['refund'] = refund.payload;
  }
  const list = interventionList(status);
  if (list && unverified(config).readIntervention) {
    const query = { ...ids, jdInterveneFlag: true, pageNumber: 1, pageSize: 1 };
    const row = await firstRow(config, callAsc(config, list, query));
    if (row.kind === 'throttled' || row.kind === 'unknown') return row;
    // A shop that may not use this list loses the mark, and nothing else.
    if (row.kind === 'payload' && row.payload) parts['intervened'] = true;
  }
  return { kind: 'known', parts };
}

/** That JD has stepped in stands in no document: it is only a filter of these lists. */
function interventionList(status: string): string | undefined {
  if (status === '10005' || status === '13000') return 'receive.list';
  return bookedIn.has(status) ? 'process.list' : undefined;
}

async function refundRowOf(config: JdConfig, ids: { serviceId: bigint; orderId: bigint }): Promise<Payload> {
  const args = { orderId: ids.orderId, pageNumber: 1, pageSize: 50 };
  const answer = await payloadOf(config, 'pageResult', call(config, 'jingdong.asc.serviceAndRefund.view', args));
  if (answer.kind !== 'payload') return answer;
  const page = readPage(answer.payload);
  if (page.kind === 'unreadable') return unreadable('serviceAndRefund', page.reason);
  const own = page.value.rows.find((row) => {
    const read = readRefundRow(row);
    return read.kind === 'read' && read.value.sameOrderServiceBill?.serviceId === ids.serviceId.toString();
  });
  return { kind: 'payload', payload: own };
}

async function firstRow(config: JdConfig, answering: ReturnType<typeof callAsc>): Promise<Payload> {
  const answer = await payloadOf(config, 'pageResult', answering);
  if (answer.kind !== 'payload') return answer;
  const page = readPage(answer.payload);
  return page.kind === 'read'
    ? { kind: 'payload', payload: page.value.rows[0] }
    : unreadable('pageResult', page.reason);
}
