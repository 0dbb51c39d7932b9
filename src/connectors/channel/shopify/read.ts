import type { z } from 'zod';
import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelDocument, ChannelFault, Found } from '../port.ts';
import { call, type Operation } from './call.ts';
import { type ShopifyConfig, unverified } from './config.ts';
import { gid } from './gid.ts';
import { readOrder, readOrderLines, readReturn, readReturnLines } from './operations.ts';
import { withoutPersonalData } from './personal.ts';
import {
  linesOfOrder,
  linesOfReturn,
  orderBody,
  readConnection,
  readLineIds,
  readOrderHead,
  readReturnHead,
  returnBody,
} from './vendor-shapes.ts';

export async function getOrder(config: ShopifyConfig, externalId: string): Promise<Found> {
  if (!/^\d+$/.test(externalId)) return { kind: 'absent' };
  const id = gid('Order', externalId);
  const answer = await read(config, readOrder, { id }, orderBody);
  if (answer.kind !== 'read') return answer;
  if (!answer.value.order) return { kind: 'absent' };
  const order = withoutPersonalData(answer.value.order);
  const whole = await withAllLines(order, 'lineItems', async (after) => {
    const page = await read(config, readOrderLines, { id, after }, linesOfOrder);
    return page.kind === 'read' ? { kind: 'read', value: page.value.order.lineItems } : page;
  });
  if (whole.kind !== 'read') return whole;
  const head = readOrderHead(whole.value);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `order: ${head.reason}` };
  const { updatedAt: modifiedAt } = head.value;
  const document = { externalId, version: toMs(modifiedAt), modifiedAt, raw: whole.value };
  return { kind: 'document', document: { kind: 'order', ...document } };
}

/** A return of one line goes by its own number, each line of a larger one by `return-line`. */
export async function getRefund(config: ShopifyConfig, externalId: string): Promise<Found> {
  const [returnId = '', lineId] = externalId.split('-');
  const read = await getReturn(config, returnId);
  if (read.kind !== 'documents') return read;
  const document = lineId
    ? read.documents.find((one) => one.externalId === externalId)
    : // A push knows the return only; the other lines are found by the next pull.
      read.documents[0];
  return document ? { kind: 'document', document } : { kind: 'absent' };
}

export type ReturnRead = { kind: 'documents'; documents: ChannelDocument[] } | { kind: 'absent' } | ChannelFault;

/** The documents of one return: the port knows a request for one line, and Shopify approves a return as a whole. */
export async function getReturn(config: ShopifyConfig, returnId: string): Promise<ReturnRead> {
  if (!/^\d+$/.test(returnId)) return { kind: 'absent' };
  const id = gid('Return', returnId);
  const answer = await read(config, readReturn, { id }, returnBody);
  if (answer.kind !== 'read') return answer;
  if (!answer.value.return) return { kind: 'absent' };
  const whole = await withAllLines(answer.value.return, 'returnLineItems', async (after) => {
    const page = await read(config, readReturnLines, { id, after }, linesOfReturn);
    return page.kind === 'read' ? { kind: 'read', value: page.value.return.returnLineItems } : page;
  });
  if (whole.kind !== 'read') return whole;
  const head = readReturnHead(whole.value);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `return: ${head.reason}` };
  const lines = readLineIds(whole.value);
  if (lines.kind === 'unreadable') return { kind: 'unknown', cause: `return: ${lines.reason}` };
  const { updatedAt: modifiedAt } = head.value.order;
  const several = lines.value.returnLineItems.length > 1;
  const documents = (several ? lines.value.returnLineItems : [{ id: undefined }]).map(
    ({ id: line }): ChannelDocument => ({
      kind: 'refund',
      externalId: line ? `${returnId}-${line}` : returnId,
      version: toMs(modifiedAt),
      modifiedAt,
      raw: { return: whole.value, line: line ?? null },
    }),
  );
  return { kind: 'documents', documents };
}

type Read<T> = { kind: 'read'; value: T } | ChannelFault;

export async function read<T extends z.ZodType>(
  config: ShopifyConfig,
  operation: Operation,
  variables: Readonly<Record<string, unknown>>,
  shape: T,
): Promise<Read<z.output<T>>> {
  const first = unverified(config).linePageSize;
  const answer = await call(config, operation, { first, ...variables });
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(shape, answer.data);
  return reading.kind === 'read' ? reading : { kind: 'unknown', cause: `${operation.name}: ${reading.reason}` };
}

/** Puts the further pages of a document's own list into it: half its lines would be another document. */
async function withAllLines(
  document: Readonly<Record<string, unknown>>,
  list: string,
  next: (
    after: string,
  ) => Promise<Read<{ nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor?: string | undefined } }>>,
): Promise<Read<Record<string, unknown>>> {
  const first = readConnection(document[list]);
  if (first.kind === 'unreadable') return { kind: 'unknown', cause: `${list}: ${first.reason}` };
  const nodes = [...first.value.nodes];
  let { pageInfo } = first.value;
  while (pageInfo.hasNextPage && pageInfo.endCursor) {
    const page = await next(pageInfo.endCursor);
    if (page.kind !== 'read') return page;
    nodes.push(...page.value.nodes);
    pageInfo = page.value.pageInfo;
  }
  return { kind: 'read', value: { ...document, [list]: { nodes } } };
}
