import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { RmaCommand } from '../../domain/returns/commands.ts';
import { ANY_SERVICE } from '../../domain/returns/outbound.ts';
import { interceptState, isWaiting, waitEndsAt } from '../../domain/returns/outbound-guards.ts';
import type { App } from '../app.ts';
import { pushPath } from '../parcels/push-path.ts';
import { returnDoorOf } from '../return-addresses/address-book.ts';
import { read } from '../returns/rma-store.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';

export type InterceptJob = { merchantId: MerchantId; rmaId: RmaId; waybill: string };

/** Where a parcel goes that is asked back at a service which needs no address, as the sender's is on its label. */
const nowhere = { name: '', phone: '', province: '', city: '', district: '', street: '' };

/**
 * Asks the courier to send a parcel back. The courier's scans are looked at first: what has turned round or arrived is not
 * asked for. A refusal of a question that may have been heard before proves nothing, so only the scans tell.
 */
export async function askIntercept(app: App, job: InterceptJob, attempt: number): Promise<void> {
  const { merchantId, rmaId, waybill } = job;
  const found = await app.db.inMerchant(merchantId, async (tx) => {
    const stored = await read(tx, merchantId, rmaId);
    return stored && { ...stored, back: await returnDoorOf(tx, merchantId, stored.rma) };
  });
  const intercept = found?.rma.intercepts?.find((known) => known.waybill === waybill);
  if (!found || !intercept || interceptState(found.rma, intercept) !== 'asked') return;
  const { courier } = intercept;
  const vendor =
    intercept.vendor === ANY_SERVICE
      ? ((await interceptorFor(app, merchantId, courier)) ?? ANY_SERVICE)
      : intercept.vendor;
  const port = await app.shops.courier(merchantId, vendor);
  const tell = (told: 'failed' | 'unknown', cause: string) =>
    record(app, job, { type: 'record_intercept', waybill, told, cause });
  if (!port) return tell(attempt > 1 ? 'unknown' : 'failed', `not_connected: ${vendor}`);
  const answer = await port.intercept({
    courier,
    waybill,
    reason: '买家申请退款',
    back: found.back ?? nowhere,
    callbackUrl: `${app.config.publicUrl}${pushPath(vendor, merchantId)}`,
  });
  switch (answer.kind) {
    case 'asked':
      return;
    case 'rejected':
      return tell(attempt > 1 ? 'unknown' : 'failed', `${answer.code}: ${answer.message}`);
    case 'not_offered':
      return tell('failed', `not_offered: ${vendor}`);
    case 'unknown':
      await tell('unknown', answer.cause);
      throw new Error(`whether ${waybill} is asked back is unknown: ${answer.cause}`);
  }
}

/** The first of the merchant's services that calls back what this courier carries. */
export async function interceptorFor(app: App, merchantId: MerchantId, courier: string): Promise<string | undefined> {
  const trackers = await app.shops.trackers(merchantId, courier);
  return trackers.find(({ port }) => port.capabilities.intercept)?.vendor;
}

/** The time is over, unless the platform has given more since: then later. */
export async function endWait(app: App, job: InterceptJob): Promise<void> {
  const { merchantId, rmaId, waybill } = job;
  const found = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const intercept = found?.rma.intercepts?.find((known) => known.waybill === waybill);
  if (!found || !intercept || !isWaiting(found.rma, intercept)) return;
  const runAt = waitEndsAt(found.rma, intercept);
  if (app.clock.now() < runAt) {
    await app.db.inMerchant(merchantId, (tx) =>
      app.enqueue(tx, [{ kind: 'end_intercept_wait', ...job, runAt, jobKey: `intercept:${rmaId}:${waybill}` }]),
    );
    return;
  }
  await record(app, job, { type: 'end_intercept_wait', waybill, because: 'time' });
}

async function record(
  app: App,
  { merchantId, rmaId, waybill }: InterceptJob,
  command: Extract<RmaCommand, { type: 'record_intercept' | 'end_intercept_wait' }>,
): Promise<void> {
  const recorded = await runRmaCommand(app, rmaId, command, {
    merchantId,
    commandId: app.newId('cmd'),
    actor: { kind: 'system', id: 'intercept' },
  });
  if (!recorded.ok)
    app.log.error({ rmaId, waybill, ...recorded.rejection }, 'what became of an intercept was not recorded');
}
