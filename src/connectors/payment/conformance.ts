import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Money, money } from '../../domain/money.ts';
import { fromMs, localDate } from '../../domain/time.ts';
import { CONFIGURATION_FAULT, type PaymentPort, type RefundRequest } from './port.ts';

/**
 * What may happen to the next refund call. `…_before`: nothing moves. `…_after`: it is taken on, and the caller does not
 * learn it properly. `pending`: taken, and moved when the bench says so. `abnormal`, `closed`: taken, and ended so.
 */
export type PaymentFault =
  | 'fail_before'
  | 'hang_before'
  | 'fail_after'
  | 'hang_after'
  | 'drop_after'
  | 'half_body'
  | 'wrong_key'
  | 'unsigned'
  | 'throttled'
  | 'balance_too_low'
  | 'pending'
  | 'abnormal'
  | 'closed';

/** How the statement of a day may differ from the day. */
export type StatementFault = 'missing' | 'extra' | 'off_by_one';

/** What the gateway can do at all: what it cannot, it is not tested for. */
export type PaymentTraits = {
  faults: readonly PaymentFault[];
  statement: boolean;
};

/** A gateway to test against: the adapter, and the hand that steers what stands behind it. */
export type PaymentBench = {
  port: PaymentPort;
  /** The same adapter with keys that the gateway does not know. */
  strangerPort: PaymentPort;
  /** A buyer pays. */
  payTrade(tradeNumber: string, total: Money): Promise<void>;
  /** For the next refund call only. */
  fault(kind: PaymentFault): Promise<void>;
  /** For the next statement only. */
  spoilStatement(kind: StatementFault): Promise<void>;
  /** Moves the money of all that is taken on. */
  settlePending(): Promise<void>;
  /** Where the gateway's clock stands, ms since 1970. */
  now(): number;
  /** What really moved under a refund number, by the gateway's own books. */
  movedUnder(refundNumber: string): Promise<Money[]>;
  close(): Promise<void>;
};

const request: RefundRequest = {
  refundNumber: 'rfd_00000001',
  tradeNumber: '2026090122001400000000000001',
  amount: money(3_050, 'CNY'),
  paid: money(10_000, 'CNY'),
  reason: '七天无理由退货',
  requestedAt: fromMs(Date.UTC(2026, 8, 25, 2, 15, 30)),
};

/** The promises of {@link PaymentPort}. Every adapter passes, talking to its simulator over HTTP. */
export function describePayment(name: string, traits: PaymentTraits, setUp: () => Promise<PaymentBench>): void {
  let bench: PaymentBench;
  // A closure, as the bench is another one for each test.
  const current = (): PaymentBench => bench;
  describe(`${name} as a payment gateway`, () => {
    beforeEach(async () => {
      bench = await setUp();
      await bench.payTrade(request.tradeNumber, money(10_000, 'CNY'));
    });
    afterEach(() => bench.close());
    describe('in good order', () => describeRefunds(current));
    describe('in trouble', () => describeFaults(current, traits));
    describe('in the end', () => describeEndings(current, traits));
    if (traits.statement) describe('in its books', () => describeStatement(current));
  });
}

const expectPaidOnce = async (bench: PaymentBench): Promise<void> =>
  expect(await bench.movedUnder(request.refundNumber)).toEqual([request.amount]);
const expectNothingMoved = async (bench: PaymentBench): Promise<void> =>
  expect(await bench.movedUnder(request.refundNumber)).toEqual([]);

/** Some gateways pay in the call, others take on and pay later; both are in good order. */
const goodAnswers = ['succeeded', 'accepted_pending'];
const harmlessAnswers = [...goodAnswers, 'unknown'];

/** Sends it, waits for the money, and asks. */
async function refunded(bench: PaymentBench, asked: RefundRequest = request) {
  const answer = await bench.port.refund(asked);
  expect(goodAnswers, JSON.stringify(answer)).toContain(answer.kind);
  await bench.settlePending();
  return bench.port.queryRefund(asked);
}

