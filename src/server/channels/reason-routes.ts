import type { FastifyInstance } from 'fastify';
import { listChannelReasons, mapChannelReason } from '../../contract/channel-reasons.ts';
import { ok, reject } from '../../domain/result.ts';
import { plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { route } from '../http/route.ts';
import { listReasons, mapReason } from './channel-reasons.ts';

const SHOWN_HOURS = 90 * 24;

export function addReasonRoutes(server: FastifyInstance, app: App): void {
  route(server, listChannelReasons, async ({ principal }) => {
    const { merchantId } = principal;
    const names = await app.staffNames(merchantId);
    const since = plusHours(app.clock.now(), -SHOWN_HOURS);
    return { reasons: await app.db.inMerchant(merchantId, (tx) => listReasons(tx, merchantId, since, names)) };
  });
  route(server, mapChannelReason, async ({ body, meta }) => {
    const { merchantId, actor } = meta;
    if (!app.shops.channels.some(({ id }) => id === body.channel)) return reject({ code: 'channel_unknown' });
    await app.db.inMerchant(merchantId, (tx) =>
      mapReason(tx, merchantId, { ...body, by: actor.id, at: app.clock.now() }),
    );
    return ok({ ok: true } as const);
  });
}
