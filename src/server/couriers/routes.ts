import type { FastifyInstance } from 'fastify';
import { askCourier } from '../../contract/alerts.ts';
import { connectCourier, listCouriers } from '../../contract/couriers.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, reject } from '../../domain/result.ts';
import { alertViewOf } from '../alerts/alert-views.ts';
import type { App } from '../app.ts';
import { checkAccount } from '../channels/check-account.ts';
import { hook } from '../http/hook.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { pushPath } from '../parcels/push-path.ts';
import { scheduleAsking } from '../pickups/schedule.ts';
import { saveConnection } from '../shops/shops.ts';
import { askCourierNow } from './ask-courier.ts';
import { readCouriers } from './courier-views.ts';
import { addPushInboxRoutes } from './push-inbox.ts';
import { schedulePoll } from './schedule.ts';
import { pushTaker } from './take-push.ts';

/** A secret in an address is all that keeps strangers from telling us where parcels are. */
const MIN_ADDRESS_SECRET = 24;
const isGuessable = (secret: string | undefined): boolean => secret !== undefined && secret.length < MIN_ADDRESS_SECRET;

export function addCourierRoutes(server: FastifyInstance, app: App): void {
  route(server, listCouriers, async ({ principal }) => ({ couriers: await readCouriers(app, principal.merchantId) }));
  route(server, connectCourier, async ({ body, params, principal }) => {
    const { merchantId } = principal;
    const vendor = app.shops.couriers.find(({ id }) => id === params.vendor);
    if (!vendor) return notFound;
    const { settings, followOrder } = body;
    const credentials = Object.fromEntries(Object.entries(body.credentials).filter(([, value]) => value !== ''));
    // Secrets that are left out stay as they are, so a connected service can lack settings only.
    const isKnown = (await app.shops.courier(merchantId, vendor.id)) !== undefined;
    const required = vendor.fields.filter(({ kind }) => !isKnown || kind === 'setting');
    const checked = checkAccount(app, vendor.fields, { settings, credentials }, required);
    if (!checked.ok) return checked;
    const { addressSecret } = vendor;
    if (addressSecret && isGuessable(credentials[addressSecret]))
      return reject({ code: 'value_not_allowed', field: addressSecret, reason: `${MIN_ADDRESS_SECRET}+` } as const);
    await app.db.inMerchant(merchantId, (tx) =>
      saveConnection(tx, app.secrets, merchantId, 'courier', vendor.id, { settings, credentials }, followOrder),
    );
    app.shops.forget(merchantId);
    await schedulePoll(app, merchantId, 0);
    await scheduleAsking(app, merchantId, 0);
    return ok({ id: vendor.id });
  });
  addPushInboxRoutes(server, app);
  const receivePush = pushTaker(app);
  route(server, askCourier, async ({ params: { alertId }, principal, meta }) => {
    const asked = await askCourierNow(app, alertId, meta);
    if (!asked.ok) return asked;
    const alert = await app.db.inMerchant(meta.merchantId, (tx) => alertViewOf(app, tx, principal, alertId));
    return alert ? ok({ ...asked.value, alert }) : notFound;
  });
  // The merchant stands in the address; that the push is genuine is proved by a signature or a secret of the merchant's own.
  for (const { id } of app.shops.couriers)
    hook(server, { path: pushPath(id, ':merchantId') }, ({ text, query, params }) =>
      /^mer_[0-9a-z]{1,40}$/.test(params['merchantId'] ?? '')
        ? receivePush(params['merchantId'] as MerchantId, id, { text, query })
        : Promise.resolve({ status: 404, text: 'unknown' }),
    );
}
