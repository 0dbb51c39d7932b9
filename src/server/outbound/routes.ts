import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/pickups.ts';
import { reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { route } from '../http/route.ts';
import { act } from '../returns/routes.ts';
import { interceptorFor } from './ask-intercept.ts';

export function addOutboundRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.interceptOutbound, async (call) => {
    const vendor = await interceptorFor(app, call.meta.merchantId, call.body.courier);
    if (!vendor) return reject({ code: 'no_interceptor', courier: call.body.courier } as const);
    return act(app, call, { type: 'intercept_outbound', ...call.body, vendor });
  });
  route(server, contract.endInterceptWait, (call) =>
    act(app, call, { type: 'end_intercept_wait', waybill: call.body.waybill, because: 'person' }),
  );
}
