import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RmaView } from '../../src/contract/returns.ts';
import { present } from '../../src/domain/assert.ts';
import { placeOrder, startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { DESK, newPage, PHONE, signIn } from '../support/journey.ts';
import { home, visitAt, writeBook } from '../support/pickup-steps.ts';
import { eventually } from '../support/returns-desk.ts';

const harness = await startHarness();
const worker = await harness.startWorker();
const browser: Browser = await launchBrowser();
const { call, steer, program, portalCode } = harness;
const { app } = program;
app.config.nearVendors = true;
const site = app.config.publicUrl;

beforeAll(() => writeBook(harness));
afterAll(async () => {
  await browser.close();
  await worker.stop();
});

const see = async (id: string) => (await call<RmaView>('GET', `/api/rmas/${id}`)).body;
const visitIn = (id: string, state: string) =>
  eventually(`the visit ${state}`, async () => {
    const last = (await see(id)).pickups.at(-1);
    return last?.state === state ? last : undefined;
  });
const move = (pickupId: string, status: string) => steer('kuaidi100', `orders/${pickupId}/move`, { status });

/** The shop has sent the wrong article, so it pays for the way back, and whoever it books with need not be paid at the door. */
async function wrongArticle() {
  const order = await placeOrder(harness, { unitPriceMinor: 19_900 });
  const lines = order.lines.map(({ id }) => ({ orderLineId: id, quantity: 1 }));
  const asked = await call<RmaView>('POST', '/api/rmas', {
    orderId: order.id,
    resolution: 'return_and_refund',
    reason: 'wrong_item',
    evidence: ['fil_1'],
    lines,
  });
  expect(asked.status, JSON.stringify(asked.body)).toBe(200);
  const { id, number, review } = asked.body;
  if (review !== 'approved') expect((await call('POST', `/api/rmas/${id}/approve`, {})).status).toBe(200);
  return { id, number, orderNumber: order.externalId };
}

/** As soon as possible, from the buyer’s home. */
async function book(page: Page): Promise<void> {
  await page.getByRole('button', { name: /预约上门|重新预约上门/ }).click();
  await page.getByLabel('快递公司').selectOption({ label: '京东物流' });
  for (const [label, value] of [
    ['省 / 直辖市', home.province],
    ['市', home.city],
    ['区 / 县', home.district],
    ['街道、门牌', home.street],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole('button', { name: '预约', exact: true }).click();
}

/** Looks again, as who is impatient does; left alone, the page looks every ten seconds. */
async function shows(page: Page, text: string): Promise<void> {
  await page.reload();
  await page.getByText(text).first().waitFor();
}

test('a buyer books a courier on his phone, thinks better of it, books again; the courier comes and the clerk sees it (L-1)', async () => {
  const rma = await wrongArticle();
  const phone = await newPage(browser, PHONE);
  await phone.goto(`${site}/portal/?shop=${portalCode}`);
  await phone.getByLabel('订单号').fill(rma.orderNumber);
  await phone.getByLabel('手机号后四位').fill('1234');
  await phone.getByRole('button', { name: '查看我的订单' }).click();
  await phone.getByText(rma.number).first().click();
  await book(phone);
  const first = await visitIn(rma.id, 'booked');
  await shows(phone, '已约好，等快递员接单');

  // He changes his mind before anybody came.
  await phone.getByRole('button', { name: '取消上门' }).click();
  await visitIn(rma.id, 'cancelled');
  await shows(phone, '已取消');
  expect((await visitAt(harness, first.id)).statuses).toContain('9');

  await book(phone);
  const second = await visitIn(rma.id, 'booked');
  await move(second.id, '1');
  await visitIn(rma.id, 'courier_assigned');
  await shows(phone, '快递员已接单');
  await move(second.id, '10');
  const { kuaidinum } = await visitAt(harness, second.id);
  await visitIn(rma.id, 'picked_up');
  await shows(phone, '快递员已取走');

  const clerk = await newPage(browser, DESK);
  await signIn(clerk, site, 'agent');
  await clerk.goto(`${site}/rmas/${rma.id}`);
  const visits = clerk.locator('.panel', { hasText: '上门取件' });
  await visits.getByText('已取件').first().waitFor();
  await visits.getByText('已取消').first().waitFor();
  await clerk.getByText(kuaidinum).first().waitFor();

  // The courier's own scans move it on, and the open page shows it.
  await steer('kuaidi100', 'parcels', { com: 'jd', num: kuaidinum, timeline: [{ statusCode: '1' }] });
  await eventually('the parcel on its way', async () => {
    await steer('kuaidi100', `parcels/${kuaidinum}/scan`, { statusCode: '0' });
    return (await see(rma.id)).stage === 'in_transit' ? true : undefined;
  });
  await clerk.getByText('在途').first().waitFor();
  expect(present((await see(rma.id)).parcels[0], 'its parcel').waybill).toBe(kuaidinum);
});
