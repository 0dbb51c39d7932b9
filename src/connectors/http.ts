/** What became of an HTTP call to a vendor. A transport fault says nothing about whether the vendor acted. */
export type HttpOutcome =
  | { kind: 'answered'; status: number; headers: Headers; body: string }
  | { kind: 'unanswered'; cause: 'timeout' | 'network'; detail: string };

export type HttpRequest = {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams | FormData;
  timeoutMs: number;
};

/** Sends one request, never retries, never throws, and reads at most `maxBytes` of the answer. */
export async function send(request: HttpRequest, maxBytes = 8_000_000): Promise<HttpOutcome> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      ...(request.headers ? { headers: request.headers } : {}),
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'error',
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    const body = await readAtMost(response, maxBytes);
    return { kind: 'answered', status: response.status, headers: response.headers, body };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    const detail =
      error instanceof Error ? `${error.message}${error.cause ? `: ${String(error.cause)}` : ''}` : String(error);
    return { kind: 'unanswered', cause: timedOut ? 'timeout' : 'network', detail };
  }
}

async function readAtMost(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
