import { expect, test } from 'vitest';
import { permissions } from '../src/domain/people/permissions.ts';
import { applyTracking } from '../src/server/couriers/tracking.ts';
import { createApiKey } from '../src/server/people/api-keys.ts';
import { makeAccount } from '../src/server/people/members.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, program, server } = harness;
const { open, step, takeIn } = deskOf(harness);

/** Another merchant, with a key that may do everything there. */
async function stranger(): Promise<Record<string, string>> {
  const userId = await makeAccount(program.auth, {
    name: 'x',
    email: 'x@example.com',
    password: 'correct horse battery',
  });
  const { id } = await program.auth.betterAuth.api.createOrganization({
    body: { name: 'Another shop', slug: 'another', userId: userId ?? '' },
  });
  const { key } = await createApiKey(program.auth, id as `mer_${string}`, 'theirs', [...permissions]);
  return { 'x-api-key': key };
}

test('what belongs to one merchant does not exist for another, on any route', async () => {
  const headers = await stranger();
  const order = await placeOrder(harness);
  const rma = await takeIn(await open(order));
  await step(`/api/rmas/${rma.id}/lines/${rma.lines[0]?.id}/dispose`, {
    quantity: 1,
    disposition: 'restock',
    location: 'A-01',
  });
  const waiting = await open(await placeOrder(harness), { reason: 'other' });
  const { buyer } = (await call<{ buyer: { id: string } }>('GET', `/api/orders/${order.id}`)).body;
  const listing = await step(`/api/buyers/${buyer.id}/listings`, { kind: 'allow', reason: '老客户' });
  const booked = await call<{ id: string }>('POST', '/api/unknown-parcels', {
    waybill: 'YT0000000001',
    contents: [{ sku: 'COAT-M', quantity: 1 }],
    senderName: '王小明',
    phone: '13800001234',
  });
  const damaged = { courier: 'shunfeng', waybill: 'SF1234567899' };
  const sent = await open(await placeOrder(harness));
  await step(`/api/rmas/${sent.id}/parcels`, damaged);
  const scan = { at: program.app.clock.now(), status: 'damaged', code: 'x', text: 'x' } as const;
  await applyTracking(
    program.app,
    harness.merchantId,
    { ...damaged, extent: 'news', scans: [scan], ended: false },
    'sf',
  );
  const [alert] = (await call<{ rows: { id: string }[] }>('GET', '/api/alerts')).body.rows;
  expect(alert?.id).toBeDefined();
  const sheet = await call<{ id: string }>('POST', '/api/stock/counts', { location: 'A-01' });
  const claimed = await open(await placeOrder(harness));
  await step(`/api/rmas/${claimed.id}/parcels`, { courier: 'yuantong', waybill: 'YT0000000002' });
  const { claims } = (await step(`/api/rmas/${claimed.id}/claims`, {
    against: 'courier',
    party: 'yuantong',
    cause: 'lost',
    waybill: 'YT0000000002',
    amount: { minor: '6000', currency: 'CNY' },
    filedAt: new Date().toISOString(),
  })) as { claims?: { id: string }[] };
  await step(`/api/rmas/${claimed.id}/postage`, {
    waybill: 'YT0000000002',
    amount: { minor: '1200', currency: 'CNY' },
    insured: false,
  });
  const money = { amount: { minor: '100', currency: 'CNY' }, reference: 'x' };
  const moment = new Date().toISOString();
  const ids: Record<string, string> = {
    claimId: claims?.[0]?.id ?? '',
    documentId: sheet.body.id,
    unknownId: booked.body.id,
    alertId: alert?.id ?? '',
    buyerId: buyer.id,
    listingId: listing.id,
    rmaId: waiting.id,
    lineId: waiting.lines[0]?.id ?? '',
    refundId: rma.refunds[0]?.id ?? '',
    orderId: order.id,
    waybill: rma.number,
    fileId: 'fil_nothing',
    viewId: 'view_nothing',
    offerId: 'ofr_nothing',
    messageId: 'msg_nothing',
    templateId: 'tpl_ask_photos',
  };
  const bodies: Record<string, object> = {
    '/api/rmas': {
      orderId: order.id,
      resolution: 'refund_only',
      reason: 'other',
      lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
    },
    '/api/rmas/bulk-review': { rmaIds: [waiting.id], verdict: 'approve' },
    '/api/rmas/bulk-assign': { rmaIds: [waiting.id], action: 'take' },
    '/api/rmas/:rmaId/assign': { to: 'usr_nobody' },
    '/api/rmas/:rmaId/looking': { here: true },
    '/api/rmas/:rmaId/reject': { reasonCode: 'other', note: 'x' },
    '/api/rmas/:rmaId/request-evidence': { note: 'x' },
    '/api/rmas/:rmaId/evidence': { files: ['fil_1'] },
    '/api/rmas/:rmaId/withdraw': { cause: 'x' },
    '/api/rmas/:rmaId/parcels': { courier: 'shunfeng', waybill: 'SF1234567890' },
    '/api/rmas/:rmaId/lines/:lineId/receive': { quantity: 1 },
    '/api/rmas/:rmaId/lines/:lineId/inspect': { quantity: 1, grade: 'new' },
    '/api/rmas/:rmaId/lines/:lineId/dispose': { quantity: 1, disposition: 'scrap', location: 'A-01' },
    '/api/rmas/:rmaId/claims': {
      against: 'vendor',
      party: 'x',
      cause: 'short',
      amount: money.amount,
      filedAt: moment,
    },
    '/api/rmas/:rmaId/claims/:claimId/answer': { outcome: 'refused', because: 'x', at: moment },
    '/api/rmas/:rmaId/claims/:claimId/payments': { ...money, paidAt: moment },
    '/api/rmas/:rmaId/claims/:claimId/appeal': { because: 'x', appealedAt: moment },
    '/api/rmas/:rmaId/claims/:claimId/close': { outcome: 'written_off', because: 'x' },
    '/api/rmas/:rmaId/postage': { waybill: 'YT0000000002', amount: money.amount, insured: false },
    '/api/rmas/:rmaId/postage/:waybill/insurance': { outcome: 'refused', because: 'x', at: moment },
    '/api/rmas/:rmaId/postage/:waybill/payments': { ...money, by: 'merchant', paidAt: moment },
    '/api/rmas/:rmaId/postage/:waybill/decline': { because: 'x' },
    '/api/rmas/:rmaId/postage/:waybill/recovery': { outcome: 'waived', reference: 'x' },
    '/api/claims/terms': { terms: [{ against: 'courier', days: 9 }] },
    '/api/rmas/:rmaId/messages': { via: 'portal', body: 'x' },
    '/api/rmas/:rmaId/messages/pull': {},
    '/api/rmas/:rmaId/offers': { amount: { minor: '100', currency: 'CNY' }, goods: 'stay', validHours: 24 },
    '/api/rmas/:rmaId/offers/preview': { amount: { minor: '100', currency: 'CNY' }, goods: 'stay' },
    '/api/rmas/bulk-tell-again': { rmaIds: [waiting.id] },
    '/api/inbox/retry': { shopId: 'shop_demotaobao', kind: 'order', documentId: '1', version: '1' },
    '/api/orders/:orderId/shipping': { shippedAt: null, deliveredAt: null },
    '/api/orders/:orderId/invoices': { number: '26330000000000000001', issuedOn: '2026-11-01', buyerKind: 'person' },
    '/api/orders/:orderId/buyer': { purpose: 'x' },
    '/api/unknown-parcels': { contents: [{ sku: 'COAT-M', quantity: 1 }] },
    '/api/unknown-parcels/:unknownId/bind': { rmaId: waiting.id },
    '/api/unknown-parcels/:unknownId/unbind': { rmaId: waiting.id },
    '/api/unknown-parcels/:unknownId/recount': { contents: [{ sku: 'COAT-M', quantity: 2 }] },
    '/api/unknown-parcels/:unknownId/open-return': { orderId: order.id },
    '/api/alerts/:alertId/note': { text: 'x' },
    '/api/alerts/:alertId/handle': { text: 'x' },
    '/api/alerts/:alertId/put-off': { until: new Date(Date.now() + 3_600_000).toISOString() },
    '/api/alerts/bulk': { action: 'handle', alertIds: [alert?.id], text: 'x' },
    '/api/alert-settings': { hours: {}, version: 0 },
    '/api/alert-lanes': { courier: 'shunfeng', fromCity: '', own: { late: 5 } },
    '/api/buyers/:buyerId/listings': { kind: 'allow', reason: 'x' },
  };
  const before = (await call('GET', `/api/rmas/${waiting.id}`)).body;
  const told: string[] = [];
  const secrets = [
    buyer.id,
    '老客户',
    booked.body.id,
    'SF1234567899',
    'YT0000000001',
    'YT0000000002',
    ids['claimId'] ?? '',
    claimed.number,
    order.id,
    order.externalId,
    rma.id,
    rma.number,
    waiting.id,
    waiting.number,
    '王小明',
    '13800001234',
  ];
  for (const { method, path, endpoint, access } of server.routeTable) {
    if (!endpoint || method === 'HEAD' || endpoint.consumes || endpoint.produces === 'text/event-stream') continue;
    if (access === 'public' || access === 'portal') continue;
    const url = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? 'nothing');
    const body = method === 'GET' || method === 'DELETE' ? undefined : (bodies[path] ?? {});
    const answer = await server.inject({ method: method as 'GET', url, headers, ...(body ? { payload: body } : {}) });
    if (answer.statusCode >= 500) told.push(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
    if (answer.statusCode >= 300) continue;
    // The caller's own words come back; what he did not know must not.
    const unsaid = JSON.stringify(body ?? {}) + url;
    const leaked = secrets.filter((secret) => answer.body.includes(secret) && !unsaid.includes(secret));
    const mayBeEmpty = ![':rmaId', ':orderId', ':buyerId'].some((name) => path.includes(name));
    if (leaked.length > 0 || !mayBeEmpty) told.push(`${method} ${path}: ${answer.statusCode} ${leaked.join()}`);
  }
  expect(told).toEqual([]);
  expect((await call('GET', `/api/rmas/${waiting.id}`)).body).toEqual(before);
});

