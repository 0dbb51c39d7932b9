import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Scan } from '../../../domain/parcels/scans.ts';
import { isEnd } from '../../../domain/parcels/statuses.ts';
import { readExactJson } from '../../exact-json.ts';
import { codeText, idText, optional, readAs, shanghaiTime } from '../../vendor-values.ts';
import { meaningOf } from '../code-table.ts';
import type { CourierPort, IncomingPush, PickupNews, Tracking, TrackingNews } from '../port.ts';
import { isAddressProven } from './sign.ts';
import { orderCodes, statusOf } from './states.ts';

export const route = z.object({
  acceptTime: shanghaiTime,
  acceptAddress: optional(z.string()),
  remark: optional(z.string()),
  opCode: codeText,
});

const routePush = z.object({
  Body: z.object({ WaybillRoute: z.array(route.extend({ id: idText, mailno: z.string().min(1) })) }),
});

const orderPush = z.object({
  orderState: z.array(
    z.object({
      orderNo: z.string().min(1),
      waybillNo: optional(z.string()),
      orderStateCode: codeText,
      orderStateDesc: optional(z.string()),
      empPhone: optional(codeText),
      createTm: optional(z.string()),
    }),
  ),
});

/** What was pushed twice has the same numbers. */
const documentId = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex');

export const scanOf = ({ acceptTime, acceptAddress, remark = '', opCode }: z.output<typeof route>): Scan => ({
  at: acceptTime,
  status: statusOf({ opCode, remark }),
  code: opCode,
  text: remark,
  ...(acceptAddress ? { location: acceptAddress } : {}),
});

export const isOver = (scans: readonly Scan[]): boolean =>
  scans.some(({ status }) => status !== 'unrecognised' && isEnd(status));

/** Routes as they happen, of several waybills at once; or how a visit stands. */
export function readPush({ text, query }: IncomingPush, pushKey: string): ReturnType<CourierPort['readPush']> {
  if (!isAddressProven(query['key'], pushKey)) return { kind: 'forged' };
  const json = readExactJson(text);
  if (json.kind === 'not_json') return { kind: 'unreadable', reason: json.problem };
  const isOrder = typeof json.value === 'object' && json.value !== null && 'orderState' in json.value;
  return isOrder ? readOrderPush(json.value) : readRoutePush(json.value);
}

function readRoutePush(raw: unknown): ReturnType<CourierPort['readPush']> {
  const reading = readAs(routePush, raw);
  if (reading.kind === 'unreadable') return reading;
  const routes = reading.value.Body.WaybillRoute;
  const waybills = [...new Set(routes.map(({ mailno }) => mailno))];
  const news = waybills.map((waybill): TrackingNews => {
    const scans = routes.filter(({ mailno }) => mailno === waybill).map(scanOf);
    const tracking: Tracking = { courier: 'shunfeng', waybill, extent: 'news', scans, ended: isOver(scans) };
    return { kind: 'tracking', tracking };
  });
  return {
    kind: 'news',
    news,
    documentId: documentId(routes.map(({ id }) => id)),
    acknowledgement: JSON.stringify({ return_code: '0000', return_msg: '成功' }),
  };
}

function readOrderPush(raw: unknown): ReturnType<CourierPort['readPush']> {
  const reading = readAs(orderPush, raw);
  if (reading.kind === 'unreadable') return reading;
  const states = reading.value.orderState;
  const news = states.map(({ orderNo, waybillNo, orderStateCode, orderStateDesc, empPhone }): PickupNews => {
    const state = meaningOf(orderCodes, orderStateCode);
    return {
      kind: 'pickup',
      bookingId: orderNo,
      reference: orderNo,
      courier: 'shunfeng',
      code: orderStateCode,
      text: orderStateDesc ?? '',
      ...(waybillNo ? { waybill: waybillNo } : {}),
      ...(state ? { state } : {}),
      ...(empPhone ? { courierPerson: { phone: empPhone } } : {}),
    };
  });
  return {
    kind: 'news',
    news,
    documentId: documentId(
      states.flatMap(({ orderNo, orderStateCode, createTm = '' }) => [orderNo, orderStateCode, createTm]),
    ),
    acknowledgement: JSON.stringify({ success: 'true', code: '0', msg: '' }),
  };
}
