import type { Browser } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import { money } from '../../src/domain/money.ts';
import { addDays, startOfDay } from '../../src/domain/time.ts';
import { keepStatement } from '../../src/server/matching/keep-statement.ts';
import { matchAccount } from '../../src/server/matching/match-statements.ts';
import { startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { DESK, newPage, PHONE, signIn } from '../support/journey.ts';
import { matchDesk } from '../support/match-desk.ts';
import { asOwner } from '../support/test-postgres.ts';

const harness = await startHarness();
const browser: Browser = await launchBrowser();
const { app } = harness.program;
const site = app.config.publicUrl;
const { refunded, today, of } = matchDesk(harness);

afterAll(() => browser.close());

test('an accountant finds a one-fen difference, sees its cause, settles it, and closes the month (M-6, M-7)', async () => {
  const rma = await refunded();
  const lastMonth = addDays(`${today.slice(0, 7)}-01` as typeof today, -2);
  const { id: refund, gatewayReference } = present(rma.refunds[0], 'the refund');
  // Alipay answers with the number of the trade.
  const tradeNumber = present(gatewayReference, 'the trade');
  // It was paid at noon of a day of last month.
  await asOwner(
    harness.databaseUrl,
    `alter table refund no force row level security; update refund set settled_at = '${startOfDay(lastMonth, 'Asia/Shanghai')}'::timestamptz
      + interval '12 hours' where refund_id = '${refund}'; alter table refund force row level security`,
  );
  const line = { kind: 'refund', tradeNumber, refundNumber: refund, amount: money(19_901n, 'CNY') } as const;
  await keepStatement(app, { ...of, day: lastMonth }, [line]);
  await matchAccount(app, { merchantId: of.merchantId, vendor: 'alipay' });

  const page = await newPage(browser, DESK);
  await signIn(page, site, 'finance');
  await page.goto(`${site}/matching?tab=days`);
  await page
    .getByRole('row', { name: new RegExp(lastMonth) })
    .getByText('已读取')
    .waitFor();
  await page
    .getByRole('row', { name: new RegExp(lastMonth) })
    .getByRole('link', { name: '1' })
    .click();
  await page.getByText('差一分，多为渠道四舍五入').waitFor();
  await page.getByRole('button', { name: '金额不符' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('region', { name: '我方退款' }).getByText('199.00').waitFor();
  await drawer.getByRole('region', { name: '渠道账单' }).getByText('199.01').waitFor();
  await drawer.getByRole('region', { name: '收货' }).getByRole('link', { name: rma.number }).waitFor();

  const month = lastMonth.slice(0, 7);
  const refused = await harness.call<{ checks: { code: string }[] }>('GET', `/api/periods/${month}/checks`);
  expect(refused.body.checks.map(({ code }) => code)).toContain('differences_open');

  await drawer.getByRole('button', { name: '按账单入账' }).click();
  const settle = page.getByRole('dialog').filter({ hasText: '记入支付手续费' });
  await settle.getByLabel('说明').fill('渠道四舍五入');
  await settle.getByRole('button', { name: /确\s?定/ }).click();
  await drawer.getByText('已处理').first().waitFor();
  await drawer.getByText('渠道四舍五入').last().waitFor();

  await page.goto(`${site}/periods`);
  const row = page.getByRole('row', { name: new RegExp(month) });
  await row.getByRole('button', { name: /结\s?账/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /结\s?账/ })
    .click();
  await row.getByText('已结账').waitFor();

  const phone = await newPage(browser, PHONE);
  await signIn(phone, site, 'finance');
  for (const path of ['matching', 'matching?tab=days']) {
    await phone.goto(`${site}/${path}`);
    await phone.locator('table').first().waitFor();
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
    expect([path, wide <= PHONE.width]).toEqual([path, true]);
  }
}, 240_000);