function describeRefunds(bench: () => PaymentBench): void {
  test('a refund is paid, and the query says so', async () => {
    expect(await refunded(bench())).toMatchObject({
      kind: 'succeeded',
      gatewayReference: expect.stringMatching(/./),
    });
    await expectPaidOnce(bench());
  });

  test('a number that was never sent is absent', async () => {
    expect(await bench().port.queryRefund(request)).toEqual({ kind: 'absent' });
  });

  test('the same number twice pays once', async () => {
    await bench().port.refund(request);
    expect(harmlessAnswers).toContain((await bench().port.refund(request)).kind);
    await bench().settlePending();
    expect(harmlessAnswers).toContain((await bench().port.refund(request)).kind);
    expect(await bench().port.queryRefund(request)).toMatchObject({ kind: 'succeeded' });
    await expectPaidOnce(bench());
  });

  test('the same number at the same time pays once', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => bench().port.refund(request)));
    for (const { kind } of outcomes) expect(harmlessAnswers).toContain(kind);
    await bench().settlePending();
    expect(await bench().port.queryRefund(request)).toMatchObject({ kind: 'succeeded' });
    await expectPaidOnce(bench());
  });

  test('another amount under the same number is rejected for good, and never taken for the one that was paid', async () => {
    await refunded(bench());
    const other = { ...request, amount: money(3_051, 'CNY') };
    expect(await bench().port.refund(other)).toMatchObject({ kind: 'rejected', retryable: false });
    expect(await bench().port.queryRefund(other)).toMatchObject({ kind: 'unknown' });
    await expectPaidOnce(bench());
  });

  test('more than is left of the payment is rejected for good', async () => {
    await refunded(bench(), { ...request, refundNumber: 'rfd_00000000', amount: money(9_000, 'CNY') });
    expect(await bench().port.refund(request)).toMatchObject({ kind: 'rejected', retryable: false });
    await expectNothingMoved(bench());
  });

  test('the rest of the payment can be refunded, and asking again finds it paid', async () => {
    const whole = { ...request, amount: money(10_000, 'CNY') };
    expect(await refunded(bench(), whole)).toMatchObject({ kind: 'succeeded' });
    expect((await bench().port.refund(whole)).kind).not.toBe('rejected');
    expect(await bench().port.queryRefund(whole)).toMatchObject({ kind: 'succeeded' });
  });

  test('a trade that does not exist is rejected for good, and its refund is absent', async () => {
    const nowhere = { ...request, tradeNumber: '1999010122001400000000000001' };
    expect(await bench().port.refund(nowhere)).toMatchObject({ kind: 'rejected', retryable: false });
    expect(await bench().port.queryRefund(nowhere)).toEqual({ kind: 'absent' });
  });

  test('nothing, less than nothing, and a currency that the payment was not made in, are not sent', async () => {
    for (const amount of [money(0, 'CNY'), money(-1, 'CNY')]) {
      expect(await bench().port.refund({ ...request, amount })).toMatchObject({ kind: 'rejected', retryable: false });
    }
    await expectNothingMoved(bench());
  });

  test('the keys that work are told from those that do not', async () => {
    expect(await bench().port.check()).toEqual({ kind: 'works' });
    expect(await bench().strangerPort.check()).toMatchObject({ kind: 'refused' });
  });
}

