import Stripe from 'stripe';
import { money } from '../../../domain/money.ts';
import { addDays, fromMs, type Instant, type LocalDate, startOfDay, toMs } from '../../../domain/time.ts';
import type {
  AccountCheck,
  IncomingNotice,
  PaymentNotice,
  PaymentPort,
  RefundLookup,
  RefundOutcome,
  RefundRequest,
  StatementOutcome,
} from '../port.ts';
import { type RetryMatrix, refusal, type Verdict, verdictIn } from '../retry-matrix.ts';

export type StripeConfig = {
  secretKey: string;
  webhookSecret: string;
  /** Absent: Stripe's own. */
  baseUrl?: string;
  timeoutMs: number;
  now: () => Instant;
};

/** Codes of errors; where none is given the HTTP status decides. */
const matrix: RetryMatrix = {
  charge_already_refunded: 'recheck',
  charge_disputed: 'final',
  amount_too_large: 'recheck',
  amount_too_small: 'final',
  resource_missing: 'final',
  idempotency_error: 'final',
  idempotency_key_in_use: 'throttled',
  rate_limit: 'throttled',
  lock_timeout: 'throttled',
};

const byStatus: Readonly<Record<number, Verdict>> = {
  400: 'final',
  401: 'configuration',
  403: 'configuration',
  404: 'final',
  409: 'throttled',
  429: 'throttled',
};

const RETRY_AFTER_MS = 5_000;
const WEBHOOK_TOLERANCE_S = 300;

/** Where three decimals are usual, Stripe takes amounts in tens only. */
const THREE_DECIMALS = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Refunds through Stripe, in any currency: its minor unit is ours, whole units where there is none (JPY). */
export function stripe(config: StripeConfig): PaymentPort {
  const client = clientOf(config);
  return {
    pauseMs: 0,
    refund: (request) => refund(client, request),
    queryRefund: (request) => queryRefund(client, request),
    readNotice: (incoming) => readNotice(client, config, incoming),
    check: () => check(client),
    statement: (day) => statement(client, day),
  };
}

function clientOf({ secretKey, baseUrl, timeoutMs }: StripeConfig): Stripe {
  const near = baseUrl ? new URL(baseUrl) : undefined;
  return new Stripe(secretKey, {
    timeout: timeoutMs,
    // Repeats are ours to order: each is preceded by a question.
    maxNetworkRetries: 0,
    telemetry: false,
    ...(near
      ? {
          host: near.hostname,
          port: near.port || (near.protocol === 'https:' ? 443 : 80),
          protocol: near.protocol === 'http:' ? ('http' as const) : ('https' as const),
        }
      : {}),
  });
}

async function refund(client: Stripe, request: RefundRequest): Promise<RefundOutcome> {
  const { amount, refundNumber, tradeNumber } = request;
  if (amount.minor <= 0n || (THREE_DECIMALS.has(amount.currency) && amount.minor % 10n !== 0n)) {
    const message = `Stripe does not refund ${amount.minor} of the minor unit of ${amount.currency}`;
    return { kind: 'rejected', code: 'amount_not_payable', message, retryable: false };
  }
  try {
    const answer = await client.refunds.create(
      {
        ...paymentOf(tradeNumber),
        amount: Number(amount.minor),
        metadata: { refund_number: refundNumber, currency: amount.currency },
      },
      { idempotencyKey: refundNumber },
    );
    return outcomeOf(answer, request);
  } catch (error) {
    const { verdict, outcome } = refusalIn(error);
    if (verdict !== 'recheck') return outcome;
    const known = await queryRefund(client, request);
    return known.kind === 'absent' ? outcome : known;
  }
}

const paymentOf = (tradeNumber: string): { charge: string } | { payment_intent: string } =>
  tradeNumber.startsWith('ch_') ? { charge: tradeNumber } : { payment_intent: tradeNumber };

function refusalIn(error: unknown): { verdict: Verdict; outcome: RefundOutcome } {
  if (!(error instanceof Stripe.errors.StripeError) || error.statusCode === undefined || error.statusCode >= 500)
    return { verdict: 'unknown', outcome: { kind: 'unknown', cause: causeOf(error) } };
  const { statusCode, type, message } = error;
  const code = error.code ?? (type === 'StripeIdempotencyError' ? 'idempotency_error' : String(statusCode));
  const verdict = Object.hasOwn(matrix, code) ? verdictIn(matrix, code) : (byStatus[statusCode] ?? 'unknown');
  return { verdict, outcome: refusal(verdict, { code, message, retryAfterMs: RETRY_AFTER_MS }) };
}

const causeOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 300) : String(error));

