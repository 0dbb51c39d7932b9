import { z } from 'zod';
import { codeText, idText, optional, type Reading, readAs } from '../../vendor-values.ts';
import { listOf, moment, quantity, yuanNumber } from './jd-values.ts';

/** What the adapter must know of a service before it is decoded: which it is, of which order, how old. */
const number = idText.refine((text) => /^[1-9]\d{0,18}$/.test(text), { message: 'no number of JD’s' });

const head = z.object({
  serviceId: number,
  orderId: number,
  serviceStatus: codeText,
  customerExpect: optional(codeText),
  updateDate: optional(moment),
  updateTime: optional(moment),
  freightUpdateDate: optional(moment),
  applyTime: optional(moment),
  sysVersion: optional(quantity),
  expressCode: optional(z.string()),
});
export type ServiceHead = z.output<typeof head>;
export const readServiceHead = (raw: unknown): Reading<ServiceHead> => readAs(head, raw);

const detail = z.object({
  skuId: optional(idText),
  actualPayPrice: optional(yuanNumber),
  serviceDetailId: optional(idText),
});

const code = optional(codeText);
const text = optional(z.string());

/** A row of a list (`ServiceBrief`) and the whole bill have these under the same names. */
const service = head.extend({
  applyTime: moment,
  customerExpect: codeText,
  customerExpectName: text,
  serviceStatusName: text,
  processResult: code,
  skuId: optional(idText),
  serviceCount: optional(quantity),
  actualPayPrice: optional(yuanNumber),
  refundAmt: optional(yuanNumber),
  questionTypeCid1: code,
  questionTypeCid2: code,
  questionTypeCid1Name: text,
  questionTypeCid2Name: text,
  questionDesc: text,
  serviceBillDetailList: listOf(detail),
  applyDetailList: listOf(z.object({ applyDetailId: optional(number) })),
});
export type Service = z.output<typeof service>;

const refundRow = z.object({
  sameOrderServiceBill: optional(z.object({ serviceId: idText, applyReason: text })),
  refoundAmount: optional(yuanNumber),
  completeTime: optional(moment),
});
export type RefundRow = z.output<typeof refundRow>;
export const readRefundRow = (raw: unknown): Reading<RefundRow> => readAs(refundRow, raw);

/**
 * A service as it is kept in the inbox: the row of the list, the bill, and what other methods know of it. JD has no one
 * answer with all of them, and the row alone stands for a bill that cannot be had.
 */
const serviceDocument = z.object({
  brief: z.record(z.string(), z.unknown()),
  bill: optional(z.record(z.string(), z.unknown())),
  freight: optional(z.object({ expressCompany: text, expressCode: optional(idText) })),
  audit: optional(z.object({ auditOvertime: optional(moment) })),
  refund: optional(refundRow),
  intervened: optional(z.boolean()),
});

export type ServiceDocument = z.output<typeof serviceDocument> & { service: Service };

export function readServiceDocument(raw: unknown): Reading<ServiceDocument> {
  const document = readAs(serviceDocument, raw);
  if (document.kind === 'unreadable') return document;
  const { brief, bill } = document.value;
  const merged = readAs(service, { ...brief, ...withoutNull(bill ?? {}) });
  return merged.kind === 'read' ? { kind: 'read', value: { ...document.value, service: merged.value } } : merged;
}

/** What the bill leaves empty, the row may know. */
const withoutNull = (bill: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(bill).filter(([, value]) => value !== null));

const auditReasons = listOf(z.object({ code: codeText, parentCode: code, name: z.string() }));
export const readAuditReasons = (raw: unknown): Reading<z.output<typeof auditReasons>> => readAs(auditReasons, raw);
