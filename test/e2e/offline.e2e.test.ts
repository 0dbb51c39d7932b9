import { afterAll, expect, test } from 'vitest';
import { DEMO_PASSWORD, demoEmail } from '../../src/server/people/demo-people.ts';
import { startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { aPhoto, handheldOf, rowsKept } from '../support/handheld.ts';
import { inspectionDesk } from '../support/inspection-desk.ts';
import { deskOf, eventually, type Rma } from '../support/returns-desk.ts';

const harness = await startHarness();
const { see } = deskOf(harness);
const { publish } = inspectionDesk(harness);
const browser = await launchBrowser();
const { site, awaited, aPhone, signIn, scan, isReady } = handheldOf(harness, browser);

afterAll(() => browser.close());

const isReceived = (rma: Rma) => rma.lines.every(({ reception }) => reception === 'received');
const waitFor = (rma: Rma) =>
  eventually(`${rma.number} is received`, async () => (isReceived(await see(rma.id)) ? true : undefined));

test('without a network the desk asks what it asks with one, and what it sends is taken (W-1, W-3)', async () => {
  await publish(({ templates }) => ({
    templates: [
      ...templates,
      {
        id: 'coats',
        goodsClass: 'textile_home',
        skuPrefix: 'COAT',
        serials: 'required',
        minShelfDays: 5,
        checks: [
          {
            code: 'belt',
            kind: 'accessory',
            name: { zh: '腰带在', en: 'Belt' },
            required: true,
            photoOnFail: true,
            cap: 'minor_flaw',
          },
        ],
      },
    ],
  }));
  const rma = await awaited('SF5600000000001');
  const context = await aPhone();
  const page = await signIn(context);
  await isReady(page, 1);
  await context.setOffline(true);
  await scan(page, 'SF5600000000001');
  await page.getByRole('button', { name: /全部收到 1 件/ }).click();
  const belt = page.getByRole('button', { name: /腰带在/ });
  await belt.waitFor();
  expect(await page.getByRole('button', { name: /轻微瑕疵/ }).isDisabled()).toBe(true);
  await belt.click();
  await page.locator('.numbers').getByRole('combobox').fill('SN-77');
  await page.keyboard.press('Enter');
  await page.getByLabel(/有效期/).fill('2030-01-01');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /轻微瑕疵/ }).click();
  await page.getByText('2 步还没提交').waitFor();
  await context.setOffline(false);
  await page.getByText(/步还没提交/).waitFor({ state: 'detached' });
  expect(await see(rma.id)).toMatchObject({
    lines: [{ inspection: 'graded', grade: 'minor_flaw', serials: ['SN-77'], expiry: '2030-01-01' }],
  });
  const { body } = await harness.call<{ open: number }>('GET', '/api/receiving/conflicts');
  expect(body.open).toBe(0);
  await publish(({ templates }) => ({ templates: templates.filter(({ id }) => id !== 'coats') }));
  await context.close();
});

test('a step over which the server fails stands aside with its reason; the others are sent, and it is when asked again (W-1)', async () => {
  const [bad, good] = [await awaited('SF5600000000002'), await awaited('SF5600000000003')];
  const context = await aPhone();
  const page = await signIn(context);
  await isReady(page, 2);
  await context.setOffline(true);
  for (const waybill of ['SF5600000000002', 'SF5600000000003']) {
    await scan(page, waybill);
    await page.getByRole('button', { name: /全部收到 1 件/ }).click();
    await page.getByText(/法定/).or(page.getByText('质检结论')).first().waitFor();
  }
  await page.getByText('2 步还没提交').waitFor();
  await page.route(`**/api/rmas/${bad.id}/**`, (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 500, body: '{}' }) : route.continue(),
  );
  await context.setOffline(false);
  await waitFor(good);
  await page.getByText('1 步没提交成功').waitFor();
  expect(isReceived(await see(bad.id))).toBe(false);
  await page.unroute(`**/api/rmas/${bad.id}/**`);
  await page.getByRole('button', { name: '再试一次' }).click();
  await waitFor(bad);
  await page.getByText(/步还没提交/).waitFor({ state: 'detached' });
  await context.close();
});

