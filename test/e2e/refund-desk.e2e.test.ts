import type { Browser } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import type { PolicyContent } from '../../src/contract/policy-content.ts';
import { present } from '../../src/domain/assert.ts';
import { advanceRefund } from '../../src/server/advances/advance-refund.ts';
import { applyNotices } from '../../src/server/payments/apply-notices.ts';
import { keepNotice } from '../../src/server/payments/notice-store.ts';
import { anOrder, type OrderReply, startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { gatewayDesk } from '../support/gateway-desk.ts';
import { DESK, newPage, openReturn, PHONE, signIn } from '../support/journey.ts';
import { deskOf } from '../support/returns-desk.ts';

const harness = await startHarness();
const browser: Browser = await launchBrowser();
const { call, merchantId } = harness;
const { app } = harness.program;
app.config.nearVendors = true;
const { open, pay, see, takeIn } = deskOf(harness);
const site = app.config.publicUrl;

afterAll(() => browser.close());

/** What no gateway of ours knows, with the account that its buyer has named. */
async function unconnected() {
  const body = anOrder();
  const payment = present(body.order.payments[0], 'a payment');
  const order = { ...body.order, payments: [{ ...payment, method: 'unionpay' }] };
  const { body: placed } = await call<OrderReply>('POST', '/api/orders', { ...body, order });
  const rma = await takeIn(await open(placed));
  await pay(rma, 1);
  const { body: session } = await call<{ token: string }>('POST', '/api/portal/session', {
    shop: harness.portalCode,
    orderNumber: placed.externalId,
    phoneTail: '1234',
  });
  const account = { kind: 'bank', holder: '王小明', bank: '招商银行', number: '6214830012345678' };
  const named = await call(
    'POST',
    `/api/portal/rmas/${rma.id}/payee`,
    { ...account, consent: 'payee-2026-11' },
    { 'x-api-key': '', authorization: `Bearer ${session.token}` },
  );
  expect(named.status, JSON.stringify(named.body)).toBe(200);
  return rma;
}

test('what no gateway can pay is proposed from its row, approved by another, and paid at the bank (M-3)', async () => {
  const rma = await unconnected();
  const clerk = await newPage(browser, DESK);
  await signIn(clerk, site, 'finance');
  await clerk.goto(`${site}/refunds`);
  await clerk.getByRole('row', { name: rma.number }).getByRole('button', { name: '线下转账' }).click();
  const proposal = clerk.getByRole('dialog');
  await proposal.getByLabel('原因').fill('银联未接入');
  await proposal.getByRole('button', { name: '线下转账' }).click();
  await proposal.waitFor({ state: 'hidden' });
  await clerk.goto(`${site}/refunds?state=proposed`);
  const mine = clerk.getByRole('row', { name: rma.number });
  expect(await mine.getByRole('button', { name: '复核通过' }).isDisabled()).toBe(true);

  const boss = await newPage(browser, PHONE);
  await signIn(boss, site, 'manager');
  await boss.goto(`${site}/refunds?state=proposed`);
  await boss.getByRole('row', { name: rma.number }).getByRole('button', { name: '复核通过' }).click();
  await boss.getByRole('dialog').getByRole('button', { name: '复核通过' }).click();
  await boss.getByText('没有线下转账').waitFor();

  await clerk.goto(`${site}/refunds?state=approved`);
  await clerk.getByRole('row', { name: rma.number }).getByRole('button', { name: '登记付款' }).click();
  await clerk.getByRole('dialog').getByLabel('银行流水号').fill('CMB20261122001');
  await clerk.getByRole('dialog').getByRole('button', { name: '登记付款' }).click();
  await clerk.getByText('没有线下转账').waitFor();
  expect((await see(rma.id)).refunds).toMatchObject([{ state: 'succeeded', gatewayReference: 'CMB20261122001' }]);
});

test('a manager sets limits; what was paid ahead is chased and written off from the list (M-4)', async () => {
  const { body: live } = await call<{ release: { seq: number } }>('GET', '/api/policy');
  type Draft = { id: string; revision: number; content: PolicyContent };
  const { body: draft } = await call<Draft>('POST', '/api/policy/drafts', { name: 'instant', from: 'live' });
  const row = { ...present(draft.content.rows[0], 'a row'), id: 'instant', condition: 'is_no_reason' };
  const effects = { instantRefund: 'approval' };
  const content = {
    ...draft.content,
    rows: [{ ...row, outcome: { kind: 'approve' }, effects }, ...draft.content.rows],
  };
  const path = `/api/policy/drafts/${draft.id}`;
  const { body: saved } = await call<Draft>('PUT', path, { revision: 1, name: 'instant', content });
  const published = await call('POST', `${path}/publish`, { revision: saved.revision, seen: live.release.seq });
  expect(published.status, JSON.stringify(published.body)).toBe(200);

  const boss = await newPage(browser, DESK);
  await signIn(boss, site, 'manager');
  await boss.goto(`${site}/refunds?state=exposure`);
  await boss.getByRole('button', { name: '垫付额度' }).click();
  const dialog = boss.getByRole('dialog');
  await dialog.getByLabel('每个买家最多未到货').fill('1000');
  await dialog.getByLabel('每个店铺最多未到货').fill('500');
  await dialog.getByLabel('每天最多新增').fill('8000');
  await dialog.getByRole('button', { name: '保存额度' }).click();
  await dialog.getByText('不能小于每个买家的额度').waitFor();
  await dialog.getByLabel('每个店铺最多未到货').fill('20000');
  await dialog.getByRole('button', { name: '保存额度' }).click();
  await boss.getByText('每日上限 ¥8,000.00').waitFor();

  const opened = await openReturn(harness);
  const rma = await see(opened.id);
  await advanceRefund(app, { merchantId, rmaId: rma.id, on: 'approval:1' });
  await boss.reload();
  const line = boss.getByRole('row', { name: rma.number });
  await line.getByRole('button', { name: '记跟进' }).click();
  await boss.getByRole('dialog').getByLabel('说明').fill('已发短信');
  await boss.getByRole('dialog').getByRole('button', { name: '记跟进' }).click();
  await line.getByText('提醒买家寄回 · 已发短信').waitFor();
  await line.getByRole('button', { name: /核\s?销/ }).click();
  await boss.getByRole('dialog').getByLabel('原因').fill('买家失联');
  await boss
    .getByRole('dialog')
    .getByRole('button', { name: /核\s?销/ })
    .click();
  await boss.getByText('没有垫付在外的货').waitFor();
  await boss.getByRole('link', { name: '已核销' }).click();
  await boss.getByRole('row', { name: rma.number }).getByText('买家失联').waitFor();
  await boss.goto(`${site}/rmas/${rma.id}`);
  await boss.getByText('垫付核销 ¥199.00：买家失联').waitFor();
});

test('a notice that nobody could use is read, with its reason, and retried (M-3)', async () => {
  const wechat = await gatewayDesk(harness, 'wechat', { settleAfterMs: 3_600_000 });
  const rma = await takeIn(await open(await wechat.order(), { reason: 'size_or_color' }));
  await pay(rma, 1);
  const refundNumber = present((await see(rma.id)).refunds[0], 'a refund').id;
  const amount = { minor: '1', currency: 'CNY' };
  await keepNotice(app, merchantId, { vendor: 'wechat', documentId: 'wrong' }, { refundNumber, amount });
  await applyNotices(app, merchantId);
  const clerk = await newPage(browser, DESK);
  await signIn(clerk, site, 'finance');
  await clerk.goto(`${site}/refunds?state=notices`);
  const row = clerk.getByRole('row', { name: refundNumber });
  await row.getByText('金额').waitFor();
  await row.getByRole('button', { name: /重\s?试/ }).click();
  await clerk.getByText('结果：用不上').waitFor();
});
