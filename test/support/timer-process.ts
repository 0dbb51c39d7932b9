import { pino } from 'pino';
import { systemClock } from '../../src/server/clock.ts';
import { compose } from '../../src/server/compose.ts';
import { loadConfig } from '../../src/server/config.ts';
import { startTimerPump } from '../../src/server/deadlines/timer-pump.ts';

// A worker that only fires timers, to be killed. Its arguments are the database, a folder, and how long a claim lasts.
const [databaseUrl = '', dataDir = '', leaseMs = ''] = process.argv.slice(2);
const config = loadConfig([`--data-dir=${dataDir}`, '--port=0', '--world=off'], {});
const foundations = { config, databaseUrl, secretKey: Buffer.alloc(32, 7), clock: systemClock };
const { app } = compose({ ...foundations, log: pino({ level: 'silent' }) });
startTimerPump(app, { concurrency: 1, batch: 100, leaseMs: Number(leaseMs) });
console.log('fires');
