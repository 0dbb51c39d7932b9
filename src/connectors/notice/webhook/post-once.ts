import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type Resolve, resolveOnce } from '../resolve.ts';

export type PostOutcome =
  | { kind: 'answered'; status: number; retryAfter: string | undefined; body: string }
  | { kind: 'near' }
  | { kind: 'unanswered'; cause: 'timeout' | 'network'; detail: string };

export type Post = {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  maxAnswerBytes: number;
  mayBeNear: boolean;
  resolve?: Resolve;
};

/**
 * Posts to an address that a merchant typed. The name is looked up once, the connection goes to the address that was
 * checked, redirects are not followed, and of the answer no more than a little is read.
 */
export async function postOnce(post: Post): Promise<PostOutcome> {
  const deadline = AbortSignal.timeout(post.timeoutMs);
  const { hostname } = new URL(post.url);
  const resolved = await withDeadline(resolveOnce(hostname, post.mayBeNear, post.resolve), deadline);
  if (resolved === undefined) return { kind: 'unanswered', cause: 'timeout', detail: 'the name server' };
  if (resolved.kind === 'near') return resolved;
  if (resolved.kind === 'nowhere') return { kind: 'unanswered', cause: 'network', detail: resolved.cause };
  return exchange(post, resolved.address, deadline);
}

const withDeadline = async <T>(work: Promise<T>, deadline: AbortSignal): Promise<T | undefined> =>
  Promise.race([
    work,
    new Promise<undefined>((resolve) => {
      deadline.addEventListener('abort', () => resolve(undefined), { once: true });
    }),
  ]);

function exchange(post: Post, address: string, deadline: AbortSignal): Promise<PostOutcome> {
  const url = new URL(post.url);
  const family = address.includes(':') ? 6 : 4;
  // Node asks for one address or for all of them, as its version will have it.
  const lookup: LookupFunction = (_, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);
  return new Promise((settle) => {
    const failed = (error: Error): void =>
      settle({ kind: 'unanswered', cause: deadline.aborted ? 'timeout' : 'network', detail: error.message });
    const open = url.protocol === 'http:' ? overHttp : overHttps;
    const sent = open(url, {
      method: 'POST',
      headers: { ...post.headers, 'content-length': String(Buffer.byteLength(post.body)) },
      lookup,
      signal: deadline,
      // A connection of its own: one that is kept may have been opened before the address was checked.
      agent: false,
    });
    sent.once('error', failed);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const { statusCode: status = 0 } = response;
      const answered = (): void => {
        const body = Buffer.concat(chunks).toString('utf8').slice(0, post.maxAnswerBytes);
        settle({ kind: 'answered', status, retryAfter: response.headers['retry-after'], body });
      };
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= post.maxAnswerBytes) chunks.push(chunk);
        else {
          // The status has said what there is to know.
          answered();
          response.destroy();
        }
      });
      response.once('end', answered);
      response.once('error', failed);
      response.once('aborted', () => failed(new Error('the answer broke off')));
    });
    sent.end(post.body);
  });
}
