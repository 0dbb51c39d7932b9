import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Money, money } from '../../domain/money.ts';
import { CONFIGURATION_FAULT, type PaymentPort, type RefundRequest } from './port.ts';

/**
 * What may happen to the next refund call. `…_before`: nothing moves. `…_after`: the money moves, and the caller does not
 * learn it properly. `pending`: taken, and moved when the bench says so.
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
  | 'pending';

/** A gateway to test against: the adapter, and the hand that steers what stands behind it. */
export type PaymentBench = {
  port: PaymentPort;
  /** The same adapter with keys that the gateway does not know. */
  strangerPort: PaymentPort;
  /** A buyer pays. */
  payTrade(tradeNumber: string, total: Money): Promise<void>;
  /** For the next refund call only. */
  fault(kind: PaymentFault): Promise<void>;
  settlePending(): Promise<void>;
  /** What really moved under a refund number, by the gateway's own books. */
  movedUnder(refundNumber: string): Promise<Money[]>;
  close(): Promise<void>;
};

const request: RefundRequest = {
  refundNumber: 'rfd_1',
  tradeNumber: '2026090122001400000000000001',
  amount: money(3_050, 'CNY'),
  reason: '七天无理由退货',
};

/** The promises of {@link PaymentPort}. Every adapter passes, talking to its simulator over HTTP. */
export function describePayment(name: string, setUp: () => Promise<PaymentBench>): void {
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
    describe('in trouble', () => describeFaults(current));
  });
}

const expectPaidOnce = async (bench: PaymentBench): Promise<void> =>
  expect(await bench.movedUnder(request.refundNumber)).toEqual([request.amount]);
const expectNothingMoved = async (bench: PaymentBench): Promise<void> =>
  expect(await bench.movedUnder(request.refundNumber)).toEqual([]);

function describeRefunds(bench: () => PaymentBench): void {
  test('a refund is paid, and the query agrees', async () => {
    const refunded = await bench().port.refund(request);
    expect(refunded).toMatchObject({ kind: 'succeeded', gatewayReference: expect.stringMatching(/./) });
    expect(await bench().port.queryRefund(request)).toEqual(refunded);
    await expectPaidOnce(bench());
  });

  test('a number that was never sent is absent', async () => {
    expect(await bench().port.queryRefund(request)).toEqual({ kind: 'absent' });
  });

  test('the same number twice pays once', async () => {
    await bench().port.refund(request);
    const again = await bench().port.refund(request);
    expect(['succeeded', 'unknown']).toContain(again.kind);
    expect(await bench().port.queryRefund(request)).toMatchObject({ kind: 'succeeded' });
    await expectPaidOnce(bench());
  });

  test('the same number at the same time pays once', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => bench().port.refund(request)));
    for (const { kind } of outcomes) expect(['succeeded', 'unknown']).toContain(kind);
    expect(await bench().port.queryRefund(request)).toMatchObject({ kind: 'succeeded' });
    await expectPaidOnce(bench());
  });

  test('another amount under the same number is rejected for good, and never taken for the one that was paid', async () => {
    await bench().port.refund(request);
    const other = { ...request, amount: money(3_051, 'CNY') };
    expect(await bench().port.refund(other)).toMatchObject({ kind: 'rejected', retryable: false });
    expect(await bench().port.queryRefund(other)).toMatchObject({ kind: 'unknown' });
    await expectPaidOnce(bench());
  });

  test('more than is left of the payment is rejected for good', async () => {
    await bench().port.refund({ ...request, refundNumber: 'rfd_0', amount: money(9_000, 'CNY') });
    expect(await bench().port.refund(request)).toMatchObject({ kind: 'rejected', retryable: false });
    await expectNothingMoved(bench());
  });

  test('the rest of the payment can be refunded, and asking again finds it paid', async () => {
    const whole = { ...request, amount: money(10_000, 'CNY') };
    expect(await bench().port.refund(whole)).toMatchObject({ kind: 'succeeded' });
    expect((await bench().port.refund(whole)).kind).not.toBe('rejected');
    expect(await bench().port.queryRefund(whole)).toMatchObject({ kind: 'succeeded' });
  });

  test('a trade that does not exist is rejected for good, and its refund is absent', async () => {
    const nowhere = { ...request, tradeNumber: '1999010122001400000000000001' };
    expect(await bench().port.refund(nowhere)).toMatchObject({ kind: 'rejected', retryable: false });
    expect(await bench().port.queryRefund(nowhere)).toEqual({ kind: 'absent' });
  });
}

function describeFaults(bench: () => PaymentBench): void {
  test.each(['fail_before', 'hang_before'] as const)(
    'after %s the outcome is unknown, and the query finds nothing',
    async (kind) => {
      await bench().fault(kind);
      expect(await bench().port.refund(request)).toMatchObject({ kind: 'unknown' });
      expect(await bench().port.queryRefund(request)).toEqual({ kind: 'absent' });
      await expectNothingMoved(bench());
      expect(await bench().port.refund(request)).toMatchObject({ kind: 'succeeded' });
      await expectPaidOnce(bench());
    },
  );

  test.each(['fail_after', 'hang_after', 'drop_after', 'half_body', 'wrong_key', 'unsigned'] as const)(
    'after %s the outcome is unknown, and the query finds the money moved once',
    async (kind) => {
      await bench().fault(kind);
      expect(await bench().port.refund(request)).toMatchObject({ kind: 'unknown' });
      expect(await bench().port.queryRefund(request)).toMatchObject({ kind: 'succeeded' });
      await expectPaidOnce(bench());
      expect((await bench().port.refund(request)).kind).not.toBe('rejected');
      await expectPaidOnce(bench());
    },
  );

  test.each(['throttled', 'balance_too_low'] as const)(
    'when %s the refund is rejected for now, and the identical request passes later',
    async (kind) => {
      await bench().fault(kind);
      expect(await bench().port.refund(request)).toMatchObject({ kind: 'rejected', retryable: true });
      await expectNothingMoved(bench());
      expect(await bench().port.refund(request)).toMatchObject({ kind: 'succeeded' });
      await expectPaidOnce(bench());
    },
  );

  test('a refund that is pending is unknown, then absent, then succeeded', async () => {
    await bench().fault('pending');
    expect(await bench().port.refund(request)).toMatchObject({ kind: 'unknown' });
    expect(await bench().port.queryRefund(request)).toEqual({ kind: 'absent' });
    await bench().settlePending();
    expect(await bench().port.queryRefund(request)).toMatchObject({ kind: 'succeeded' });
    await expectPaidOnce(bench());
  });

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
