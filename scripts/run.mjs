// node scripts/run.mjs ENTRY [ARGUMENT …]: installs, builds, and runs one of the TypeScript entries.
import { existsSync } from 'node:fs';
import { builtPath, ensureBuilt, ensureInstalled, fail, runToEnd } from './prepare.mjs';

const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) fail('Which entry? node scripts/run.mjs src/server/tools/replay.ts');
ensureInstalled();
// Few look at the pages.
const opensPages = entry.startsWith('test/e2e/') || entry === 'bench/receive.ts';
await ensureBuilt(opensPages ? ['node', 'web'] : ['node']);
if (!existsSync(builtPath(entry))) fail(`There is no ${entry}, or it is not among the entries in scripts/build.mjs.`);
process.exitCode = await runToEnd(process.execPath, ['--enable-source-maps', builtPath(entry), ...args]);