/** Keys are forgotten after a day, so the refund is looked for among those of its payment, by the number we gave it. */
async function queryRefund(client: Stripe, request: RefundRequest): Promise<RefundLookup> {
  try {
    const refunds = client.refunds.list({ ...paymentOf(request.tradeNumber), limit: 100 });
    for await (const one of refunds)
      if (one.metadata?.refund_number === request.refundNumber) return outcomeOf(one, request);
    return { kind: 'absent' };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && error.code === 'resource_missing') return { kind: 'absent' };
    return { kind: 'unknown', cause: causeOf(error) };
  }
}

function outcomeOf(answer: Stripe.Refund, { amount, refundNumber }: RefundRequest): RefundOutcome {
  const gatewayReference = answer.id;
  if (typeof gatewayReference !== 'string' || answer.metadata?.refund_number !== refundNumber)
    return { kind: 'unknown', cause: 'the answer is about another refund' };
  const currency = String(answer.currency).toUpperCase();
  if (BigInt(answer.amount) !== amount.minor || currency !== amount.currency)
    return { kind: 'unknown', cause: `Stripe has ${answer.amount} ${currency} under this number` };
  switch (answer.status) {
    case 'succeeded':
      return { kind: 'succeeded', gatewayReference, settledAt: fromMs(answer.created * 1_000) };
    case 'pending':
    case 'requires_action':
      return { kind: 'accepted_pending', gatewayReference };
    case 'failed':
    case 'canceled':
      return { kind: 'closed', gatewayReference, message: answer.failure_reason ?? answer.status };
    default:
      return { kind: 'unknown', cause: `the status is ${answer.status}` };
  }
}

/** `constructEvent` verifies the raw body; the tolerance counts from our own clock. */
function readNotice(client: Stripe, config: StripeConfig, { text, headers }: IncomingNotice): PaymentNotice {
  const acknowledgement = { status: 200, text: '' };
  const signature = headers['stripe-signature'] ?? '';
  const sentAt = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1] ?? Number.NaN);
  let event: Stripe.Event;
  try {
    // The library's own clock is the machine's.
    event = client.webhooks.constructEvent(text, signature, config.webhookSecret, -1);
  } catch {
    return { kind: 'forged' };
  }
  if (!(Math.abs(sentAt * 1_000 - toMs(config.now())) <= WEBHOOK_TOLERANCE_S * 1_000)) return { kind: 'forged' };
  if (!event.type?.startsWith('refund.')) return { kind: 'other', acknowledgement };
  const refund = event.data?.object as Partial<Stripe.Refund> | undefined;
  const refundNumber = refund?.metadata?.refund_number;
  // A refund that somebody made in Stripe's own console is none of ours.
  if (!refundNumber) return { kind: 'other', acknowledgement };
  const trade = refund?.payment_intent ?? refund?.charge;
  return {
    kind: 'refund',
    documentId: event.id,
    refundNumber,
    ...(typeof trade === 'string' ? { tradeNumber: trade } : {}),
    ...(typeof refund?.amount === 'number' && refund.currency
      ? { amount: money(refund.amount, refund.currency.toUpperCase()) }
      : {}),
    acknowledgement,
  };
}

async function check(client: Stripe): Promise<AccountCheck> {
  try {
    await client.refunds.list({ limit: 1 });
    return { kind: 'works' };
  } catch (error) {
    const { verdict, outcome } = refusalIn(error);
    return verdict === 'configuration' && outcome.kind === 'rejected'
      ? { kind: 'refused', message: outcome.message }
      : { kind: 'unknown', cause: causeOf(error) };
  }
}

/** Stripe's refunds of a day. Its days are UTC; ours are cut as the shop's are. */
async function statement(client: Stripe, day: LocalDate): Promise<StatementOutcome> {
  const seconds = (date: LocalDate): number => toMs(startOfDay(date, 'Asia/Shanghai')) / 1_000;
  try {
    const created = { gte: seconds(day), lt: seconds(addDays(day, 1)) };
    const lines = [];
    for await (const one of client.refunds.list({ created, limit: 100 })) {
      if (one.status !== 'succeeded') continue;
      const trade = one.payment_intent ?? one.charge;
      lines.push({
        kind: 'refund' as const,
        tradeNumber: typeof trade === 'string' ? trade : '',
        ...(one.metadata?.refund_number ? { refundNumber: one.metadata.refund_number } : {}),
        gatewayReference: one.id,
        amount: money(one.amount, one.currency.toUpperCase()),
        at: fromMs(one.created * 1_000),
      });
    }
    return lines.length > 0 ? { kind: 'statement', lines } : { kind: 'absent' };
  } catch (error) {
    return { kind: 'unknown', cause: causeOf(error) };
  }
}
