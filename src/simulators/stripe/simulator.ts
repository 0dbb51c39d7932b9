import { createHmac, timingSafeEqual } from 'node:crypto';
import { machineNow, shanghaiText } from '../clock.ts';
import { deliveryOf, faultBoard } from '../faults.ts';
import { badGateway, pageNotFound, silence } from '../gateway-faults.ts';
import { faultStages } from '../gateways/fault-kinds.ts';
import { openNotifier } from '../gateways/notices.ts';
import { openRefundBook, type Refund, type RefundState } from '../gateways/refund-book.ts';
import { statementOf } from '../gateways/statement.ts';
import { gatewaySteering } from '../gateways/steering.ts';
import { type GatewayWorld, type NoticeWording, settleDue, takeOn } from '../gateways/world.ts';
import { type Call, listen, type Reply } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';

export const testSecretKey = 'sk_test_guilai_0001';
export const testWebhookSecret = 'whsec_test_secret';

export type StripeOptions = StartOptions & { settleAfterMs?: number; noticeUrl?: string };

const hour = 3_600_000;
const second = 1_000;

type StripeWorld = GatewayWorld & { answers: Map<string, { request: string; reply: Reply }>; hook: { url?: string } };

/** Stripe's refunds at `<url>/v1/refunds`, steered below `<url>/__sim`. Amounts are minor units of any currency. */
export async function startStripe(options: StripeOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'stripe');
  const book = openRefundBook(journalFile(options, 'stripe'));
  const world: StripeWorld = {
    clock,
    book,
    faults: faultBoard(Object.values(faultStages).flat()),
    notifier: openNotifier(clock, [5, 300, 1_800].map((s) => s * second).concat([2 * hour]), (status) => status < 300),
    settleAfterMs: options.settleAfterMs ?? 0,
    wording,
    answers: new Map(),
    hook: options.noticeUrl ? { url: options.noticeUrl } : {},
  };
  const steering = {
    ...gatewaySteering(world),
    /** Where the merchant has entered its endpoint in the console. */
    'POST /endpoint': ({ body }: { body: unknown }) => {
      world.hook = { url: String((body as { url?: unknown }).url) };
    },
  };
  const server = await listen(options.port ?? 0, (call) =>
    isSteering(call) ? steer(steering, call) : answer(world, call),
  );
  return running(server, world, () => {
    settleDue(world);
    void world.notifier.sendDue();
  });
}

