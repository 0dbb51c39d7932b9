import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { DESK, newPage, PHONE, signIn } from '../support/journey.ts';
import { stockDesk } from '../support/stock-desk.ts';

const harness = await startHarness();
const browser: Browser = await launchBrowser();
const desk = stockDesk(harness);
const site = harness.program.app.config.publicUrl;

beforeAll(async () => {
  for (const [code, kind] of [
    ['A-01', 'shelf'],
    ['V-01', 'vendor'],
  ] as const)
    await desk.place(code, kind);
});
afterAll(() => browser.close());

const drawer = (page: Page) => page.locator('.ant-drawer.stock-document');
/** Antd sets a space between two Chinese characters of a button. */
const press = (page: Page, name: RegExp) => drawer(page).getByRole('button', { name }).click();

async function confirmed(page: Page): Promise<void> {
  await page.locator('.ant-popconfirm .ant-btn-primary').click();
}

test('a shelf is counted blind on a phone, twice where it differs, and another posts the difference (W-5)', async () => {
  await desk.giveBack(5, 'restock', 'A-01', { unitCostMinor: 8_000 });
  const counter = await newPage(browser, PHONE);
  await signIn(counter, site, 'inspector');
  await counter.goto(`${site}/stock?tab=counts`);
  await counter.getByRole('button', { name: '新建盘点单' }).click();
  await counter.getByRole('dialog').getByLabel('库位（留空则按 SKU）').fill('A-01');
  await counter
    .getByRole('dialog')
    .getByRole('button', { name: /开\s*单/ })
    .click();

  // What the books say is nowhere on the sheet.
  await drawer(counter).getByText('初盘中').waitFor();
  expect(await drawer(counter).getByText('账面', { exact: true }).count()).toBe(0);
  const field = counter.getByLabel('实点 COAT-M A-01');

  // The first save is slow; what is typed meanwhile is the last word.
  let isSlow = true;
  await counter.route('**/counted', async (route) => {
    if (isSlow) await new Promise((resolve) => setTimeout(resolve, 700));
    isSlow = false;
    await route.continue();
  });
  await field.fill('3');
  await field.press('Enter');
  await field.fill('4');
  const saved = counter.waitForResponse((answer) => answer.request().postData()?.includes('"quantity":4') ?? false);
  await field.press('Enter');
  expect((await saved).status()).toBe(200);
  await press(counter, /点完了/);
  await drawer(counter).getByText('复盘中').waitFor();
  await field.fill('4');
  await field.press('Enter');
  await drawer(counter).getByText('待点').waitFor({ state: 'detached' });
  await press(counter, /点完了/);
  await drawer(counter).getByText('待批准').waitFor();
  expect(await drawer(counter).getByText('-1', { exact: true }).count()).toBe(1);
  // Who has counted is offered no approval.
  expect(await drawer(counter).getByRole('button', { name: '批准并过账' }).count()).toBe(0);

  const finance = await newPage(browser, DESK);
  await signIn(finance, site, 'finance');
  await finance.goto(counter.url());
  await press(finance, /批准并过账/);
  await confirmed(finance);
  await drawer(finance).getByText('已完成').waitFor();
  expect(await desk.at('A-01', 'good')).toEqual({ quantity: 4, value: 32_000 });
  expect(await desk.account('1901')).toBe(8_000);
  await desk.expectSound();
});

test('goods that wait for their vendor go out with a document, he answers, and his credit is booked (W-5)', async () => {
  await desk.done('vendors/import', { csv: 'sku,vendor_code,vendor_name\nCOAT-M,V100,衣源制衣\n' });
  await desk.giveBack(3, 'to_vendor', 'V-01', { unitCostMinor: 8_000 });
  const manager = await newPage(browser, DESK);
  await signIn(manager, site, 'manager');
  await manager.goto(`${site}/stock?tab=vendor-returns`);
  await manager.locator('.stock-vendor', { hasText: '衣源制衣' }).getByRole('button', { name: '开退货单' }).click();
  await drawer(manager).getByText('草稿').waitFor();

  const dialog = manager.locator('.ant-modal');
  await press(manager, /寄\s*出/);
  await dialog.getByLabel('运单号').fill('SF1234567890');
  await dialog.getByRole('button', { name: /寄\s*出/ }).click();
  await drawer(manager).getByText('已寄出').waitFor();
  await drawer(manager).getByText('SF1234567890').waitFor();

  // He takes two of three.
  await press(manager, /记录答复/);
  await dialog.getByLabel('收下 COAT-M V-01').fill('2');
  await dialog.getByRole('button', { name: '记录答复' }).click();
  await drawer(manager).getByText('供应商已答复').first().waitFor();
  expect(await desk.at('V-01', 'to_vendor')).toEqual({ quantity: 1, value: 8_000 });

  await press(manager, /记退款/);
  await dialog.getByLabel('供应商应退').fill('150');
  await dialog.getByRole('button', { name: '记退款' }).click();
  await drawer(manager).getByText('已退款').waitFor();
  expect(await desk.account('1221.02')).toBe(15_000);

  // A credit that was typed wrongly is reversed, and can be booked again.
  await press(manager, /冲回上一步/);
  await confirmed(manager);
  await drawer(manager).getByText('冲回退款').waitFor();
  expect(await desk.account('1221.02')).toBe(0);
  await desk.expectSound();
});

test('scrap above the limit is asked for by one and approved by another (W-4, W-5)', async () => {
  await desk.giveBack(2, 'restock', 'A-01', { unitCostMinor: 80_000 });
  const inspector = await newPage(browser, PHONE);
  await signIn(inspector, site, 'inspector');
  await inspector.goto(`${site}/stock?tab=waiting`);
  await inspector.getByLabel('扫 SKU 或标签').fill('COAT-M');
  await inspector.getByLabel('从库位').fill('A-01');
  await inspector.getByLabel('到库位').fill('V-01');
  await inspector.getByLabel('改判为').click();
  await inspector.locator('.ant-select-dropdown').getByText('报废', { exact: true }).click();
  await inspector.getByLabel('件数').fill('5');
  await inspector.getByRole('button', { name: '移 5 件' }).click();
  await inspector.getByText('已提交，等别人批准').waitFor();

  const finance = await newPage(browser, DESK);
  await signIn(finance, site, 'finance');
  await finance.goto(`${site}/stock?tab=transfers&state=to_approve`);
  await finance.getByRole('button', { name: /^T\d{6}-/ }).click();
  await press(finance, /批准报废/);
  await confirmed(finance);
  await drawer(finance).getByText('已完成').waitFor();
  expect((await desk.at('V-01', 'scrap')).quantity).toBe(5);
  await desk.expectSound();
});
