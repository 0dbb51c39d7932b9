import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { compose } from '../src/server/compose.ts';
import { addMasterKey } from '../src/server/master-keys.ts';
import { sendRefund } from '../src/server/refunds/send-refund.ts';
import { startHarness } from './support/app-harness.ts';
import { gatewayDesk } from './support/gateway-desk.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
app.config.nearVendors = true;
const wechat = await gatewayDesk(harness, 'wechat', { settleAfterMs: 0 });
const { open, see, takeIn } = deskOf(harness);

const dataKeys = async () => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ master_key_id: string; wrapped: Buffer }>`select master_key_id, wrapped from data_key`.execute(tx),
  );
  return rows;
};

test('a merchant’s credentials are sealed under his own key, and that under one outside the database (M-3)', async () => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ credentials: Buffer }>`select credentials from connection where vendor = 'wechat'`.execute(tx),
  );
  expect(rows[0]?.credentials[0]).toBe(2);
  expect(rows[0]?.credentials.toString('latin1')).not.toContain('apiV3Key');
  expect(await dataKeys()).toHaveLength(1);
  // Bound to the merchant: another one's data key does not open with it, nor a copy in another row.
  await expect(
    app.db.inMerchant(merchantId, async (tx) => {
      const sealer = await app.secrets.of(tx, merchantId);
      return sealer.open(sealer.seal('x', 'here'), 'there');
    }),
  ).rejects.toThrow();
});

test('the master key changes while refunds run: none fails, and every one is paid once', async () => {
  const orders = await Promise.all(Array.from({ length: 12 }, () => wechat.order()));
  const rmas = [];
  for (const order of orders) rmas.push(await takeIn(await open(order)));
  const before = present((await dataKeys())[0], 'a data key');
  let rotations = 0;
  let running = true;
  const rotate = async () => {
    while (running) {
      addMasterKey(app.config.dataDir);
      rotations += await app.db.inMerchant(merchantId, (tx) => app.secrets.rewrap(tx, merchantId));
      app.shops.forget(merchantId);
    }
  };
  const rotating = rotate();
  for (const rma of rmas) {
    const refundId = present(rma.refunds[0], 'a refund').id;
    app.shops.forget(merchantId);
    await sendRefund(app, { merchantId, rmaId: rma.id, refundId }, 1);
  }
  running = false;
  await rotating;
  expect(rotations).toBeGreaterThan(2);
  for (const rma of rmas) expect((await see(rma.id)).refunds[0]?.state).toBe('succeeded');
  for (const order of orders) expect(await wechat.paidOut(order)).toHaveLength(1);
  expect(present((await dataKeys())[0], 'a data key').master_key_id).not.toBe(before.master_key_id);
});

test('another process, which started before the key was changed, goes on with the new one', async () => {
  const { program, databaseUrl } = harness;
  const other = compose({
    config: program.app.config,
    databaseUrl,
    secretKey: Buffer.alloc(32, 7),
    clock: app.clock,
    log: app.log,
  });
  expect(await other.app.shops.payment(merchantId, 'wechat')).toBeDefined();
  addMasterKey(app.config.dataDir);
  await app.db.inMerchant(merchantId, (tx) => app.secrets.rewrap(tx, merchantId));
  other.app.shops.forget(merchantId);
  expect(await other.app.shops.payment(merchantId, 'wechat')).toBeDefined();
  await other.close();
});

test('a vendor’s keys change without a gap: the next account is checked beside the one in use, then switched to', async () => {
  const path = '/api/payments/wechat';
  const { settings, credentials } = wechat.account;
  // The next account is checked before anything is sent by it: these keys the gateway does not know.
  const wrong = { ...settings, serial: 'FFFF' };
  await call('PUT', path, { as: 'next', settings: wrong, credentials: {} });
  expect(await call('POST', `${path}/check`, { which: 'other' })).toMatchObject({ body: { outcome: 'refused' } });
  expect(await call('POST', `${path}/check`, {})).toMatchObject({ body: { outcome: 'works' } });
  await call('PUT', path, { as: 'next', settings, credentials });
  expect(await call('POST', `${path}/check`, { which: 'other' })).toMatchObject({ body: { outcome: 'works' } });
  expect((await call('POST', `${path}/switch`, {})).status).toBe(200);
  expect(await call('POST', `${path}/check`, {})).toMatchObject({ body: { outcome: 'works' } });
  const { body } = await call<{ payments: { id: string; connection: unknown }[] }>('GET', '/api/payments');
  const shown = body.payments.find(({ id }) => id === 'wechat');
  expect(shown?.connection).toMatchObject({ other: { role: 'previous' } });
  // Nobody is ever shown a secret again.
  expect(JSON.stringify(body)).not.toContain(credentials.apiV3Key);
  expect((await call('POST', `${path}/switch`, {})).status).toBe(404);
});
