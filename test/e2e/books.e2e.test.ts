import type { Browser } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { addDays, localDate } from '../../src/domain/time.ts';
import { startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { DESK, newPage, PHONE, signIn } from '../support/journey.ts';
import { stockDesk } from '../support/stock-desk.ts';

const harness = await startHarness();
const browser: Browser = await launchBrowser();
const { call, program } = harness;
const { app } = program;
const site = app.config.publicUrl;
const { giveBack, place } = stockDesk(harness);

afterAll(() => browser.close());

const today = localDate(app.clock.now(), 'Asia/Shanghai');
const before = addDays(`${today.slice(0, 7)}-01` as typeof today, -1);

test('an accountant books a bill, settles a loss, follows a voucher to its return, and closes the month (M-5, M-6, M-8)', async () => {
  await place('A-01');
  const rma = await giveBack(1, 'scrap', 'A-01');
  const late = { kind: 'fine', platform: 'taobao', amount: { minor: '3000', currency: 'CNY' } };
  await call('POST', '/api/ledger/documents', { document: late, occurredOn: before });

  const page = await newPage(browser, DESK);
  await signIn(page, site, 'finance');
  await page.goto(`${site}/papers`);
  await page.getByRole('button', { name: '录入单据' }).click();
  const paper = page.getByRole('dialog');
  await paper.getByLabel('名称或代码').fill('sf');
  await paper.getByLabel('含税金额').fill('8');
  await paper.getByRole('button', { name: '记账' }).click();
  await page.getByRole('cell', { name: '快递运费账单' }).waitFor();

  await page.goto(`${site}/counterparties?tab=waiting`);
  await page.getByRole('link', { name: rma.number }).waitFor();
  await page
    .getByRole('button', { name: '结 转' })
    .or(page.getByRole('button', { name: '结转' }))
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /结\s?转/ })
    .click();
  await page.getByText('没有待处理的损失').waitFor();
  await page.goto(`${site}/counterparties`);
  await page.getByRole('link', { name: '快递 · sf' }).waitFor();

  await page.goto(`${site}/vouchers`);
  await page.getByRole('button', { name: '生成凭证' }).click();
  const scrapped = page.getByRole('row', { name: /报废待批/ });
  await scrapped.getByRole('button').click();
  await page.getByRole('dialog').getByRole('link', { name: rma.number }).waitFor();
  await page.getByRole('dialog').getByRole('link', { name: /1901/ }).click();
  await page.getByRole('link', { name: /^记-/ }).first().waitFor();
  expect(page.url()).toContain('/account-ledger?account=1901');

  await page.goto(`${site}/periods`);
  const month = page.getByRole('row', { name: new RegExp(before.slice(0, 7)) });
  await month.getByRole('button', { name: /结\s?账/ }).click();
  await page.getByRole('dialog').getByText('1 笔分录尚未编号').waitFor();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /结\s?账/ })
    .click();
  await month.getByText('已结账').waitFor();

  const phone = await newPage(browser, PHONE);
  await signIn(phone, site, 'finance');
  for (const path of ['vouchers', 'periods', 'counterparties', 'papers', 'account-ledger?account=1901']) {
    await phone.goto(`${site}/${path}`);
    await phone.locator('table').first().waitFor();
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
    expect([path, wide <= PHONE.width]).toEqual([path, true]);
  }
}, 240_000);
