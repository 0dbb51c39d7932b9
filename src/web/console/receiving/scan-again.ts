import { type Instant, toMs } from '../../../domain/time.ts';

export type Read = { code: string; at: Instant };

/** A label that stays before the camera is one scan; taken away and shown again, it is another. */
const GONE_MS = 2_000;

export const isRepeated = (last: Read | undefined, read: Read): boolean =>
  last?.code === read.code && toMs(read.at) - toMs(last.at) < GONE_MS;
