import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const SYSTEM_CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=zh-CN',
];

/** What the package sets for functions in the cloud: with one process for all, a page that crashes takes every other with it. */
const ONE_PROCESS = new Set(['--single-process', '--no-zygote', '--in-process-gpu', '--disable-web-security']);

/** A Chromium that needs no download step: the machine's own, else the one that comes inside an npm package. */
export async function launchBrowser(): Promise<Browser> {
  const own = SYSTEM_CHROMIUMS.find((path) => existsSync(path));
  if (own && process.env['GUILAI_TEST_CHROMIUM'] !== 'package') {
    return chromium.launch({ executablePath: own, args: QUIET });
  }
  // The package brings the libraries that a bare machine lacks (nss), but unpacks them only where it believes itself on
  // Amazon Linux, which this variable makes it do.
  process.env['CODEBUILD_BUILD_IMAGE'] = 'nodejs20';
  const { default: packaged } = await import('@sparticuz/chromium');
  const executablePath = await packaged.executablePath();
  const libraries = join(tmpdir(), 'al2023', 'lib');
  return chromium.launch({
    executablePath,
    args: [...packaged.args.filter((arg) => !ONE_PROCESS.has(arg)), ...QUIET],
    env: { ...process.env, LD_LIBRARY_PATH: [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':') },
  });
}
