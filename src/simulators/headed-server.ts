import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Call, type Listening, type Reply, SteeringError } from './http-server.ts';

/** A call of a vendor whose keys travel in headers. */
export type HeadedCall = Call & { headers: IncomingHttpHeaders };
export type HeadedReply = Reply & { headers?: Readonly<Record<string, string>> };

/** As `listen` does, with the headers of calls and answers. */
export async function listenToHeaders(
  port: number,
  answer: (call: HeadedCall) => HeadedReply | Promise<HeadedReply>,
): Promise<Listening> {
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
  answer: (call: HeadedCall) => HeadedReply | Promise<HeadedReply>,
): Promise<void> {
  let reply: HeadedReply;
  try {
    reply = await answer(await readCall(request));
  } catch (error) {
    const status = error instanceof SteeringError ? error.status : 500;
    const message = error instanceof Error ? (status === 500 ? error.stack : error.message) : String(error);
    reply = { status, contentType: 'application/json', body: JSON.stringify({ error: message }) };
  }
  deliver(response, reply);
}

async function readCall(request: IncomingMessage): Promise<HeadedCall> {
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

function deliver(response: ServerResponse, { status, contentType, headers, body, delivery }: HeadedReply): void {
  const send = (text: string): void => {
    if (response.destroyed) return;
    response.writeHead(status, { 'content-type': contentType, ...headers });
    response.end(text);
  };
  switch (delivery?.kind) {
    case 'half':
      send(body.slice(0, Math.floor(body.length / 2)));
      break;
    case 'late':
      setTimeout(() => send(body), delivery.delayMs).unref();
      break;
    case 'dropped':
      response.socket?.resetAndDestroy();
      break;
    case 'never':
      break;
    default:
      send(body);
  }
}
