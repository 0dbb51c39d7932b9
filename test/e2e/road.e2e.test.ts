import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { placeOrder, startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { DESK, newPage, PHONE, signIn } from '../support/journey.ts';

const harness = await startHarness();
const worker = await harness.startWorker();
const browser: Browser = await launchBrowser();
const site = harness.program.app.config.publicUrl;

afterAll(async () => {
  await browser.close();
  await worker.stop();
});

const WAYBILL = 'SF7788990011223';

const onPhone = () => newPage(browser, PHONE);
const atDesk = () => newPage(browser, DESK);

const aPhoto = () =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: '#7a2' } })
    .jpeg()
    .toBuffer();

/** The buyer says what is wrong, with a photo, and sees what will happen before sending it. */
async function requestReturn(buyer: Page, orderNumber: string): Promise<void> {
  await buyer.goto(`${site}/portal/?shop=${harness.portalCode}`);
  await buyer.getByLabel('订单号').fill(orderNumber);
  await buyer.getByLabel('手机号后四位').fill('6677');
  await buyer.getByRole('button', { name: '查看我的订单' }).click();
  await buyer.getByText('申请退货或退款').click();
  await buyer.getByText('全部退').click();
  await buyer.getByRole('button', { name: '下一步', exact: true }).click();
  await buyer.getByText('质量问题').click();
  await buyer.getByRole('button', { name: '下一步', exact: true }).click();
  await buyer.getByText('退货退款').click();
  await buyer.getByRole('button', { name: '下一步', exact: true }).click();
  await buyer
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'fault.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() });
  await buyer.getByRole('button', { name: '删除第 1 张照片' }).waitFor();
  await buyer.getByLabel('留言（可不填）').fill('袖口开线');
  await buyer.getByRole('button', { name: '下一步', exact: true }).click();
  await buyer.getByText('提交后由客服审核').waitFor();
  expect(await buyer.getByText('¥688.00').count()).toBeGreaterThan(0);
  await buyer.getByRole('button', { name: '提交申请' }).click();
  await buyer.getByText('客服正在审核').first().waitFor();
}

test('a return goes from a buyer’s photo to money back, through three pairs of hands', async () => {
  const order = await placeOrder(harness, { unitPriceMinor: 68_800, phone: '13900006677' });

  const buyer = await onPhone();
  await requestReturn(buyer, order.externalId);

  // 688.00 is above the automatic limit: an agent sees it in the queue with the photo, and grants it with one key.
  const agent = await atDesk();
  await signIn(agent, site, 'agent');
  await agent.goto(`${site}/queue`);
  await agent.getByText('金额超过自动审核上限，转主管').waitFor();
  await agent.getByText('袖口开线').first().waitFor();
  await agent.getByRole('button', { name: '同意', exact: false }).first().click();
  await agent
    .getByText(/已同意/)
    .first()
    .waitFor();

  // The buyer's page learns of it by itself, and he names the parcel.
  await buyer.getByText('请寄回商品').first().waitFor();
  await buyer.getByLabel('哪家快递？').selectOption({ label: '顺丰速运' });
  await buyer.getByLabel('运单号').fill(WAYBILL);
  await buyer.getByRole('button', { name: '我已寄出' }).click();
  await buyer.getByText('已收到运单号').waitFor();

  const inspector = await atDesk();
  await signIn(inspector, site, 'inspector');
  await inspector.goto(`${site}/receiving`);
  await inspector.getByPlaceholder(/扫运单号/).waitFor();
  await inspector.keyboard.type(WAYBILL);
  await inspector.keyboard.press('Enter');
  await inspector.getByRole('button', { name: /全部收到 1 件/ }).click();
  await inspector.getByRole('button', { name: /全新/ }).click();
  await inspector.getByLabel('库位').fill('A-01-03');
  await inspector.keyboard.press('Enter');
  await inspector.getByText('这个包裹的货都处理完了').waitFor();

  // Above the limit of automatic refunds, so a person orders the money.
  const manager = await atDesk();
  await signIn(manager, site, 'manager');
  await manager.goto(`${site}/queue?lane=to_refund`);
  await manager.locator('.case-actions').getByRole('button', { name: /退款/ }).first().click();
  await manager.getByRole('dialog').getByRole('button', { name: /退款/ }).last().click();
  await buyer.getByText('退款已完成').first().waitFor();

  await manager.goto(`${site}/queue?lane=closed`);
  for (const words of ['申请退货退款', '同意申请', '登记运单', '收货 1 件', '质检：全新', '退款到账']) {
    await manager.getByText(words, { exact: false }).first().waitFor();
  }
  const paid = (await harness.look('alipay', 'ledger')) as { amount: string }[];
  expect(paid.map(({ amount }) => amount)).toEqual(['688.00']);
});
