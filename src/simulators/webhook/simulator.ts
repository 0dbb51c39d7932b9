import { createHmac } from 'node:crypto';
import { deliveryOf, faultBoard } from '../faults.ts';
import { type Call, listen, type Reply } from '../http-server.ts';
import { clockOf, type Simulator, type StartOptions } from '../simulator.ts';
import { commonRoutes, isSteering, steer } from '../steering.ts';

export type WebhookOptions = StartOptions & { secret?: string };

/** A delivery that was signed well, with its parts as they came. */
export type Caught = { id: string; timestamp: string; body: unknown };

const beforeTaking = ['fail_before', 'hang_before', 'throttled', 'gone', 'redirect', 'refused'] as const;
const afterTaking = ['fail_after', 'hang_after', 'drop_after', 'endless'] as const;

/** What any merchant's own system might be: it listens at `/hook`, checks the signature and remembers. */
export async function startWebhookCatcher({
  secret = 'whsec_Z3VpbGFpLXRlc3Qtc2VjcmV0LTAxMjM0NTY3ODk=',
  ...options
}: WebhookOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'webhook');
  const faults = faultBoard([...beforeTaking, ...afterTaking]);
  const caught: Caught[] = [];
  const steering = { ...commonRoutes({ faults, clock }), 'GET /caught': () => caught };
  const server = await listen(options.port ?? 0, (call) => {
    if (isSteering(call)) return steer(steering, call);
    return call.method === 'POST' && call.path === '/hook' ? receive(call) : plain(404, 'no hook here');
  });

  function receive(call: Call): Reply {
    const early = faults.take(beforeTaking, {});
    switch (early?.kind) {
      case 'fail_before':
        return plain(500, 'something broke');
      case 'hang_before':
        return { ...plain(200, 'ok'), delivery: { kind: 'never' } };
      case 'throttled':
        return { ...plain(429, 'slow down'), headers: { 'retry-after': '30' } };
      case 'gone':
        return plain(410, 'gone');
      case 'redirect':
        return { ...plain(307, 'elsewhere'), headers: { location: `${server.url}/hook` } };
      case 'refused':
        return plain(422, 'this system does not understand it');
      default:
    }
    if (!isSigned(call, secret, clock.now())) return plain(401, 'the signature is wrong');
    caught.push({
      id: header(call, 'webhook-id'),
      timestamp: header(call, 'webhook-timestamp'),
      body: JSON.parse(call.body.toString('utf8')),
    });
    const late = faults.take(afterTaking, {});
    if (late?.kind === 'fail_after') return plain(500, 'something broke afterwards');
    if (late?.kind === 'endless') return plain(200, 'x'.repeat(5_000_000));
    return late ? { ...plain(200, 'ok'), delivery: deliveryOf(late) } : plain(200, 'ok');
  }

  return { url: server.url, clock, close: server.close };
}

const plain = (status: number, body: string): Reply => ({ status, contentType: 'text/plain', body });

const header = (call: Call, name: string): string => {
  const value = call.headers[name];
  return typeof value === 'string' ? value : '';
};

/** As the standard says: within five minutes, and one of the signatures in the list is ours. */
export function isSigned(call: Pick<Call, 'headers' | 'body'>, secret: string, nowMs: number): boolean {
  const read = (name: string): string => String(call.headers[name] ?? '');
  const timestamp = read('webhook-timestamp');
  if (!/^\d{10}$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = Buffer.concat([Buffer.from(`${read('webhook-id')}.${timestamp}.`), call.body]);
  const wanted = createHmac('sha256', key).update(signed).digest('base64');
  return read('webhook-signature')
    .split(' ')
    .some((each) => each === `v1,${wanted}`);
}
