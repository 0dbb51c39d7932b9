import { callBytes, openConnection } from './connection.ts';
import { type PushChannel, signedPush } from './pushes.ts';

/** Where each platform calls. */
export type PushAddresses = Readonly<Record<PushChannel, string>>;

export type ReadyPush = { channel: PushChannel; bytes: Buffer };

/** Signed ahead: platforms do it on machines of their own. */
export const readyPushes = (addresses: PushAddresses, first: number, count: number, nowMs: number): ReadyPush[] =>
  Array.from({ length: count }, (_, i) => {
    const { channel, headers, body } = signedPush(first + i, nowMs);
    return { channel, bytes: callBytes(addresses[channel], headers, body) };
  });

/** Sends each of `pushes` once, `concurrency` at a time. @returns seconds until the last was answered; every answer is 200 */
export async function sendPushes(
  addresses: PushAddresses,
  pushes: readonly ReadyPush[],
  concurrency: number,
): Promise<number> {
  const connections = await Promise.all(Array.from({ length: concurrency }, () => openConnection(addresses.douyin)));
  const queue = pushes[Symbol.iterator]();
  const startedAt = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      for (const { bytes } of queue) {
        const { status, text } = await connection.call(bytes);
        if (status !== 200) throw new Error(`a push was answered ${status}: ${text}`);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const connection of connections) connection.close();
  return seconds;
}
