import type { MerchantId, RefundId, RmaId } from '../../domain/ids.ts';
import { type Instant, plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const first = [MINUTE, 5 * MINUTE, 30 * MINUTE];

/** When a refund that was taken on is asked after: often at first, hourly for a day, then daily for as long as it takes. */
export function pauseBefore(asked: number): number {
  return first[asked] ?? (asked < first.length + 24 ? HOUR : DAY);
}

export type RefundJob = { merchantId: MerchantId; rmaId: RmaId; refundId: RefundId; asked?: number };

/** Sends or asks again, later. One of these waits for each refund. */
export const callLater = (app: App, tx: Tx, job: RefundJob, runAt: Instant): Promise<void> =>
  app.enqueue(tx, [{ kind: 'send_refund', ...job, runAt, jobKey: `refund:${job.refundId}` }]);

export const askLater = (app: App, tx: Tx, job: RefundJob): Promise<void> => {
  const asked = job.asked ?? 0;
  return callLater(app, tx, { ...job, asked: asked + 1 }, plusMs(app.clock.now(), pauseBefore(asked)));
};
