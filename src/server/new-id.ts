import { randomFillSync } from 'node:crypto';
import { idFrom } from '../domain/ids.ts';
import { toMs } from '../domain/time.ts';
import type { Clock } from './clock.ts';

export type NewId = <Prefix extends string>(prefix: Prefix) => `${Prefix}_${string}`;

/** Makes ids that sort by the time of `clock`. */
export const newIdWith =
  (clock: Clock): NewId =>
  (prefix) =>
    idFrom(prefix, toMs(clock.now()), randomBytes());

const ID_BYTES = 16;
const pool = Buffer.alloc(256 * ID_BYTES);
let used = pool.length;

/** Of a pool: asking the system each time costs more than the rest of an id. No part is handed out twice. */
function randomBytes(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.subarray(used - ID_BYTES, used);
}