function describeFaults(bench: () => PaymentBench, { faults }: PaymentTraits): void {
  const those = (...kinds: PaymentFault[]): PaymentFault[] => kinds.filter((kind) => faults.includes(kind));

  test.each(those('fail_before', 'hang_before'))(
    'after %s the outcome is unknown, and the query finds nothing',
    async (kind) => {
      await bench().fault(kind);
      expect(await bench().port.refund(request)).toMatchObject({ kind: 'unknown' });
      expect(await bench().port.queryRefund(request)).toEqual({ kind: 'absent' });
      await expectNothingMoved(bench());
      expect(await refunded(bench())).toMatchObject({ kind: 'succeeded' });
      await expectPaidOnce(bench());
    },
  );

  test.each(those('fail_after', 'hang_after', 'drop_after', 'half_body', 'wrong_key', 'unsigned'))(
    'after %s the outcome is unknown, and the query finds the money moved once',
    async (kind) => {
      await bench().fault(kind);
      // Some libraries repeat a call whose connection broke, under the same number; whatever it brings is harmless.
      const fair = kind === 'drop_after' ? harmlessAnswers : ['unknown'];
      expect(fair).toContain((await bench().port.refund(request)).kind);
      await bench().settlePending();
      expect(await bench().port.queryRefund(request)).toMatchObject({ kind: 'succeeded' });
      await expectPaidOnce(bench());
      expect((await bench().port.refund(request)).kind).not.toBe('rejected');
      await expectPaidOnce(bench());
    },
  );

  test.each(those('throttled', 'balance_too_low'))(
    'when %s the refund is rejected for now, and the identical request passes later',
    async (kind) => {
      await bench().fault(kind);
      const refused = await bench().port.refund(request);
      expect(refused).toMatchObject({ kind: 'rejected', retryable: true });
      // Who was only too fast goes on by itself; who has no money needs somebody.
      expect('retryAfterMs' in refused).toBe(kind === 'throttled');
      await expectNothingMoved(bench());
      expect(await refunded(bench())).toMatchObject({ kind: 'succeeded' });
      await expectPaidOnce(bench());
    },
  );
}

function describeEndings(bench: () => PaymentBench, { faults }: PaymentTraits): void {
  test('a refund that is pending has not been paid until the gateway says so', async () => {
    await bench().fault('pending');
    expect(['unknown', 'accepted_pending']).toContain((await bench().port.refund(request)).kind);
    expect(['absent', 'accepted_pending']).toContain((await bench().port.queryRefund(request)).kind);
    await expectNothingMoved(bench());
    await bench().settlePending();
    expect(await bench().port.queryRefund(request)).toMatchObject({ kind: 'succeeded' });
    await expectPaidOnce(bench());
  });

  test.each((['abnormal', 'closed'] as const).filter((kind) => faults.includes(kind)))(
    'a refund that ends %s says so, and nothing has moved',
    async (kind) => {
      await bench().fault(kind);
      await bench().port.refund(request);
      await bench().settlePending();
      expect(await bench().port.queryRefund(request)).toMatchObject({ kind });
      await expectNothingMoved(bench());
    },
  );

  test('with keys that the gateway does not know, refunds wait for a person and queries prove nothing', async () => {
    expect(await bench().strangerPort.refund(request)).toMatchObject({
      kind: 'rejected',
      code: CONFIGURATION_FAULT,
      retryable: true,
    });
    expect(await bench().strangerPort.queryRefund(request)).toMatchObject({ kind: 'unknown' });
    await expectNothingMoved(bench());
  });
}

function describeStatement(bench: () => PaymentBench): void {
  const today = () => localDate(fromMs(bench().now()), 'Asia/Shanghai');
  const refundLines = async () => {
    const outcome = await bench().port.statement(today());
    if (outcome.kind === 'absent') return [];
    if (outcome.kind !== 'statement') throw new Error(JSON.stringify(outcome));
    return outcome.lines
      .filter(({ kind }) => kind === 'refund')
      .map(({ refundNumber, tradeNumber, amount }) => [refundNumber, tradeNumber, amount.minor]);
  };
  const { refundNumber, tradeNumber, amount } = request;

  test('the statement of a day has each refund once, to the last minor unit', async () => {
    await refunded(bench());
    expect(await refundLines()).toEqual([[refundNumber, tradeNumber, amount.minor]]);
  });

  test('a line that is missing, one too many, and one that is off, are read as they stand', async () => {
    await refunded(bench());
    await bench().spoilStatement('missing');
    expect(await refundLines()).toEqual([]);
    await bench().spoilStatement('extra');
    expect((await refundLines()).length).toBe(2);
    await bench().spoilStatement('off_by_one');
    expect(await refundLines()).toEqual([[refundNumber, tradeNumber, amount.minor + 1n]]);
  });
}
