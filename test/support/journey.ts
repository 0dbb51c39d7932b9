import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, onTestFailed } from 'vitest';
import type { Role } from '../../src/domain/people/permissions.ts';
import { packageRoot } from '../../src/server/package-root.ts';
import { DEMO_PASSWORD, demoEmail } from '../../src/server/people/demo-people.ts';
import { type Harness, type OrderFacts, placeOrder } from './app-harness.ts';

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

/** A page of its own session, in Chinese. */
export async function newPage(browser: Browser, size: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' });
  context.setDefaultTimeout(40_000);
  const page = await context.newPage();
  onTestFailed(() => keepPicture(page));
  return page;
}

let pictures = 0;

/** What the page showed when its journey failed. */
async function keepPicture(page: Page): Promise<void> {
  const path = join(packageRoot, 'dist', 'test', `failed-${process.pid}-${++pictures}.png`);
  await page.screenshot({ path, timeout: 5_000 }).catch(() => {});
  console.error(`${page.url()}: ${path}`);
}

/** Signs in as one of the demo's people. */
export async function signIn(page: Page, site: string, role: Role): Promise<void> {
  await page.goto(`${site}/sign-in`);
  await page.getByLabel('邮箱').fill(demoEmail(role));
  await page.getByLabel('密码').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** A return without reason of all that was ordered. */
export async function openReturn(
  harness: Harness,
  facts: OrderFacts = {},
): Promise<{ id: string; number: string; orderNumber: string }> {
  const order = await placeOrder(harness, facts);
  const lines = order.lines.map(({ id }) => ({ orderLineId: id, quantity: facts.quantity ?? 1 }));
  const { status, body } = await harness.call<{ id: string; number: string }>(
    'POST',
    '/api/rmas',
    { orderId: order.id, resolution: 'return_and_refund', reason: 'no_reason', lines },
    { 'idempotency-key': `open-${order.id}` },
  );
  expect(status, JSON.stringify(body)).toBe(200);
  return { ...body, orderNumber: order.externalId };
}
