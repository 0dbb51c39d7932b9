import type { Browser } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { fromMs, toMs } from '../../src/domain/time.ts';
import { applyTracking } from '../../src/server/couriers/tracking.ts';
import { startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { DESK, newPage, openReturn, signIn } from '../support/journey.ts';
import { eventually } from '../support/returns-desk.ts';

const harness = await startHarness();
const worker = await harness.startWorker();
const browser: Browser = await launchBrowser();
const { call, merchantId, program } = harness;
const { app } = program;
const site = app.config.publicUrl;

afterAll(async () => {
  await browser.close();
  await worker.stop();
});

const WAYBILL = 'YT8899001122334';
type Entry = { kind: string };

test('a parcel that went silent goes from its alarm to a claim, its answer and the money (L-4, L-6, M-8)', async () => {
  const rma = await openReturn(harness, { unitPriceMinor: 19_900 });
  const announced = await call('POST', `/api/rmas/${rma.id}/parcels`, { courier: 'yuantong', waybill: WAYBILL });
  expect(announced.status).toBe(200);
  // A courier took it a week ago, and nobody has seen it since.
  const weekAgo = fromMs(toMs(app.clock.now()) - 7 * 86_400_000);
  const scans = [{ at: weekAgo, status: 'picked_up' as const, code: '1', text: '已揽收', location: '上海市' }];
  const parcel = { courier: 'yuantong', waybill: WAYBILL, extent: 'whole' as const, scans, ended: false };
  await applyTracking(app, merchantId, parcel, 'kuaidi100');

  const agent = await newPage(browser, DESK);
  await signIn(agent, site, 'agent');
  await agent.goto(`${site}/alerts?kind=suspected_lost`);
  await agent.locator('.alert-row', { hasText: WAYBILL }).locator('.alert-what').click();
  await agent.getByRole('button', { name: '去索赔' }).click();

  // The case opens with the claim begun: which courier, which parcel, what it was worth.
  const dialog = agent.getByRole('dialog');
  await dialog.getByText('提出索赔').waitFor();
  await dialog.getByRole('button', { name: '索赔 ¥199.00' }).click();
  await agent.locator('.recovery').getByText(WAYBILL).first().waitFor();

  const finance = await newPage(browser, DESK);
  await signIn(finance, site, 'finance');
  await finance.goto(`${site}/rmas/${rma.id}`);
  await finance.locator('.recovery').getByRole('button', { name: '登记答复' }).click();
  await finance
    .getByRole('dialog')
    .getByLabel(/认赔金额/)
    .fill('150');
  await finance.getByRole('dialog').getByRole('button', { name: '登记答复' }).click();
  await finance.locator('.recovery').getByRole('button', { name: '登记到账' }).click();
  await finance.getByRole('dialog').getByLabel('银行流水号').fill('BK20261123001');
  await finance.getByRole('dialog').getByRole('button', { name: '登记 ¥150.00' }).click();
  await finance.locator('.recovery').getByText('已到账').first().waitFor();

  // The courier has said that it is lost: nobody is called for it any more.
  await eventually('the end of the alarm', async () => {
    const open = await call<{ rows: unknown[] }>('GET', '/api/alerts?kind=suspected_lost');
    return open.body.rows.length === 0 ? true : undefined;
  });
  const { body } = await call<{ rows: Entry[] }>('GET', '/api/journal');
  expect(body.rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['claim_accepted', 'claim_paid']));
});
