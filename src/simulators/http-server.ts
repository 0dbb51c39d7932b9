import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

export type Call = {
  method: string;
  path: string;
  query: URLSearchParams;
  contentType: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
};

/** How an answer reaches the caller; vendors lose answers in more ways than one. */
export type Delivery =
  | { kind: 'whole' }
  /** The text stops in the middle and the connection ends in good order, as a proxy out of memory does it. */
  | { kind: 'half' }
  | { kind: 'late'; delayMs: number }
  /** The connection is reset. */
  | { kind: 'dropped' }
  /** Silence until the caller gives up. */
  | { kind: 'never' };

export type Reply = {
  status: number;
  contentType: string;
  headers?: Readonly<Record<string, string>>;
  body: string | Buffer;
  delivery?: Delivery;
};

/** `url` has no slash at its end. */
export type Listening = { url: string; close(): Promise<void> };

/** Refuses a steering request: the test or the demo asked for something that cannot happen. */
export class SteeringError extends Error {
  readonly status: 400 | 404 | 409;
  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

/** Serves on 127.0.0.1; port 0 takes a free one. `close` also cuts the calls that are still hanging. */
export async function listen(port: number, answer: (call: Call) => Reply | Promise<Reply>): Promise<Listening> {
  const server = createServer((request, response) => {
    void serve(request, response, answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (call: Call) => Reply | Promise<Reply>,
): Promise<void> {
  let reply: Reply;
  try {
    reply = await answer(await readCall(request));
  } catch (error) {
    reply = errorReply(error);
  }
  deliver(response, reply);
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    contentType: request.headers['content-type'] ?? '',
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}

function errorReply(error: unknown): Reply {
  const status = error instanceof SteeringError ? error.status : 500;
  const message = error instanceof Error ? (status === 500 ? error.stack : error.message) : String(error);
  return { status, contentType: 'application/json', body: JSON.stringify({ error: message }) };
}

function deliver(response: ServerResponse, reply: Reply): void {
  const delivery = reply.delivery ?? { kind: 'whole' };
  const send = (body: string | Buffer): void => {
    if (response.destroyed) return;
    response.writeHead(reply.status, { 'content-type': reply.contentType, ...reply.headers });
    response.end(body);
  };
  switch (delivery.kind) {
    case 'whole':
      send(reply.body);
      break;
    case 'half':
      send(reply.body.slice(0, Math.floor(reply.body.length / 2)));
      break;
    case 'late':
      setTimeout(() => send(reply.body), delivery.delayMs).unref();
      break;
    case 'dropped':
      response.socket?.resetAndDestroy();
      break;
    case 'never':
      break;
  }
}
