// npm test: installs, builds, checks types and style, runs all tests. The last line is `N passed, N failed`.
// Arguments after `--` go to vitest, which then runs those tests only: npm test -- src/domain
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, runToEnd } from './prepare.mjs';

let passed = 0;
let failed = 0;

// Also when the build or the installation fails: then that is the one failed check.
process.on('exit', (code) => {
  if (code !== 0 && failed === 0) failed = 1;
  console.log(`\n${passed} passed, ${failed} failed`);
});

ensureInstalled();
await ensureBuilt();

const bin = (name) => join(root, 'node_modules', '.bin', name);
async function check(name, command, args) {
  console.log(`\n# ${name}`);
  if ((await runToEnd(command, args)) === 0) passed += 1;
  else failed += 1;
}

await check('types', bin('tsc'), ['--noEmit']);
await check('style', bin('biome'), ['check', '.']);
await check('unused code', bin('knip'), []);

console.log('\n# tests');
const report = join(root, 'dist', 'test', 'report.json');
rmSync(report, { force: true });
const reporters = ['default', 'json', './test/support/second-try-reporter.ts'].map((name) => `--reporter=${name}`);
const options = [...reporters, `--outputFile.json=${report}`, '--retry=1'];
const code = await runToEnd(bin('vitest'), ['run', ...options, ...process.argv.slice(2)]);
const counted = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
passed += counted?.numPassedTests ?? 0;
failed += counted?.numFailedTests ?? 0;
// A file that does not load has no tests to fail, and an error outside of any test counts nowhere either.
const brokenFiles = (counted?.testResults ?? []).filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
);
failed += brokenFiles.length;
if (code !== 0 && (counted?.numFailedTests ?? 0) + brokenFiles.length === 0) failed += 1;

process.exitCode = failed === 0 ? 0 : 1;
