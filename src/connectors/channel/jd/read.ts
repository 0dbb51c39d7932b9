import { z } from 'zod';
import { optional, readAs } from '../../vendor-values.ts';
import type { ChannelFault, Found } from '../port.ts';
import { call, callAsc, payloadOf } from './call.ts';
import { type JdConfig, unverified } from './config.ts';
import { applicationDocument, orderDocument, unreadable } from './documents.ts';
import { readApplicationPage, readPage, refusalIn } from './envelope.ts';
import { getService } from './read-service.ts';
import { readNumber, readRefundId } from './refund-id.ts';

/** No address is asked for: returns do not need it. */
export const orderFields = [
  'orderId,venderId,orderState,orderTotalPrice,orderPayment,balanceUsed,freightPrice,sellerDiscount,payType',
  'orderStartTime,paymentConfirmTime,orderEndTime,modified,consigneeInfo,itemInfoList,couponDetailList,waybill',
  'logisticsId,pin,open_id_buyer,xid_buyer',
].join(',');

const orderDetail = z.object({ apiResult: optional(z.unknown()), orderInfo: optional(z.unknown()) });

export async function getOrder(config: JdConfig, externalId: string): Promise<Found> {
  const order_id = readNumber(externalId);
  if (order_id === undefined) return { kind: 'absent' };
  const answer = await payloadOf(
    config,
    'orderDetailInfo',
    call(config, 'jingdong.pop.order.get', { order_id, optional_fields: orderFields }),
  );
  if (answer.kind !== 'payload') return absentOr(config, answer);
  const detail = readAs(orderDetail, answer.payload);
  if (detail.kind === 'unreadable') return unreadable('orderDetailInfo', detail.reason);
  const refusal = refusalIn(detail.value.apiResult ?? {}, unverified(config).staleCodes);
  if (refusal) return absentOr(config, refusal);
  return detail.value.orderInfo ? orderDocument(detail.value.orderInfo) : { kind: 'absent' };
}

export async function getRefund(config: JdConfig, externalId: string): Promise<Found> {
  const id = readRefundId(externalId);
  if (!id) return { kind: 'absent' };
  if (id.kind === 'application') return getApplication(config, id.number);
  // The bill is only given out with its order's number, which the list tells.
  const answer = await payloadOf(
    config,
    'pageResult',
    callAsc(config, 'query.list', { serviceId: id.number, pageNumber: 1, pageSize: 1 }),
  );
  if (answer.kind !== 'payload') return absentOr(config, answer);
  const page = readPage(answer.payload);
  if (page.kind === 'unreadable') return unreadable('pageResult', page.reason);
  const [brief] = page.value.rows;
  if (brief === undefined) return { kind: 'absent' };
  const found = await getService(config, brief);
  return found.kind === 'document' || found.kind === 'absent' ? found : absentOr(config, found);
}

async function getApplication(config: JdConfig, id: bigint): Promise<Found> {
  const answer = await payloadOf(
    config,
    'queryResult',
    call(config, 'jingdong.pop.afs.soa.refundapply.queryById', { id }),
  );
  if (answer.kind !== 'payload') return absentOr(config, answer);
  const page = readApplicationPage(answer.payload);
  if (page.kind === 'unreadable') return unreadable('queryResult', page.reason);
  const [row] = page.value.rows;
  return row === undefined ? { kind: 'absent' } : applicationDocument(row);
}

const absentOr = (config: JdConfig, fault: ChannelFault): Found =>
  fault.kind === 'refused' && unverified(config).absentCodes.includes(fault.code) ? { kind: 'absent' } : fault;
