import type { FastifyInstance } from 'fastify';
import type { PaymentVendor } from '../../connectors/payment/account.ts';
import { checkPayment, connectPayment, listPayments, switchPayment } from '../../contract/payments.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { messageOf } from '../cannot-start.ts';
import { checkAccount } from '../channels/check-account.ts';
import { type HookCall, hook } from '../http/hook.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { scheduleMatch } from '../matching/schedule.ts';
import { saveNextConnection, switchConnection } from '../shops/next-connection.ts';
import { noticePath, saveConnection } from '../shops/shops.ts';
import type { Account } from '../shops/vendors.ts';
import { checkReply, readPayments } from './connections.ts';
import { takeNotice } from './take-notice.ts';

export function addPaymentRoutes(server: FastifyInstance, app: App): void {
  route(server, listPayments, async ({ principal }) => ({ payments: await readPayments(app, principal.merchantId) }));
  route(server, connectPayment, async ({ body, params, principal: { merchantId } }) => {
    const vendor = app.shops.payments.find(({ id }) => id === params.vendor);
    if (!vendor) return notFound;
    const { settings, as } = body;
    const credentials = Object.fromEntries(Object.entries(body.credentials).filter(([, value]) => value !== ''));
    // Secrets that are left out stay as they are, so a connected gateway can lack settings only.
    const isKnown = (await app.shops.payment(merchantId, vendor.id)) !== undefined;
    const required = vendor.fields.filter(({ kind }) => !isKnown || kind === 'setting');
    const checked = checkAccount(app, vendor.fields, { settings, credentials }, required);
    if (!checked.ok) return checked;
    if (as === 'next' && !isKnown) return notFound;
    const isWhole = vendor.fields.every(
      ({ kind, name, optional }) => kind === 'setting' || optional || credentials[name],
    );
    const unreadable = isWhole ? whyUnreadable(app, vendor, { settings, credentials }) : undefined;
    if (unreadable) return reject({ code: 'value_not_allowed', field: 'credentials', reason: unreadable });
    const save = as === 'next' ? saveNextConnection : saveConnection;
    await app.db.inMerchant(merchantId, (tx) =>
      save(tx, app.secrets, merchantId, 'payment', vendor.id, { settings, credentials }),
    );
    app.shops.forget(merchantId);
    if (as !== 'next') await scheduleMatch(app, merchantId, app.clock.now());
    return ok({ id: vendor.id });
  });
  route(server, checkPayment, async ({ body, params, principal: { merchantId } }) => {
    const gateway = await app.shops.gateway(merchantId, params.vendor);
    const port = body.which === 'other' ? gateway?.other : gateway?.port;
    return port ? checkReply(await port.check()) : notFound;
  });
  route(server, switchPayment, async ({ params, principal: { merchantId } }) => {
    const switched = await app.db.inMerchant(merchantId, (tx) =>
      switchConnection(tx, app.secrets, merchantId, params.vendor),
    );
    app.shops.forget(merchantId);
    return switched ? ok({ id: params.vendor }) : notFound;
  });
  // Anybody can call it: the address, which only the gateway was given, and its signature say who does.
  for (const { id } of app.shops.payments)
    hook(server, { path: noticePath(id, ':merchantId', ':key') }, ({ text, headers, params }) => {
      const { merchantId = '', key = '' } = params;
      return /^mer_[0-9a-z]{1,40}$/.test(merchantId)
        ? takeNotice(app, id, merchantId as MerchantId, key, { text, headers: textsOf(headers) })
        : Promise.resolve({ status: 404, text: 'unknown' });
    });
}

/** Keys are read when a gateway is opened: what cannot be read is told to who has just pasted it. */
function whyUnreadable(app: App, vendor: PaymentVendor, account: Account): string | undefined {
  try {
    vendor.open(account, { now: () => app.clock.now() });
    return undefined;
  } catch (error) {
    return messageOf(error).slice(0, 200);
  }
}

const textsOf = (headers: HookCall['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
