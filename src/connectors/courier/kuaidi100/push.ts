import { createHash } from 'node:crypto';
import { readExactJson } from '../../exact-json.ts';
import type { Reading } from '../../vendor-values.ts';
import type { CourierNews, CourierPort, IncomingPush, TrackingNews } from '../port.ts';
import { decodePush } from './decode.ts';
import { decodeInterceptPush, decodePickupPush } from './order-push.ts';
import { isPushSigned } from './sign.ts';

const acknowledgement = JSON.stringify({ result: true, returnCode: '200', message: '成功' });

/** Histories, visits and intercepts come in one form, signed with our salt. */
export function readPush({ text }: IncomingPush, salt: string): ReturnType<CourierPort['readPush']> {
  const form = new URLSearchParams(text);
  const param = form.get('param');
  const sign = form.get('sign');
  if (param === null || sign === null || !isPushSigned(param, sign, salt)) return { kind: 'forged' };
  const json = readExactJson(param);
  if (json.kind === 'not_json') return { kind: 'unreadable', reason: json.problem };
  const reading = newsOf(json.value, form.get('taskId'));
  if (reading.kind === 'unreadable') return reading;
  // Kuaidi100 numbers no pushes; its repeats are the same text.
  const documentId = createHash('sha256').update(param, 'utf8').digest('hex');
  return { kind: 'news', news: [reading.value], documentId, acknowledgement };
}

function newsOf(raw: unknown, taskId: string | null): Reading<CourierNews> {
  if (taskId !== null) return decodePickupPush(raw, taskId);
  const isHistory = typeof raw === 'object' && raw !== null && 'lastResult' in raw;
  if (!isHistory && typeof raw === 'object' && raw !== null && 'kuaidinum' in raw) return decodeInterceptPush(raw);
  const reading = decodePush(raw);
  if (reading.kind === 'unreadable') return reading;
  const { status, message, comNew, tracking } = reading.value;
  const stopped: TrackingNews['stopped'] =
    status === 'abort' ? { reason: message ?? 'abort', ...(comNew ? { courier: comNew } : {}) } : undefined;
  return {
    kind: 'read',
    value: {
      kind: 'tracking',
      tracking: { ...tracking, ended: tracking.ended || status === 'shutdown' },
      ...(stopped ? { stopped } : {}),
    },
  };
}
