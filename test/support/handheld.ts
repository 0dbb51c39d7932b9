import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { DEMO_PASSWORD, demoEmail } from '../../src/server/people/demo-people.ts';
import { type Harness, placeOrder } from './app-harness.ts';
import { deskOf, eventually } from './returns-desk.ts';

/** A phone at the dock, and the parcels that are due there. */
export function handheldOf(harness: Harness, browser: Browser) {
  const { open, step } = deskOf(harness);
  const site = harness.program.app.config.publicUrl;
  return {
    site,
    /** A granted return of so many coats, in a parcel. */
    awaited: async (waybill: string, quantity = 1) => {
      const order = await placeOrder(harness, { quantity, unitPriceMinor: 9_900 });
      const rma = await open(order, { lines: [{ orderLineId: order.lines[0]?.id, quantity }] });
      return step(`/api/rmas/${rma.id}/parcels`, { courier: 'shunfeng', waybill });
    },
    aPhone: () => browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' }),
    signIn: async (context: BrowserContext, role: Parameters<typeof demoEmail>[0] = 'inspector'): Promise<Page> => {
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      await page.goto(`${site}/sign-in?to=/receiving`);
      await page.getByLabel('邮箱').fill(demoEmail(role));
      await page.getByLabel('密码').fill(DEMO_PASSWORD);
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByPlaceholder(/扫运单号/).waitFor();
      return page;
    },
    scan: async (page: Page, code: string): Promise<void> => {
      await page.locator('.scan-box input, input.scan-box').first().fill(code);
      await page.keyboard.press('Enter');
    },
    /** The desk is at hand without a network: its parts lie in the browser, and so do the parcels that are due. */
    isReady: async (page: Page, returns: number): Promise<void> => {
      await eventually('the desk without a network', async () =>
        (await page.evaluate(isAtHand)) && (await page.evaluate(rowsKept, 'returns')).length >= returns
          ? true
          : undefined,
      );
    },
  };
}

const isAtHand = async (): Promise<boolean> =>
  (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated';

/** What the device holds, of one kind. Runs in the page. */
export const rowsKept = (kind: string): Promise<Record<string, unknown>[]> =>
  new Promise((resolve) => {
    const opening = indexedDB.open('guilai-receiving');
    opening.onsuccess = () => {
      const reading = opening.result.transaction(kind).objectStore(kind).getAll();
      reading.onsuccess = () => {
        opening.result.close();
        resolve(reading.result);
      };
    };
  });

export const aPhoto = () =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: '#964' } })
    .jpeg()
    .toBuffer();
