import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { newPage, openReturn, PHONE, signIn } from '../support/journey.ts';

const harness = await startHarness();
const worker = await harness.startWorker();
const browser: Browser = await launchBrowser();
const { call } = harness;
const site = harness.program.app.config.publicUrl;

afterAll(async () => {
  await browser.close();
  await worker.stop();
});

const WAYBILLS = ['YT6600000000001', 'YT6600000000002'] as const;

async function scan(page: Page, code: string): Promise<void> {
  await page.locator('.scan-box').waitFor();
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}

const lineOf = async (rmaId: string) =>
  (
    await call<{ lines: { reception: string; disposition: string; grade: string | null }[] }>(
      'GET',
      `/api/rmas/${rmaId}`,
    )
  ).body.lines[0];

const aPhoto = () =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: '#a52' } })
    .jpeg()
    .toBuffer();

test('an inspector’s day on a phone: parcels are signed for, good goods go to the shelf, soiled ones never as new (W-1, W-3, W-4)', async () => {
  const rmas = [];
  for (const waybill of WAYBILLS) {
    const rma = await openReturn(harness);
    await call('POST', `/api/rmas/${rma.id}/parcels`, { courier: 'yuantong', waybill });
    rmas.push(rma);
  }
  const [good, soiled] = rmas.map(({ id }) => id);
  const page = await newPage(browser, PHONE);
  await signIn(page, site, 'inspector');
  await page.goto(`${site}/receiving`);

  // The van is here: one scan for each parcel.
  await page.getByRole('button', { name: '连续签收' }).click();
  for (const waybill of WAYBILLS) {
    await page.keyboard.type(waybill);
    await page.keyboard.press('Enter');
    await page.getByText(waybill).first().waitFor();
  }
  for (const waybill of WAYBILLS) {
    await expect
      .poll(async () => (await call<{ steps?: unknown[] }>('GET', `/api/receiving/${waybill}`)).status)
      .toBe(200);
  }

  await page.goto(`${site}/receiving`);
  await scan(page, WAYBILLS[0]);
  await page.getByRole('button', { name: /全部收到 1 件/ }).click();
  await page.locator('.found-step').getByRole('button', { name: /全新/ }).click();
  await page.getByLabel('库位').fill('A-01-03');
  await page.keyboard.press('Enter');
  await page.getByText('这个包裹的货都处理完了').waitFor();
  expect(await lineOf(good ?? '')).toMatchObject({ grade: 'new', disposition: 'restock' });

  // A soiled coat needs its picture, and no way leads it back among the new ones.
  await scan(page, WAYBILLS[1]);
  await page.getByRole('button', { name: /全部收到 1 件/ }).click();
  await page.locator('.found-step').getByText('沾污').first().click();
  await page
    .locator('.found-step input[type=file]')
    .first()
    .setInputFiles({ name: 'stain.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() });
  await page.locator('.found-step .photo img').waitFor();
  await page
    .locator('.found-step')
    .getByRole('button', { name: /轻微瑕疵/ })
    .click();
  await page.getByLabel('库位').waitFor();
  expect(await page.locator('.choice', { hasText: '重新上架' }).locator('input').isDisabled()).toBe(true);
  await page.locator('.choice', { hasText: '二手' }).click();
  await page.getByLabel('库位').fill('S-01-01');
  await page.keyboard.press('Enter');
  await page.getByText('这个包裹的货都处理完了').waitFor();
  expect(await lineOf(soiled ?? '')).toMatchObject({ grade: 'minor_flaw', disposition: 'resale' });
});
