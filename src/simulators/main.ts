import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openClock } from './clock.ts';
import { stopWithParent } from './parent.ts';
import { sandboxes } from './sandboxes.ts';

const { values } = parseArgs({
  options: {
    /** Each vendor has the port of its place in the list from here on; 0: any free ones. */
    'first-port': { type: 'string', default: '0' },
    'data-dir': { type: 'string' },
  },
});

const dataDir = values['data-dir'];
const firstPort = Number(values['first-port']);
// One world has one clock: moved through one simulator, it is moved for all.
const clock = openClock(dataDir === undefined ? undefined : join(dataDir, 'clock.jsonl'));

const started = await Promise.all(
  sandboxes.map(async ({ id, start }, place) => {
    const port = firstPort === 0 ? 0 : firstPort + place;
    const { account, ...simulator } = await start({ clock, port, ...(dataDir === undefined ? {} : { dataDir }) });
    return { id, account, simulator };
  }),
);

async function stop(): Promise<never> {
  await Promise.all(started.map(({ simulator }) => simulator.close()));
  process.exit(0);
}

process.once('SIGINT', stop);
process.once('SIGTERM', stop);
stopWithParent(stop);
// Whoever reads this line may stop the process at once, so it comes after the signals are taken care of.
console.log(
  JSON.stringify({
    urls: Object.fromEntries(started.map(({ id, simulator }) => [id, simulator.url])),
    accounts: Object.fromEntries(started.map(({ id, account }) => [id, account])),
  }),
);