async function answer(world: StripeWorld, call: Call): Promise<Reply> {
  settleDue(world);
  const token = Buffer.from(call.headers.authorization?.replace(/^Bearer /, '') ?? '');
  const known = Buffer.from(testSecretKey);
  if (token.length !== known.length || !timingSafeEqual(token, known))
    return failure(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' });
  if (call.path !== '/v1/refunds') return pageNotFound;
  if (call.method === 'GET') return list(world, call.query);
  const form = new URLSearchParams(call.body.toString('utf8'));
  const facts = { refund: form.get('metadata[refund_number]') ?? '', payment: form.get('payment_intent') ?? '' };
  const fault = world.faults.take(faultStages.before, facts);
  if (fault?.kind === 'hang_before') return silence;
  if (fault?.kind === 'throttled') return failure(429, { code: 'rate_limit', message: 'Too many requests' });
  if (fault) return fault.kind === 'system_error' ? failure(500, { type: 'api_error', message: 'oops' }) : badGateway;
  const reply = idempotent(world, call, form);
  if (world.faults.take(['notify_early'], facts)) await world.notifier.sendDue();
  const loss = world.faults.take(faultStages.after, facts);
  if (!loss) return reply;
  return loss.kind === 'fail_after' ? badGateway : { ...reply, delivery: deliveryOf(loss) };
}

/** The same key gives the first answer again; the same key with other parameters is refused. */
function idempotent(world: StripeWorld, call: Call, form: URLSearchParams): Reply {
  const key = String(call.headers['idempotency-key'] ?? '');
  const request = [...form]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
  const earlier = world.answers.get(key);
  if (earlier) {
    if (earlier.request === request) return earlier.reply;
    const message = 'Keys for idempotent requests can only be used with the same parameters they were first used with.';
    return failure(400, { type: 'idempotency_error', message });
  }
  const reply = create(world, key, form);
  // Stripe keeps what it has begun to carry out, not what fails its first checks.
  if (key !== '' && reply.status === 200) world.answers.set(key, { request, reply });
  return reply;
}

function create(world: StripeWorld, key: string, form: URLSearchParams): Reply {
  const { book } = world;
  const number = form.get('metadata[refund_number]') ?? key;
  book.record({ type: 'refund_called', number });
  const payment = book.payments.get(form.get('payment_intent') ?? form.get('charge') ?? '');
  if (!payment) return failure(404, { code: 'resource_missing', message: 'No such payment_intent' });
  const left = book.remaining(payment);
  const amount = Number(form.get('amount') ?? left);
  if (left === 0)
    return failure(400, { code: 'charge_already_refunded', message: 'Charge has already been refunded.' });
  if (!Number.isSafeInteger(amount) || amount <= 0 || amount > left)
    return failure(400, { message: 'Refund amount is greater than unrefunded amount on charge' });
  const refund = takeOn(world, payment, {
    // A key that was forgotten lets the same number through again, as the real one does: the book takes it as another.
    number: book.refunds.has(number) ? `${number}#${book.refunds.size}` : number,
    id: `re_${String(book.refunds.size + 1).padStart(24, '0')}`,
    amount,
    noticeUrl: world.hook.url,
    extra: Object.fromEntries([...form].filter(([name]) => name.startsWith('metadata['))),
  });
  return json(refundObject(refund));
}

const statusOf: Record<RefundState, string> = {
  pending: 'pending',
  succeeded: 'succeeded',
  closed: 'canceled',
  abnormal: 'failed',
};

const refundObject = (refund: Refund, state: RefundState = refund.state) => ({
  id: refund.id,
  object: 'refund',
  amount: refund.amount,
  currency: refund.currency.toLowerCase(),
  created: Math.floor(refund.acceptedAt / second),
  charge: null,
  payment_intent: refund.paymentId,
  status: statusOf[state],
  ...(state === 'abnormal' ? { failure_reason: 'lost_or_stolen_card' } : {}),
  metadata: Object.fromEntries(
    Object.entries(refund.extra).map(([name, value]) => [name.replace(/^metadata\[|\]$/g, ''), value]),
  ),
});

function list(world: StripeWorld, query: URLSearchParams): Reply {
  const id = query.get('payment_intent') ?? query.get('charge');
  if (id !== null && !world.book.payments.has(id))
    return failure(404, { code: 'resource_missing', message: 'No such payment_intent' });
  const since = query.get('created[gte]');
  if (since === null) {
    const data = [...world.book.refunds.values()].filter(({ paymentId }) => id === null || paymentId === id);
    return json({ object: 'list', url: '/v1/refunds', has_more: false, data: data.map((one) => refundObject(one)) });
  }
  const date = shanghaiText(Number(since) * second).slice(0, 10);
  const data = statementOf(world, date).flatMap((row) => (row.kind === 'refund' ? [refundObject(row.refund)] : []));
  return json({ object: 'list', url: '/v1/refunds', has_more: false, data });
}

const json = (content: object): Reply => ({
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(content),
});
const failure = (status: number, error: { type?: string; code?: string; message: string }): Reply => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify({ error: { type: 'invalid_request_error', ...error } }),
});

export const signatureOf = (body: string, timestamp: number, secret: string): string =>
  `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

const wording: NoticeWording = (refund, state, serial, spoiling) => {
  const object = refundObject(refund, state);
  const type = state === 'abnormal' ? 'refund.failed' : 'refund.updated';
  const event = { id: `evt_${String(serial).padStart(24, '0')}`, object: 'event', type, data: { object } };
  const body = JSON.stringify(event);
  const secret = spoiling === 'forged' || spoiling === 'stranger' ? 'whsec_another' : testWebhookSecret;
  const signature = signatureOf(body, Math.floor(machineNow() / second), secret);
  const sent = spoiling === 'tampered' ? body.replace('"amount":', '"amount":1') : body;
  return { body: sent, headers: { 'content-type': 'application/json', 'stripe-signature': signature } };
};
