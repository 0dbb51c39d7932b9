import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/pickups.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { route } from '../http/route.ts';
import { act } from '../returns/routes.ts';

export function addOutboundRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.interceptOutbound, async (call) => {
    const vendor = await interceptor(app, call.meta.merchantId, call.body.courier);
    if (!vendor) return reject({ code: 'no_interceptor', courier: call.body.courier } as const);
    return act(app, call, { type: 'intercept_outbound', ...call.body, vendor });
  });
  route(server, contract.endInterceptWait, (call) =>
    act(app, call, { type: 'end_intercept_wait', waybill: call.body.waybill, because: 'person' }),
  );
}

/** The first of the merchant's services that calls back what this courier carries. */
async function interceptor(app: App, merchantId: MerchantId, courier: string): Promise<string | undefined> {
  const trackers = await app.shops.trackers(merchantId, courier);
  return trackers.find(({ port }) => port.capabilities.intercept)?.vendor;
}
