import { toMs } from '../../../domain/time.ts';
import type { ChannelDocument, ChannelFault } from '../port.ts';
import { readApplication } from './application-shapes.ts';
import { readOrderHead } from './order-shapes.ts';
import { withoutPersonalData } from './personal.ts';
import { applicationId } from './refund-id.ts';
import { readServiceHead } from './service-shapes.ts';
import { applicationDates, serviceDates } from './version.ts';

type Unknown = Extract<ChannelFault, { kind: 'unknown' }>;
export type Documented = { kind: 'document'; document: ChannelDocument } | Unknown;

export const unreadable = (what: string, reason: string): Unknown => ({ kind: 'unknown', cause: `${what}: ${reason}` });

/** Also makes a document of a list row: it has fewer fields, but the same head. */
export function serviceDocument(parts: { brief: unknown; bill?: unknown }): Documented {
  const head = readServiceHead(parts.brief);
  const dates = serviceDates(parts.brief, parts.bill);
  if (head.kind === 'unreadable') return unreadable('service', head.reason);
  if (dates.kind === 'unreadable') return unreadable('service', dates.reason);
  const raw = withoutPersonalData({ service: parts });
  return { kind: 'document', document: { kind: 'refund', externalId: head.value.serviceId, ...dates.value, raw } };
}

export function applicationDocument(row: unknown): Documented {
  const reading = readApplication(row);
  if (reading.kind === 'unreadable') return unreadable('application', reading.reason);
  const externalId = applicationId(reading.value.id);
  const raw = withoutPersonalData({ application: row });
  return { kind: 'document', document: { kind: 'refund', externalId, ...applicationDates(reading.value), raw } };
}

export function orderDocument(raw: unknown): Documented {
  const head = readOrderHead(raw);
  if (head.kind === 'unreadable') return unreadable('order', head.reason);
  const { orderId: externalId, modified: modifiedAt } = head.value;
  const document: ChannelDocument = {
    kind: 'order',
    externalId,
    version: toMs(modifiedAt),
    modifiedAt,
    raw: withoutPersonalData(raw),
  };
  return { kind: 'document', document };
}
