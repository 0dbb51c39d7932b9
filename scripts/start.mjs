// npm start: installs, builds, runs. Arguments after `--` go to the program: npm start -- --port=8080
import { builtPath, ensureBuilt, ensureInstalled, runToEnd } from './prepare.mjs';

ensureInstalled();
await ensureBuilt();
const node = ['--enable-source-maps', builtPath('src/server/main.ts'), ...process.argv.slice(2)];
// Over the fourth channel the program notices when this process is gone without a word.
process.exitCode = await runToEnd(process.execPath, node, ['inherit', 'inherit', 'inherit', 'ipc']);
