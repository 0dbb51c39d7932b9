import { z } from 'zod';
import { type Instant, localDate, toMs, toWallClock } from '../../../domain/time.ts';
import { idText, optional, readAs, SHANGHAI } from '../../vendor-values.ts';
import type { BookedPickup, CourierFault, CourierPort, Doorstep, NotOffered, PickupOrder } from '../port.ts';
import { faultOf, meaningOfOrder } from './answers.ts';
import { type Answer, post } from './call.ts';
import type { Kuaidi100Config } from './config.ts';
import { signOrder } from './sign.ts';

const booked = z.object({
  data: z.object({ taskId: idText, orderId: idText, kuaidinum: optional(z.string()) }),
});

/** The vendor has two numbers for a visit and wants both back. */
export const referenceOf = (taskId: string, orderId: string): string => `${taskId}:${orderId}`;

/** Orders a visit as a business (商家寄件). The vendor answers a repeated `thirdOrderId` with the first order, for 48 hours. */
export async function bookPickup(
  config: Kuaidi100Config & { secret: string },
  order: PickupOrder,
): Promise<BookedPickup | CourierFault | NotOffered> {
  const { sender, receiver } = order;
  const answer = await call(config, `${config.pollBaseUrl}/order/borderapi.do`, 'bOrder', {
    kuaidicom: order.courier,
    recManName: receiver.name,
    recManMobile: receiver.phone,
    recManPrintAddr: addressOf(receiver),
    sendManName: sender.name,
    sendManMobile: sender.phone,
    sendManPrintAddr: addressOf(sender),
    callBackUrl: order.callbackUrl,
    cargo: order.goods,
    weight: String(order.weightGrams / 1000),
    salt: config.salt,
    thirdOrderId: order.bookingId,
    ...(order.remark ? { remark: order.remark } : {}),
    ...windowOf(order, config.now()),
  });
  if (answer.kind === 'unknown') return answer;
  const reading = readAs(booked, answer.body);
  const { result, returnCode, message = '' } = answer.verdict;
  if (reading.kind === 'read') {
    const { taskId, orderId, kuaidinum } = reading.value.data;
    const reference = referenceOf(taskId, orderId);
    return { kind: 'booked', reference, ...(kuaidinum ? { waybill: kuaidinum } : {}) };
  }
  const code = codeOf(result, returnCode);
  const meaning = meaningOfOrder(code);
  if (meaning === 'done') return { kind: 'unknown', cause: reading.reason };
  return faultOf(meaning, code, message);
}

export async function cancelPickup(
  config: Kuaidi100Config & { secret: string },
  { reference, reason }: { reference: string; reason: string },
): ReturnType<CourierPort['cancelPickup']> {
  const [taskId = '', orderId = ''] = reference.split(':');
  const answer = await call(config, `${config.pollBaseUrl}/order/borderapi.do`, 'cancel', {
    taskId,
    orderId,
    cancelMsg: reason.slice(0, 30),
  });
  return verdictOf(answer, { kind: 'cancelled' });
}

/** Back to whoever sent it. The answer says only that the courier was asked. */
export async function intercept(
  config: Kuaidi100Config & { secret: string },
  request: { courier: string; waybill: string; reason: string; callbackUrl: string },
): ReturnType<CourierPort['intercept']> {
  const answer = await call(config, `${config.apiBaseUrl}/label/order`, 'interceptOrder', {
    kuaidicom: request.courier,
    kuaidinum: request.waybill,
    interceptType: 'RETURN_SEND_ADDR',
    reason: request.reason,
    orderRole: '1',
    salt: config.salt,
    callbackUrl: request.callbackUrl,
  });
  return verdictOf(answer, { kind: 'asked' });
}

export function call(
  config: Kuaidi100Config & { secret: string },
  url: string,
  method: string,
  content: Record<string, string>,
): Promise<Answer> {
  const param = JSON.stringify(content);
  const t = String(toMs(config.now()));
  const sign = signOrder(param, t, config.key, config.secret);
  return post(url, { method, key: config.key, t, sign, param }, config.timeoutMs);
}

/** A success without a number of its own is one. */
export const codeOf = (result: boolean | undefined, returnCode: string | undefined): string =>
  returnCode ?? (result ? '200' : '');

function verdictOf<Done>(answer: Answer, done: Done): Done | CourierFault {
  if (answer.kind === 'unknown') return answer;
  const { result, returnCode, message = '' } = answer.verdict;
  const code = codeOf(result, returnCode);
  const meaning = meaningOfOrder(code);
  return meaning === 'done' ? done : faultOf(meaning, code, message);
}

const addressOf = ({ province, city, district, street }: Doorstep): string =>
  // In a municipality province and city are one.
  [province, city === province ? '' : city, district, street].join('');

/** The vendor knows three days, by name. */
const dayNames = ['今天', '明天', '后天'] as const;

function windowOf({ from, to }: PickupOrder, now: Instant): Record<string, string> {
  if (!from || !to) return {};
  const day = (at: Instant): number => Date.parse(localDate(at, SHANGHAI));
  const dayType = dayNames[Math.round((day(from) - day(now)) / 86_400_000)];
  if (!dayType) return {};
  const clock = (at: Instant): string => toWallClock(at, SHANGHAI).slice(11, 16);
  return { dayType, pickupStartTime: clock(from), pickupEndTime: clock(to) };
}
