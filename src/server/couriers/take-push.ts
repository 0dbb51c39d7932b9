import { createHash } from 'node:crypto';
import type { IncomingPush } from '../../connectors/courier/port.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import { callingAfterRest, gathering } from '../channels/gathering.ts';
import type { HookAnswer } from '../http/hook.ts';
import { callApplier, keepPushes, type NewPush } from './push-store.ts';

export type PushTaker = (merchantId: MerchantId, vendor: string, incoming: IncomingPush) => Promise<HookAnswer>;

/**
 * Takes a vendor's push: proved genuine, kept, then acknowledged. One that cannot be read is kept for a person and answered
 * with the reason, since the vendor may send a better one. A push that is not kept comes again.
 */
export function pushTaker(app: App): PushTaker {
  const keep = pushKeeper(app);
  return async (merchantId, vendor, incoming) => {
    const port = await app.shops.courier(merchantId, vendor);
    const push = port?.readPush(incoming) ?? ({ kind: 'forged' } as const);
    switch (push.kind) {
      case 'forged':
        return { status: 401, text: 'signature' };
      case 'unreadable': {
        const { reason } = push;
        app.log.warn({ merchantId, vendor, reason }, 'a push could not be read');
        await keep(merchantId, { vendor, documentId: printOf(incoming), content: { incoming, reason } });
        return { status: 400, text: reason };
      }
      case 'news': {
        const { documentId, news } = push;
        const { pickup } = incoming.query;
        if (news.length > 0)
          await keep(merchantId, { vendor, documentId, content: { news, ...(pickup ? { pickup } : {}) } });
        return { status: 200, text: push.acknowledgement, contentType: 'application/json; charset=utf-8' };
      }
    }
  };
}

const printOf = ({ text }: IncomingPush): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Those of one merchant that arrive while others are being written are written together: one commit serves many. */
function pushKeeper(app: App): (merchantId: MerchantId, push: NewPush) => Promise<void> {
  type Keeper = { keep: (push: NewPush) => Promise<void>; call: (vendor: string) => Promise<void> };
  const keepers = new Map<MerchantId, Keeper>();
  const keeperOf = (merchantId: MerchantId): Keeper => ({
    keep: gathering((pushes) => keepPushes(app, merchantId, pushes)),
    call: callingAfterRest(() => app.db.inMerchant(merchantId, (tx) => callApplier(app, tx, merchantId))),
  });
  return async (merchantId, push) => {
    const keeper = keepers.get(merchantId) ?? keeperOf(merchantId);
    keepers.set(merchantId, keeper);
    await keeper.keep(push);
    if (!('news' in push.content)) return;
    keeper.call(push.vendor).catch((error: unknown) => {
      app.log.warn({ merchantId, error }, 'nobody was called to take pushes over; the next round of polls sees to it');
    });
  };
}
