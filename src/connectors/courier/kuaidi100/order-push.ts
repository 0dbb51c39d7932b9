import { z } from 'zod';
import { codeText, idText, optional, type Reading, readAs } from '../../vendor-values.ts';
import { meaningOf } from '../code-table.ts';
import type { InterceptNews, PickupNews } from '../port.ts';
import { referenceOf } from './pickup.ts';
import { pickupCodes } from './pickup-states.ts';

/** What became of a visit. Documents put some fields one level up, so both are read. */
const pickupPush = z.object({
  kuaidicom: optional(z.string()),
  kuaidinum: optional(z.string()),
  message: optional(z.string()),
  data: z.object({
    orderId: idText,
    status: codeText,
    kuaidinum: optional(z.string()),
    courierName: optional(z.string()),
    courierMobile: optional(codeText),
  }),
});

/** The body of an intercept's result is in no public document: this is its request turned round. */
const interceptPush = z.object({
  kuaidicom: z.string().min(1),
  kuaidinum: z.string().min(1),
  status: codeText,
  message: optional(z.string()),
});

const interceptStates: Readonly<Record<string, InterceptNews['state']>> = {
  INTERCEPTING: 'asked',
  SUCCESS: 'done',
  FAIL: 'failed',
};

export function decodePickupPush(raw: unknown, taskId: string): Reading<PickupNews> {
  const reading = readAs(pickupPush, raw);
  if (reading.kind === 'unreadable') return reading;
  const { kuaidicom, data, message = '' } = reading.value;
  const waybill = data.kuaidinum ?? reading.value.kuaidinum;
  const state = meaningOf(pickupCodes, data.status);
  const { courierName: name, courierMobile: phone } = data;
  return {
    kind: 'read',
    value: {
      kind: 'pickup',
      reference: referenceOf(taskId, data.orderId),
      code: data.status,
      text: pickupCodes[data.status]?.text ?? message,
      ...(kuaidicom ? { courier: kuaidicom } : {}),
      ...(waybill ? { waybill } : {}),
      ...(state ? { state } : {}),
      ...(name || phone ? { courierPerson: { ...(name ? { name } : {}), ...(phone ? { phone } : {}) } } : {}),
    },
  };
}

export function decodeInterceptPush(raw: unknown): Reading<InterceptNews> {
  const reading = readAs(interceptPush, raw);
  if (reading.kind === 'unreadable') return reading;
  const { kuaidicom: courier, kuaidinum: waybill, status, message } = reading.value;
  const state = interceptStates[status] ?? 'unrecognised';
  return { kind: 'read', value: { kind: 'intercept', courier, waybill, state, text: message ?? status } };
}
