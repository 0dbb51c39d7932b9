import type { Browser, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { newPage, openReturn, PHONE, signIn } from '../support/journey.ts';

const harness = await startHarness();
const worker = await harness.startWorker();
const browser: Browser = await launchBrowser();
const site = harness.program.app.config.publicUrl;

afterAll(async () => {
  await browser.close();
  await worker.stop();
});

/** As a scanner types it. */
async function scan(page: Page, code: string): Promise<void> {
  await page.locator('.scan-box').waitFor();
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}

const receptionOf = async (rmaId: string) =>
  (await harness.call<{ lines: { reception: string }[] }>('GET', `/api/rmas/${rmaId}`)).body.lines[0]?.reception;

test('a parcel that nobody announced is booked in, bound to its return in one tap, taken back, and bound again (W-2)', async () => {
  const rma = await openReturn(harness, { phone: '13900008866' });
  await openReturn(harness, { phone: '13900001122' });

  const inspector = await newPage(browser, PHONE);
  await signIn(inspector, site, 'inspector');
  await inspector.goto(`${site}/receiving`);
  await scan(inspector, 'YT7700112233445');
  await inspector.getByText('YT7700112233445 没有对应的退货单').waitFor();
  await inspector.getByRole('button', { name: '登记无主件' }).click();
  await inspector.getByPlaceholder('扫商品条码或输入 SKU').waitFor();
  await scan(inspector, 'COAT-M');
  await inspector.getByLabel('寄件人手机或后四位').fill('8866');
  await inspector.getByRole('button', { name: '登记 1 件' }).click();

  // Two buyers wait to send such a coat back; the tail of the phone says which of them has.
  const best = inspector.locator('.candidates > li').first();
  await best.getByText('手机尾号 8866 一致').waitFor();
  await best.getByText(rma.number).waitFor();
  expect(await receptionOf(rma.id)).toBe('awaiting');
  await best.getByRole('button', { name: '就是它，绑定 1 件' }).click();
  await inspector.getByText(`1 件进了 ${rma.number}`).waitFor();
  expect(await receptionOf(rma.id)).toBe('received');

  await inspector.getByRole('button', { name: '撤销绑定' }).first().click();
  await best.getByRole('button', { name: '就是它，绑定 1 件' }).waitFor();
  expect(await receptionOf(rma.id)).toBe('awaiting');
  await best.getByRole('button', { name: '就是它，绑定 1 件' }).click();
  await inspector.getByText(`1 件进了 ${rma.number}`).waitFor();

  // It is a return like any other now, and its goods wait for the inspector.
  await inspector.goto(`${site}/receiving`);
  await scan(inspector, rma.number);
  await inspector.locator('.found-step').getByRole('button', { name: /全新/ }).waitFor();
  expect(await receptionOf(rma.id)).toBe('received');
});
