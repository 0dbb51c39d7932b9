import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** For tests: a request as it came over the wire. `form` merges the query string and a form body, as vendors do. */
export type SeenRequest = { path: string; headers: IncomingHttpHeaders; body: Buffer; form: Record<string, string> };

export type CannedAnswer =
  | string
  | { status: number; body: string }
  | ((response: ServerResponse, request: SeenRequest) => void);

export type CannedVendor = { url: string; seen: SeenRequest[]; close(): Promise<void> };

/** For tests: a server on a free port that gives the answers in turn, the last one for ever, and remembers the requests. */
export async function cannedVendor(...answers: CannedAnswer[]): Promise<CannedVendor> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = Buffer.concat(chunks);
    const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    const form = [...url.searchParams, ...new URLSearchParams(isForm ? body.toString('utf8') : '')];
    const seenNow = { path: url.pathname, headers: request.headers, body, form: Object.fromEntries(form) };
    seen.push(seenNow);
    const answer = answers[Math.min(seen.length, answers.length) - 1] ?? '';
    if (typeof answer === 'function') return answer(response, seenNow);
    response.statusCode = typeof answer === 'string' ? 200 : answer.status;
    response.end(typeof answer === 'string' ? answer : answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** For tests: an answer that never comes, and one whose connection breaks. */
export const silence: CannedAnswer = () => {};
export const reset: CannedAnswer = (response) => response.socket?.resetAndDestroy();
