import { createHash } from 'node:crypto';
import { z } from 'zod';
import { toWallClock } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { readAs, SHANGHAI } from '../../vendor-values.ts';
import type { CourierNews, CourierPort, IncomingPush } from '../port.ts';
import type { KdniaoConfig } from './config.ts';
import { decodeHistory, decodeVisit } from './decode.ts';
import { isPushSigned } from './sign.ts';

const envelope = z.object({ Data: z.array(z.unknown()) });

/** 101 and 102 are histories, 103 is a visit; the vendor wants any other acknowledged as well. */
const decoders: Readonly<Record<string, typeof decodeHistoryNews | typeof decodeVisit>> = {
  '101': decodeHistoryNews,
  '102': decodeHistoryNews,
  '103': decodeVisit,
};

/** One push tells of many parcels, each with its whole history. */
export function readPush({ text }: IncomingPush, config: KdniaoConfig): ReturnType<CourierPort['readPush']> {
  const form = new URLSearchParams(text);
  const requestData = form.get('RequestData');
  const sign = form.get('DataSign');
  if (requestData === null || sign === null || !isPushSigned(requestData, sign, config.appKey))
    return { kind: 'forged' };
  const json = readExactJson(requestData);
  if (json.kind === 'not_json') return { kind: 'unreadable', reason: json.problem };
  const reading = readAs(envelope, json.value);
  if (reading.kind === 'unreadable') return reading;
  const decode = decoders[form.get('RequestType') ?? ''];
  const news: CourierNews[] = [];
  for (const [index, entry] of (decode ? reading.value.Data : []).entries()) {
    const item = decode?.(entry);
    if (item?.kind === 'unreadable') return { kind: 'unreadable', reason: `Data.${index}.${item.reason}` };
    if (item) news.push(item.value);
  }
  return {
    kind: 'news',
    news,
    // A repeated push bears another time, and the same data.
    documentId: createHash('sha256').update(JSON.stringify(reading.value.Data), 'utf8').digest('hex'),
    acknowledgement: JSON.stringify({
      EBusinessID: config.businessId,
      UpdateTime: toWallClock(config.now(), SHANGHAI),
      Success: true,
      Reason: '',
    }),
  };
}

function decodeHistoryNews(raw: unknown) {
  const reading = decodeHistory(raw);
  return reading.kind === 'read'
    ? { kind: 'read' as const, value: { kind: 'tracking' as const, tracking: reading.value } }
    : reading;
}
