import type { Page } from 'playwright-core';
import { DEMO_PASSWORD, demoEmail } from '../../src/server/people/demo-people.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { numberOf, waybillOf } from './seed.ts';

/**
 * What an inspector waits for: from the scanner's Enter until the return stands on the screen, in a real browser on the same
 * machine.
 * @returns milliseconds, one for each of the parcels
 */
export async function scanOnScreen(site: string, serials: readonly number[]): Promise<number[]> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    const page = await context.newPage();
    const signedIn = await page.request.post(`${site}/api/auth/sign-in/email`, {
      data: { email: demoEmail('inspector'), password: DEMO_PASSWORD },
      headers: { origin: site },
    });
    if (!signedIn.ok()) throw new Error(`signing in: ${signedIn.status()} ${await signedIn.text()}`);
    await page.goto(`${site}/receiving`);
    await page.locator('.scan-box').waitFor();
    const waits: number[] = [];
    for (const serial of serials) waits.push(await scan(page, serial));
    return waits;
  } finally {
    await browser.close();
  }
}

/** The page itself takes both times: what the driver of the browser costs is not in them. */
async function scan(page: Page, serial: number): Promise<number> {
  const shown = page.evaluate(
    (number) =>
      new Promise<number>((done) => {
        let pressedAt = 0;
        const press = (event: KeyboardEvent) => {
          if (event.key !== 'Enter') return;
          pressedAt = event.timeStamp;
          document.removeEventListener('keydown', press, true);
        };
        document.addEventListener('keydown', press, true);
        const look = () => {
          if (pressedAt > 0 && document.querySelector('.found')?.textContent?.includes(number)) {
            // One frame later it is painted.
            requestAnimationFrame(() => done(performance.now() - pressedAt));
          } else requestAnimationFrame(look);
        };
        look();
      }),
    numberOf(serial),
  );
  await page.keyboard.type(waybillOf(serial));
  await page.keyboard.press('Enter');
  return shown;
}
