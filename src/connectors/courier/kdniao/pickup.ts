import { z } from 'zod';
import { toWallClock } from '../../../domain/time.ts';
import { optional, readAs, SHANGHAI } from '../../vendor-values.ts';
import type { CourierPort, Doorstep, PickupOrder } from '../port.ts';
import { call, faultOf } from './call.ts';
import { type KdniaoConfig, presumed } from './config.ts';
import { shippers } from './couriers.ts';

/** 现付 */
const PAID_AT_THE_DOOR = 1;

const PATH = '/api/OOrderService';

const booked = z.object({ Order: optional(z.object({ LogisticCode: optional(z.string()) })) });

/** Orders a visit. The vendor knows it by our number, and refuses the number when it comes again: then it is booked. */
export async function bookPickup(config: KdniaoConfig, order: PickupOrder): ReturnType<CourierPort['bookPickup']> {
  const { bookType, duplicateCode } = { ...presumed, ...config.unverified };
  const kilograms = order.weightGrams / 1000;
  const answer = await call(config, PATH, bookType, {
    OrderCode: order.bookingId,
    ShipperCode: shippers.theirs(order.courier),
    PayType: order.buyerPays ? PAID_AT_THE_DOOR : Number(config.payType),
    ...(config.monthCode ? { MonthCode: config.monthCode } : {}),
    ExpType: 1,
    Sender: addressOf(order.sender),
    Receiver: addressOf(order.receiver),
    Commodity: [{ GoodsName: order.goods, Goodsquantity: 1, GoodsWeight: kilograms }],
    Weight: kilograms,
    Quantity: 1,
    ...(order.from && order.to
      ? { StartDate: toWallClock(order.from, SHANGHAI), EndDate: toWallClock(order.to, SHANGHAI) }
      : {}),
    ...(order.remark ? { Remark: order.remark.slice(0, 60) } : {}),
  });
  if (answer.kind === 'unknown') return answer;
  if (answer.kind === 'refused')
    return answer.code === duplicateCode ? { kind: 'booked', reference: order.bookingId } : faultOf(answer);
  const reading = readAs(booked, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const waybill = reading.value.Order?.LogisticCode;
  return { kind: 'booked', reference: order.bookingId, ...(waybill ? { waybill } : {}) };
}

export async function cancelPickup(
  config: KdniaoConfig,
  booking: { reference: string; courier: string; reason: string },
): ReturnType<CourierPort['cancelPickup']> {
  const { cancelType } = { ...presumed, ...config.unverified };
  const answer = await call(config, PATH, cancelType, {
    OrderCode: booking.reference,
    ShipperCode: shippers.theirs(booking.courier),
    CancelMsg: booking.reason,
  });
  if (answer.kind === 'unknown') return answer;
  return answer.kind === 'refused' ? faultOf(answer) : { kind: 'cancelled' };
}

const addressOf = ({ name, phone, province, city, district, street }: Doorstep) => ({
  Name: name,
  Mobile: phone,
  ProvinceName: province,
  CityName: city,
  ExpAreaName: district,
  Address: street,
});
