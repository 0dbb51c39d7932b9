import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import { startHarness } from '../support/app-harness.ts';
import { launchBrowser } from '../support/browser.ts';
import { aPhoto, handheldOf } from '../support/handheld.ts';
import { deskOf } from '../support/returns-desk.ts';

const harness = await startHarness();
const { see, step } = deskOf(harness);
const browser = await launchBrowser();
const { site, awaited, aPhone, signIn, scan, isReady } = handheldOf(harness, browser);

afterAll(() => browser.close());

const coatsIn = async (location: string): Promise<number> => {
  const { rows } = await harness.program.app.db.inMerchant(harness.merchantId, (tx) =>
    sql<{ units: bigint }>`select coalesce(sum(quantity), 0)::bigint as units from stock_balance
      where merchant_id = ${harness.merchantId} and location = ${location}`.execute(tx),
  );
  return Number(rows[0]?.units ?? 0);
};

test('a parcel is taken in without a network, also over a reload, and is merged exactly once when it is back (W-1)', async () => {
  const clean = await awaited('SF5500000000001', 2);
  const clash = await awaited('SF5500000000002');
  const before = await coatsIn('returns');
  const context = await aPhone();
  const page = await signIn(context);
  await isReady(page, 2);
  await context.setOffline(true);
  await page.getByText('没有网络，照常做').waitFor();

  // One of two pieces is there; it has a flaw, with a picture of it.
  await scan(page, 'SF5500000000001');
  await page.getByRole('button', { name: '只收到一部分' }).click();
  await page.getByRole('button', { name: '1', exact: true }).click();
  await page.getByRole('button', { name: '收 1 件' }).click();
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'seam.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() });
  await page.locator('.photo img').waitFor();
  await page.getByRole('button', { name: /轻微瑕疵/ }).click();
  await page.getByText('2 步还没提交').waitFor();

  // Meanwhile somebody else takes in the second parcel, which is taken in here too.
  await scan(page, 'SF5500000000002');
  await page.getByRole('button', { name: /全部收到 1 件/ }).click();
  await page.getByText('3 步还没提交').waitFor();
  const line = present(clash.lines[0], 'a line');
  await step(`/api/rmas/${clash.id}/lines/${line.id}/receive`, { quantity: 1 });

  // The device may go off and on: the page opens without a network, and what was done stands there.
  await page.goto(`${site}/receiving?code=SF5500000000001`);
  await page.getByText('3 步还没提交').waitFor();
  await page.getByText('放到哪里？').waitFor();
  expect((await see(clean.id)).lines.map(({ reception }) => reception)).not.toContain('received');

  await context.setOffline(false);
  await page.getByText(/步还没提交/).waitFor({ state: 'detached' });
  const merged = await see(clean.id);
  expect(merged.lines.map(({ quantity, reception }) => [quantity, reception])).toEqual([
    [1, 'received'],
    [1, expect.stringMatching(/awaiting|in_transit/)],
  ]);
  const of = (rma: typeof merged, type: string) => rma.timeline.filter((entry) => entry.type === type);
  expect(of(merged, 'line_received')).toHaveLength(1);
  const [inspected, ...more] = of(merged, 'line_inspected');
  expect([inspected?.data['grade'], more]).toEqual(['minor_flaw', []]);
  expect(String(inspected?.data['photos'])).toMatch(/^fil_(?!local)/);
  expect(of(await see(clash.id), 'line_received')).toHaveLength(1);
  expect(await coatsIn('returns')).toBe(before + 2);

  // What did not fit is a task with its reason, and leaves the list when somebody settles it.
  await page.getByRole('link', { name: '处理冲突' }).click();
  await page.getByText(clash.number).waitFor();
  await page.getByText('现在的情况').waitFor();
  await page.getByRole('button', { name: '放弃' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '放弃' }).click();
  await page.getByText('没有待处理的冲突').waitFor();
  await context.close();
});

test('a box that is empty is reported at the desk with its proof, and its label of graded goods can be printed (W-3)', async () => {
  const rma = await awaited('SF5500000000003');
  const context = await aPhone();
  const page = await signIn(context);
  await page.getByRole('button', { name: '连续签收' }).click();
  await page.getByText('已签 0 个').waitFor();
  await scan(page, 'SF5500000000003');
  await page.getByText('已签 1 个').waitFor();
  await page.getByText('应收 1 件').waitFor();
  await scan(page, 'SF5500009999999');
  await page.getByText('没人等的包裹', { exact: true }).waitFor();

  await page.goto(`${site}/receiving?code=SF5500000000003`);
  await page.getByRole('button', { name: '和约定的不一样' }).click();
  await page.getByRole('button', { name: '空包' }).click();
  await page.getByText('空包和货不对板要先拍照').waitFor();
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'empty.jpg', mimeType: 'image/jpeg', buffer: await aPhoto() });
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('button', { name: '缺的找到了 1 件' }).waitFor();
  expect(await see(rma.id)).toMatchObject({ lines: [{ reception: 'missing' }], differences: [{ kind: 'empty_box' }] });

  await page.getByRole('button', { name: '缺的找到了 1 件' }).click();
  await page.getByRole('button', { name: /全新/ }).click();
  await page.getByRole('button', { name: '标签' }).click();
  await page.getByRole('dialog').getByText('打印（含中文）').first().waitFor();
  expect(await page.locator('.label-dialog .label-bars').getAttribute('src')).toContain('data:image/svg+xml');
  await context.close();
});