test('another merchant’s lists, sums and searches hold nothing of ours', async () => {
  const headers = { 'x-api-key': (await createApiKey(program.auth, harness.merchantId, 'k', [...permissions])).key };
  const own = await call<{ rows: object[] }>('GET', '/api/rmas?lane=open', undefined, headers);
  expect(own.body.rows.length).toBeGreaterThan(0);
  const { rows } = await program.auth.pool.query<{ id: string }>(
    `select id from auth.organization where slug = 'another'`,
  );
  const { key } = await createApiKey(program.auth, rows[0]?.id as `mer_${string}`, 'k', [...permissions]);
  const theirs = { 'x-api-key': key };
  for (const url of [
    '/api/rmas',
    '/api/orders',
    '/api/buyers',
    '/api/refunds',
    '/api/red-invoices',
    '/api/journal',
    '/api/stock',
    '/api/unknown-parcels',
    '/api/stock/locations',
    '/api/stock/documents?kind=count',
    '/api/stock/vendors',
    '/api/stock/resale',
    '/api/claims',
    '/api/postage',
    '/api/inbox',
  ]) {
    expect([url, (await call('GET', url, undefined, theirs)).body]).toEqual([url, { rows: [], next: null }]);
  }
  const balance = await call<{ totals: object }>('GET', '/api/trial-balance', undefined, theirs);
  expect(balance.body.totals).toMatchObject({ debit: { minor: '0' }, credit: { minor: '0' } });
});
