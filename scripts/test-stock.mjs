// npm run test:stock -- --runs=300 --steps=20 [--seed=…]: the long form of the walks through the stock, on real PostgreSQL.
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { ensureInstalled, fail } from './prepare.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    steps: { type: 'string', default: '20' },
    /** Of a run that failed, to walk the same ways again. */
    seed: { type: 'string' },
  },
});
const positive = (name) => {
  const number = Number(values[name]);
  return Number.isInteger(number) && number > 0 ? number : fail(`--${name} is a number above 0.`);
};
const seed = values.seed === undefined ? null : Number(values.seed);
if (seed !== null && !Number.isInteger(seed)) fail('--seed is a whole number.');
const stockWalks = { runs: positive('runs'), steps: positive('steps'), seed };

ensureInstalled();
const vitest = await startVitest('test', ['test/stock-walks.test.ts'], { run: true, provide: { stockWalks } });
await vitest.close();