test('a list that was asked for before a step and comes after it does not undo the step on the screen (W-1)', async () => {
  const rma = await awaited('SF5600000000004');
  const context = await aPhone();
  const page = await signIn(context);
  await isReady(page, 1);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  await page.route('**/api/receiving/expected*', async (route) => {
    const answer = await route.fetch();
    asked();
    await held;
    await route.fulfill({ response: answer });
  });
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await isAsked;
  // The line is gone for the step alone, so that it waits on the device.
  await page.route(`**/api/rmas/${rma.id}/**`, (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await scan(page, 'SF5600000000004');
  await page.getByRole('button', { name: /全部收到 1 件/ }).click();
  await page.getByText('1 步还没提交').waitFor();
  const told = page.waitForResponse('**/api/receiving/expected*');
  release();
  await told;
  await page.waitForTimeout(500);
  const kept = (await page.evaluate(rowsKept, 'returns')).find(({ id }) => id === rma.id);
  expect(kept).toMatchObject({ rma: { lines: [{ reception: 'received' }] } });
  await page.unroute(`**/api/rmas/${rma.id}/**`);
  await page.getByRole('button', { name: '立即提交' }).click();
  await waitFor(rma);
  await context.close();
});

test('what somebody did is sent under his own sign-in, and not under the next person’s at the same device (W-1)', async () => {
  const rma = await awaited('SF5600000000005');
  const context = await aPhone();
  const page = await signIn(context);
  await isReady(page, 1);
  const theirs = `**/api/rmas/${rma.id}/**`;
  await context.route(theirs, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await scan(page, 'SF5600000000005');
  await page.getByRole('button', { name: /全部收到 1 件/ }).click();
  await page.getByText('1 步还没提交').waitFor();
  // A manager signs in in another tab: the first one still shows the inspector's desk.
  await context.clearCookies();
  const manager = await signIn(context, 'manager');
  await manager.getByText(/还有别人的 1 步没提交/).waitFor();
  await context.unroute(theirs);
  await page.getByRole('button', { name: '立即提交' }).click();
  await page.getByText('登录已过期').waitFor();
  expect(isReceived(await see(rma.id))).toBe(false);
  await manager.close();

  // Whoever signs in at the same page begins with nothing of the one before: not even his name, however slow the answer.
  await page.getByRole('link', { name: '去登录' }).click();
  await page.getByLabel('邮箱').waitFor();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/api/me', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByLabel('邮箱').fill(demoEmail('manager'));
  await page.getByLabel('密码').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/receiving');
  await page.waitForTimeout(500);
  expect(await page.locator('.desk').count()).toBe(0);
  release();
  await page.getByText(/还有别人的 1 步没提交/).waitFor();
  await page.unroute('**/api/me');
  await context.clearCookies();
  const again = await signIn(context);
  await waitFor(rma);
  const entry = (await see(rma.id)).timeline.find(({ type }) => type === 'line_received') as
    | { actor: { name: string } }
    | undefined;
  const me = await again.evaluate(async () => (await (await fetch('/api/me')).json()).principal.name);
  expect(entry?.actor.name).toBe(me);
  await context.close();
});

test('a picture that belongs to no step leaves the device when its owner signs out (P-5)', async () => {
  await awaited('SF5600000000006');
  const context = await aPhone();
  const page = await signIn(context);
  await isReady(page, 1);
  await scan(page, 'SF5600000000006');
  await page.getByRole('button', { name: /全部收到 1 件/ }).click();
  await page.getByRole('button', { name: /轻微瑕疵/ }).waitFor();
  await context.setOffline(true);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'label.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() });
  await page.locator('.photo img').waitFor();
  expect(await page.evaluate(rowsKept, 'photos')).toHaveLength(1);
  await context.setOffline(false);
  await page.goto(`${site}/queue`);
  await page.locator('button.avatar').click();
  await page.getByText('退出登录').click();
  await page.getByLabel('密码').waitFor();
  expect(await page.evaluate(rowsKept, 'photos')).toEqual([]);
  expect(await page.evaluate(rowsKept, 'returns')).toEqual([]);
  await context.close();
});
