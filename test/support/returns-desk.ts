import { expect } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import type { RefundId, RmaId } from '../../src/domain/ids.ts';
import { sendRefund } from '../../src/server/refunds/send-refund.ts';
import type { Harness, OrderReply } from './app-harness.ts';

/** What the API shows of a return, as far as tests look at it. */
export type Rma = {
  id: RmaId;
  number: string;
  stage: string;
  review: string;
  channelPush: string;
  lines: { id: string; quantity: number; reception: string; settlement: string; disposition: string }[];
  refunds: {
    id: RefundId;
    state: string;
    amount: { minor: string };
    gatewayReference: string | null;
    cause: string | null;
    retryable: boolean;
  }[];
  parcels: { waybill: string; courier: string; status: string; scans: { status: string; code: string }[] }[];
  timeline: { type: string; data: Record<string, unknown> }[];
};

/** Asks until the answer is there; fails with what was asked for when it does not come. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined>, withinMs = 45_000): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > giveUpAt) throw new Error(`${what} did not come within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The desks where people work on returns, over HTTP. */
export function deskOf(harness: Harness) {
  const step = async (path: string, body: object = {}) => {
    const answer = await harness.call<Rma>('POST', path, body);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBe(200);
    return answer.body;
  };
  const see = async (rmaId: string) => (await harness.call<Rma>('GET', `/api/rmas/${rmaId}`)).body;
  const open = (order: OrderReply, request: object = {}) =>
    step('/api/rmas', {
      orderId: order.id,
      resolution: 'return_and_refund',
      reason: 'no_reason',
      lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
      ...request,
    });
  return {
    step,
    see,
    open,
    /** Receives and inspects the only line of a return; a clean one orders its refund. */
    takeIn: async (rma: Rma, quantity = 1) => {
      const line = present(rma.lines[0], 'a line');
      await step(`/api/rmas/${rma.id}/lines/${line.id}/receive`, { quantity });
      return step(`/api/rmas/${rma.id}/lines/${line.id}/inspect`, { quantity, grade: 'new' });
    },
    /** Runs the job that pays a refund, as a worker would. False: the outcome is unknown, the worker would try again. */
    pay: async (rma: Rma, attempt: number): Promise<boolean> => {
      const refund = present((await see(rma.id)).refunds[0], 'a refund');
      const job = { merchantId: harness.merchantId, rmaId: rma.id, refundId: refund.id };
      return sendRefund(harness.program.app, job, attempt).then(
        () => true,
        (error: Error) => {
          expect(error.message).toContain('is unknown');
          return false;
        },
      );
    },
  };
}
