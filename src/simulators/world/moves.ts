import { z } from 'zod';
import type { Buyer } from './buyer.ts';
import { sendParcel } from './buyers.ts';
import type { Client } from './http.ts';
import type { Case } from './memory.ts';
import { anything } from './shapes.ts';
import type { World } from './world.ts';

/** Sets up one thing on a platform; undefined where it could not be. */
export async function created<T>(
  client: Client,
  path: string,
  body: unknown,
  shape: z.ZodType<T>,
): Promise<T | undefined> {
  const answer = await client({ method: 'POST', path, body, shape: z.array(shape) });
  return answer.ok ? answer.value[0] : undefined;
}

export type Move = (what: string, body?: unknown) => Promise<{ ok: boolean }>;

/** Does something to what stands at `path`. */
export const movesAt =
  (client: Client, path: string): Move =>
  (what, body = {}) =>
    client({ method: 'POST', path: `${path}/${what}`, body, shape: anything });

/** The shop has agreed: the buyer sends the goods, keeps them after all, or thinks better of it. False at the end. */
export async function sendBack(
  world: World,
  kase: Case,
  buyer: Buyer,
  act: Move,
  words: { withdraw: string; parcel: (courier: string, waybill: string, name: string) => unknown },
): Promise<boolean> {
  if (buyer.wish?.withdraws) await act(words.withdraw);
  if (buyer.wish?.withdraws || buyer.wish?.sends !== true) return false;
  return sendParcel(world, kase, buyer, (...sent) => act('ship', words.parcel(...sent)));
}
