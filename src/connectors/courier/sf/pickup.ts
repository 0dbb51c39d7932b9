import { z } from 'zod';
import { toWallClock } from '../../../domain/time.ts';
import { codeText, optional, type Reading, readAs, SHANGHAI } from '../../vendor-values.ts';
import type { BookedPickup, CourierFault, CourierPort, Doorstep, PickupOrder } from '../port.ts';
import { call, rejected } from './call.ts';
import { presumed, type SfConfig } from './config.ts';

type WithCard = SfConfig & { monthlyCard: string };

const placed = z.object({
  filterResult: optional(codeText),
  remark: optional(z.string()),
  waybillNoInfoList: optional(z.array(z.object({ waybillType: optional(codeText), waybillNo: z.string().min(1) }))),
});

const ORDERED_BEFORE = '8016';
const CANCELLED_BEFORE = '8037';
/** The address lies outside what SF serves. */
const UNREACHABLE = '3';

/** Orders a courier to the buyer's door; we pay, unless he is to. An order number that was used before is looked up: it is the same visit. */
export async function bookPickup(config: WithCard, order: PickupOrder): ReturnType<CourierPort['bookPickup']> {
  const { expressTypeId } = { ...presumed, ...config.unverified };
  const answer = await call(config, 'EXP_RECE_CREATE_ORDER', {
    language: 'zh-CN',
    orderId: order.bookingId,
    cargoDetails: [{ name: order.goods, count: 1, unit: '件' }],
    contactInfoList: [contactOf(1, order.sender), contactOf(2, order.receiver)],
    monthlyCard: config.monthlyCard,
    payMethod: order.buyerPays ? 1 : 2,
    expressTypeId,
    parcelQty: 1,
    totalWeight: order.weightGrams / 1000,
    isDocall: 1,
    ...(order.from ? { sendStartTm: toWallClock(order.from, SHANGHAI) } : {}),
    ...(order.remark ? { remark: order.remark } : {}),
  });
  if (answer.kind === 'unknown') return answer;
  if (answer.kind === 'answered') return bookedFrom(readAs(placed, answer.msgData), order.bookingId);
  if (answer.code !== ORDERED_BEFORE) return rejected(answer);
  const found = await lookUp(config, order.bookingId);
  // There is such an order, since it could not be made twice; only its number is not shown.
  return found.kind === 'refused' ? { kind: 'unknown', cause: `${found.code}: ${found.message}` } : found;
}

type Refused = { kind: 'refused'; code: string; message: string };

/** An order as it was taken; `refused`: SF does not show it. */
export async function lookUp(config: WithCard, bookingId: string): Promise<BookedPickup | CourierFault | Refused> {
  const answer = await call(config, 'EXP_RECE_SEARCH_ORDER_RESP', {
    searchType: '1',
    orderId: bookingId,
    language: 'zh-cn',
  });
  if (answer.kind === 'unknown') return answer;
  return answer.kind === 'answered' ? bookedFrom(readAs(placed, answer.msgData), bookingId) : answer;
}

function bookedFrom(reading: Reading<z.output<typeof placed>>, bookingId: string): BookedPickup | CourierFault {
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { filterResult, remark = '', waybillNoInfoList = [] } = reading.value;
  if (filterResult === UNREACHABLE) return { kind: 'rejected', code: `filterResult ${filterResult}`, message: remark };
  const main = waybillNoInfoList.find(({ waybillType }) => waybillType === undefined || waybillType === '1');
  return { kind: 'booked', reference: bookingId, ...(main ? { waybill: main.waybillNo } : {}) };
}

export async function cancelPickup(
  config: WithCard,
  { reference }: { reference: string },
): ReturnType<CourierPort['cancelPickup']> {
  const answer = await call(config, 'EXP_RECE_UPDATE_ORDER', { language: 'zh-CN', orderId: reference, dealType: 2 });
  if (answer.kind === 'unknown') return answer;
  return answer.kind === 'answered' || answer.code === CANCELLED_BEFORE ? { kind: 'cancelled' } : rejected(answer);
}

/** Back to us (2 is a return), at our cost. SF allows one such order for a waybill. */
export async function intercept(
  config: WithCard,
  { waybill, back }: { waybill: string; back: Doorstep },
): ReturnType<CourierPort['intercept']> {
  const { name, phone, province, city, district, street } = back;
  const answer = await call(config, 'EXP_RECE_WANTED_INTERCEPT', {
    waybillNo: waybill,
    serviceCode: '2',
    role: '1',
    payMode: '4',
    monthlyCardNo: config.monthlyCard,
    newDestAddress: { province, city, county: district, address: street, contact: name, phone },
  });
  if (answer.kind === 'unknown') return answer;
  return answer.kind === 'answered' ? { kind: 'asked' } : rejected(answer);
}

const contactOf = (contactType: 1 | 2, { name, phone, province, city, district, street }: Doorstep) => ({
  contactType,
  contact: name,
  mobile: phone,
  country: 'CN',
  province,
  city,
  county: district,
  address: street,
});
