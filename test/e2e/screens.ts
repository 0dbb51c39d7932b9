import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';

/**
 * npm run screens -- --at=http://127.0.0.1:4100 --out=screens [--only=queue] [--language=en] [--dark] [--phone] [--whole]
 * Takes a picture of every screen of a running demo, to be looked at.
 */
const { values } = parseArgs({
  options: {
    at: { type: 'string', default: 'http://127.0.0.1:4100' },
    out: { type: 'string', default: 'screens' },
    only: { type: 'string' },
    language: { type: 'string', default: 'zh-CN' },
    dark: { type: 'boolean', default: false },
    phone: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
  },
});

type Demo = { password: string; portal: string };

const pages: readonly (readonly [name: string, path: string])[] = [
  ['overview', '/'],
  ['queue', '/queue'],
  ['queue-empty', '/queue?q=nothing-like-this'],
  ['deadlines', '/deadlines'],
  ['deadlines-overdue', '/deadlines?bucket=overdue&of=seller'],
  ['deadlines-empty', '/deadlines?channel=nothing-like-this'],
  ['deadlines-lapses', '/deadlines?tab=lapses'],
  ['alerts', '/alerts'],
  ['alerts-over', '/alerts?state=over'],
  ['alerts-empty', '/alerts?q=NOTHINGLIKETHIS'],
  ['alerts-settings', '/alerts/settings'],
  ['boards', '/boards'],
  ['boards-empty', '/boards?from=2020-01-01&to=2020-01-31'],
  ['boards-cases', '/boards/cases?span=request_to_refund'],
  ['receiving', '/receiving'],
  ['refunds', '/refunds'],
  ['journal', '/journal'],
  ['trial-balance', '/trial-balance'],
  ['stock', '/stock'],
  ['orders', '/orders'],
  ['policy', '/policy'],
  ['inbox', '/inbox'],
  ['shops', '/shops'],
  ['notices', '/notifications'],
  ['team', '/team'],
  ['members', '/members'],
];

async function main(): Promise<void> {
  mkdirSync(values.out, { recursive: true });
  const demo = (await (await fetch(`${values.at}/api/demo-accounts`)).json()) as Demo;
  const browser = await launchBrowser();
  const page = await openPage(browser);
  if (wanted('sign-in')) {
    await page.goto(`${values.at}/sign-in`);
    await shoot(page, 'sign-in');
  }
  await signIn(page, demo.password);
  for (const [name, path] of pages.filter(([name]) => wanted(name))) {
    await page.goto(`${values.at}${path}`);
    await shoot(page, name);
  }
  await shootCases(page);
  if (wanted('portal')) {
    await page.goto(`${values.at}${demo.portal}`);
    await shoot(page, 'portal');
  }
  await browser.close();
}

const wanted = (name: string): boolean => values.only === undefined || name.startsWith(values.only);

const openPage = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext({
    viewport: values.phone
      ? { width: 390, height: values.whole ? 4_000 : 844 }
      : { width: 1440, height: values.whole ? 2_000 : 900 },
    locale: values.language,
    colorScheme: values.dark ? 'dark' : 'light',
  });
  return context.newPage();
};

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto(`${values.at}/sign-in`);
  const answer = await page.request.post(`${values.at}/api/auth/sign-in/email`, {
    data: { email: 'manager@demo.guilai', password },
    headers: { origin: values.at },
  });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`);
}

/** One return of each lane that has any. */
async function shootCases(page: Page): Promise<void> {
  for (const lane of ['to_review', 'in_transit', 'to_inspect', 'to_dispose', 'refund_problem', 'closed']) {
    if (!wanted(`case-${lane}`)) continue;
    const answer = await page.request.get(`${values.at}/api/rmas?lane=${lane}&limit=1`);
    const { rows } = (await answer.json()) as { rows: { id: string }[] };
    if (!rows[0]) continue;
    await page.goto(`${values.at}/rmas/${rows[0].id}`);
    await shoot(page, `case-${lane}`);
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load');
  // Live pages never fall silent, so this waits for what a person would: the skeletons gone, the letters drawn.
  await page.waitForTimeout(1_500);
  const kind = [values.language.slice(0, 2), values.phone ? '390' : '1440', values.dark ? 'dark' : 'light'].join('-');
  await page.screenshot({ path: join(values.out, `${name}-${kind}.png`), fullPage: values.phone });
}

await main();
