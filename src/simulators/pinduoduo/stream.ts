import { once } from 'node:events';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Message } from './book.ts';
import { faultStages } from './fault-kinds.ts';
import { streamSign } from './signature.ts';
import { wireJson } from './wire-json.ts';
import type { PinduoduoWorld } from './world.ts';

/** The message channel. `url` has no slash at its end. */
export type Stream = {
  url: string;
  connections(): number;
  /** Breaks every connection, as a deployment of the platform does. */
  cut(): void;
  close(): Promise<void>;
};

const timestampWindowMs = 10 * 60_000;
/** The platform publishes neither of these. */
const repeatAfterMs = { silence: 10_000, fail: 5_000 };
const silentClientMs = 30_000;

/** Hands each waiting message to one connection, again and again until it is acknowledged. */
export async function openStream(world: PinduoduoWorld, port: number): Promise<Stream> {
  const { clock, book } = world;
  const open = new Set<WebSocket>();
  const underway = new Map<string, { to: WebSocket; againAt: number }>();
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port,
    verifyClient: ({ req }, answer) => answer(mayConnect(world, req.url ?? ''), 401),
  });
  await once(server, 'listening');

  const pump = (): void => {
    const [first, ...others] = open;
    if (!first) return;
    for (const message of book.waiting.values()) {
      if ((underway.get(message.id)?.againAt ?? 0) > clock.now()) continue;
      underway.set(message.id, { to: first, againAt: clock.now() + repeatAfterMs.silence });
      deliver(world, first, message);
    }
    // The next batch goes to the next connection: clients of one application share its messages.
    if (others.length > 0 && open.delete(first)) open.add(first);
  };

  server.on('connection', (socket) => {
    open.add(socket);
    let silence = endOfPatience(socket);
    socket.on('message', (data) => {
      clearTimeout(silence);
      silence = endOfPatience(socket);
      const text = String(data);
      const id = idIn(text);
      if (text.includes('"HeartBeat"')) socket.send(wireJson({ commandType: 'HeartBeat', time: clock.now() }));
      if (!id || !book.waiting.has(id)) return;
      underway.delete(id);
      if (text.includes('"Ack"')) book.record({ type: 'message_acknowledged', id });
      else underway.set(id, { to: socket, againAt: clock.now() + repeatAfterMs.fail });
    });
    socket.on('close', () => {
      clearTimeout(silence);
      open.delete(socket);
      for (const [id, { to }] of underway) if (to === socket) underway.delete(id);
    });
    socket.on('error', () => socket.terminate());
    pump();
  });
  const stopTicking = clock.onTick(pump);
  const cut = (): void => {
    for (const socket of open) socket.terminate();
  };
  return {
    url: `ws://127.0.0.1:${portOf(server)}`,
    connections: () => open.size,
    cut,
    close: () => {
      stopTicking();
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const endOfPatience = (socket: WebSocket): NodeJS.Timeout =>
  setTimeout(() => socket.terminate(), silentClientMs).unref();

/** `/message/{client_id}/{time_ms}/{sign}` */
function mayConnect(world: PinduoduoWorld, path: string): boolean {
  const [, message, clientId = '', timeMs = '', sign = ''] = path.split('/').map(decodeURIComponent);
  const secret = world.clients.get(clientId);
  if (message !== 'message' || secret === undefined || !/^\d{13}$/.test(timeMs)) return false;
  if (Math.abs(world.clock.now() - Number(timeMs)) > timestampWindowMs) return false;
  return sign === streamSign(clientId, timeMs, secret);
}

/** Its digits as they stand: a 64-bit id would not survive `JSON.parse`. */
const idIn = (text: string): string | undefined => /"id"\s*:\s*(\d+)/.exec(text)?.[1];

function deliver(world: PinduoduoWorld, socket: WebSocket, message: Message): void {
  const fault = world.faults.take(faultStages.stream, { type: message.type, mall_id: message.mall_id })?.kind;
  const frame = frameOf(world, {
    ...message,
    ...(fault === 'message_garbled' ? { content: message.content.slice(0, message.content.length / 2) } : {}),
    ...(fault === 'message_of_another_mall' ? { mall_id: '593374804' } : {}),
  });
  socket.send(frame);
  if (fault === 'message_twice') socket.send(frame);
  if (fault === 'message_cut') socket.terminate();
}

const frameOf = ({ clock }: PinduoduoWorld, { id, mall_id, type, content, created_at }: Message): string =>
  wireJson({
    id: BigInt(id),
    commandType: 'Common',
    time: created_at,
    sendTime: clock.now(),
    message: { type, mallID: BigInt(mall_id), content },
  });

function portOf(server: WebSocketServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stream has no TCP address');
  return address.port;
}
