import { afterEach, describe, expect, test } from 'vitest';
import type { Instant } from '../../../domain/time.ts';
import { startWebhookCatcher } from '../../../simulators/webhook/simulator.ts';
import { type CannedVendor, cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { sample } from '../conformance.ts';
import { isNearAddress } from '../near-address.ts';
import { resolveOnce } from '../resolve.ts';
import { webhookVendor } from './account.ts';
import { webhookKey, webhookSignature } from './sign.ts';
import { type WebhookConfig, webhook } from './webhook.ts';

const secret = 'whsec_Z3VpbGFpLXRlc3Qtc2VjcmV0LTAxMjM0NTY3ODk=';
const key = webhookKey(secret) ?? Buffer.alloc(0);
const now = () => '2026-11-24T01:30:00.000Z' as Instant;
let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

const portTo = (url: string, changed: Partial<WebhookConfig> = {}) =>
  webhook({ url, key, timeoutMs: 5_000, mayBeNear: true, now, ...changed });

test('the signature is the one that the authors of Standard Webhooks publish', () => {
  const published = webhookKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') ?? Buffer.alloc(0);
  expect(webhookSignature('msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}', published)).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  );
});

test.each([
  '',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsec_',
  'whsec_c2hvcnQ=',
  'whsec_not base64!',
  `whsec_${'QUFB'.repeat(22)}`,
])('"%s" is no secret', (text) => {
  expect(webhookKey(text)).toBeUndefined();
});

test('a repeat is the same body under the same id, signed anew', async () => {
  vendor = await cannedVendor({ status: 204, body: '' });
  await portTo(vendor.url).send(sample);
  await portTo(vendor.url, { now: () => '2026-11-24T02:00:00.000Z' as Instant }).send(sample);
  const [first, second] = vendor.seen;
  expect(first?.headers['webhook-id']).toBe('ntc_sample');
  expect(second?.headers['webhook-id']).toBe('ntc_sample');
  expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
  expect(second?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature']);
  expect(JSON.parse(first?.body.toString('utf8') ?? '')).toEqual({
    type: 'notice',
    timestamp: sample.at,
    data: {
      id: 'ntc_sample',
      severity: 'urgent',
      title: sample.title,
      lines: sample.lines,
      url: sample.url,
      language: 'zh',
    },
  });
});

test.each([
  ['gone', { kind: 'rejected', code: 'gone', retryable: false }],
  ['redirect', { kind: 'rejected', code: 'http_307', retryable: true }],
  ['refused', { kind: 'rejected', code: 'http_422', message: 'this system does not understand it', retryable: true }],
  ['throttled', { kind: 'throttled', retryAfterMs: 30_000 }],
  // Five megabytes of answer: the status counts, and the rest is not read.
  ['endless', { kind: 'sent' }],
])('%s means %j, and nothing is followed', async (kind, outcome) => {
  const simulator = await startWebhookCatcher({ secret });
  const steer = steering(simulator.url);
  await steer('POST', 'faults', { kind, count: 1 });
  const at = new Date(simulator.clock.now()).toISOString() as Instant;
  expect(await portTo(`${simulator.url}/hook`, { now: () => at }).send(sample)).toMatchObject(outcome);
  expect(await steer('GET', 'caught')).toHaveLength(kind === 'endless' ? 1 : 0);
  await simulator.close();
});

describe('into our own network it does not go', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.8',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    '2001::1',
    'not-an-address',
  ])('%s is near', (address) => {
    expect(isNearAddress(address)).toBe(true);
  });

  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '100.128.0.0',
    '223.5.5.5',
    '2400:3200::1',
    '2606:4700::1111',
  ])('%s is far', (address) => {
    expect(isNearAddress(address)).toBe(false);
  });

  test.each([
    'http://example.com/hook',
    'ftp://example.com',
    'https://me:pw@example.com/',
    'https://localhost/hook',
    'https://localhost:8443',
    'https://intranet/hook',
    'https://db.internal/',
    'https://printer.local/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://example.com:22/',
    'https://example.com:25/',
    'nowhere',
    '',
  ])('the address %s is refused when it is typed', (url) => {
    const account = { settings: { url }, credentials: { signingSecret: secret } };
    expect(webhookVendor.problem(account, { mayBeNear: false })).toMatchObject({ field: 'url' });
  });

  test.each(['https://example.com/hook', 'https://example.com:8443/hook?token=1', 'https://1.1.1.1/'])(
    '%s may be typed',
    (url) => {
      expect(webhookVendor.problem({ settings: { url }, credentials: {} }, { mayBeNear: false })).toBeUndefined();
    },
  );

  test.each([
    [['127.0.0.1']],
    // One honest address does not make the other one better.
    [['1.1.1.1', '10.0.0.1']],
    [['2606:4700::1111', '::1']],
  ])('a name that leads to %j is not called', async (addresses) => {
    vendor = await cannedVendor('ok');
    const { port } = new URL(vendor.url);
    const far = portTo(`http://rebound.example.com:${port}/`, { mayBeNear: false, resolve: async () => addresses });
    expect(await far.send(sample)).toMatchObject({ kind: 'rejected', code: 'near_address', retryable: true });
    expect(vendor.seen).toEqual([]);
  });

  test('a name is asked for once, and the answer that was checked is the one that is called', async () => {
    vendor = await cannedVendor('ok');
    const { port } = new URL(vendor.url);
    let questions = 0;
    const resolve = async () => {
      questions += 1;
      return questions === 1 ? ['127.0.0.1'] : ['192.0.2.1'];
    };
    expect(await portTo(`http://once.example.com:${port}/`, { resolve }).send(sample)).toEqual({ kind: 'sent' });
    expect(questions).toBe(1);
    expect(vendor.seen[0]?.headers['host']).toBe(`once.example.com:${port}`);
  });

  test('a name without an address, and a name server that fails, leave it unknown', async () => {
    expect(await resolveOnce('x.example.com', false, async () => [])).toMatchObject({ kind: 'nowhere' });
    const failing = { resolve: () => Promise.reject(new Error('SERVFAIL')) };
    expect(await portTo('https://x.example.com/', failing).send(sample)).toEqual({
      kind: 'unknown',
      cause: 'network: SERVFAIL',
    });
  });

  test('a name server that is silent costs no more than the time of an attempt', async () => {
    const silent = { resolve: () => new Promise<string[]>(() => {}), timeoutMs: 100 };
    expect(await portTo('https://x.example.com/', silent).send(sample)).toMatchObject({ kind: 'unknown' });
  });
});
