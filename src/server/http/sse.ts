import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { toJson } from '../../domain/wire.ts';
import { raw } from './reply.ts';

const HEARTBEAT_MS = 20_000;
/** Then the browser connects anew, and whoever has lost the right to listen is refused. */
const LIFETIME_MS = 600_000;
/** A listener who is so far behind is gone, or will be better off beginning again. */
const MAX_UNREAD_BYTES = 1_048_576;

/** One browser that listens. */
export type EventStream = {
  /** `name` is the event's type for `addEventListener`; `data` becomes JSON. */
  send(name: string, data: unknown): void;
  /** Runs once, when either side has gone. */
  onClose(ended: () => void): void;
  /** What the handler returns. */
  answer: ReturnType<typeof raw>;
};

/** Opens a stream of server-sent events: for an endpoint that `produces: 'text/event-stream'`. */
export function sse(request: FastifyRequest): EventStream {
  const { openStreams } = request.server;
  const stream = new PassThrough();
  // Proxies cut connections on which nothing is said for a minute.
  const heartbeat = setInterval(() => stream.writable && stream.write(': still here\n\n'), HEARTBEAT_MS);
  const end = setTimeout(() => stream.end(), LIFETIME_MS);
  openStreams.add(stream);
  stream.once('close', () => {
    clearInterval(heartbeat);
    clearTimeout(end);
    openStreams.delete(stream);
  });
  stream.write('retry: 3000\n\n');
  return {
    send: (name, data) => {
      if (stream.writableLength > MAX_UNREAD_BYTES) stream.destroy();
      if (stream.writable) stream.write(`event: ${name}\ndata: ${toJson(data)}\n\n`);
    },
    onClose: (ended) => stream.once('close', ended),
    // Nginx would keep the events back until its buffer is full.
    answer: raw(stream, { 'x-accel-buffering': 'no' }),
  };
}

/** Ends the streams first when the server closes: it waits for open requests, and these would never end. */
export function closeStreamsWith(server: FastifyInstance): void {
  server.addHook('preClose', async () => {
    for (const stream of server.openStreams) stream.end();
  });
}
