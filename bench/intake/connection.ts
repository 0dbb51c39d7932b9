import { createConnection, type Socket } from 'node:net';

export type Answer = { status: number; text: string };

/**
 * A kept-alive connection of HTTP/1.1 that sends one call after another, as it stands in bytes. It does no more than that:
 * a client that costs as much as the server would be measured with it on a small machine.
 */
export type Connection = { call(bytes: Buffer): Promise<Answer>; close(): void };

export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = await connected(createConnection({ host: hostname, port: Number(port), noDelay: true }));
  let arrived = '';
  let waiting: { answered: (answer: Answer) => void; failed: (error: Error) => void } | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    arrived += chunk;
    const answer = answerIn(arrived);
    if (!answer) return;
    arrived = '';
    waiting?.answered(answer);
  });
  const fail = (error: Error) => waiting?.failed(error);
  socket.on('error', fail).on('close', () => fail(new Error('the server has closed the connection')));
  return {
    call: (bytes) =>
      new Promise((answered, failed) => {
        waiting = { answered, failed };
        socket.write(bytes);
      }),
    close: () => socket.destroy(),
  };
}

const connected = (socket: Socket): Promise<Socket> =>
  new Promise((resolve, reject) => socket.once('connect', () => resolve(socket)).once('error', reject));

/** A whole answer, whose end its length tells; undefined while some of it is still on its way. */
function answerIn(arrived: string): Answer | undefined {
  const headEnd = arrived.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(arrived.slice(0, headEnd))?.[1] ?? 0);
  const text = arrived.slice(headEnd + 4);
  return text.length < length ? undefined : { status: Number(arrived.slice(9, 12)), text };
}

/** The bytes of a call: head and body in one piece. */
export function callBytes(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({ host, ...headers, 'content-length': String(body.length) });
  const head = [`POST ${pathname} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n')), body]);
}
