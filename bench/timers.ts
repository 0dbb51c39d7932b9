// npm run bench:timers [-- --timers=100000] [--check]: how late clocks are acted on while as many run. First all that
// came due in an hour's outage at once, then a thousand that come due one after the other, with two pumps at work.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { MerchantId } from '../src/domain/ids.ts';
import { type Instant, plusHours, plusMs, toMs } from '../src/domain/time.ts';
import type { App } from '../src/server/app.ts';
import { systemClock } from '../src/server/clock.ts';
import { compose } from '../src/server/compose.ts';
import { loadConfig } from '../src/server/config.ts';
import { startTimerPump } from '../src/server/deadlines/timer-pump.ts';
import { countFired, seedTimers } from '../test/support/many-timers.ts';
import type { Figure } from './figures.ts';
import { type FreshPostgres, measureOnFreshPostgres } from './on-fresh-postgres.ts';

const { values: options } = parseArgs({
  options: {
    timers: { type: 'string', default: '100000' },
    /** How many come due one after the other, and how many a second. */
    live: { type: 'string', default: '1000' },
    'per-second': { type: 'string', default: '50' },
    check: { type: 'boolean', default: false },
  },
});

const BIG: MerchantId = 'mer_timers';
const LIVE: MerchantId = 'mer_live';
const SPREAD_HOURS = 72;

await measureOnFreshPostgres(options, measure);

async function measure({ url, folder }: FreshPostgres): Promise<Figure[]> {
  const config = loadConfig([`--data-dir=${folder}`, '--port=0', '--world=off'], {});
  const log = pino({ level: 'warn' });
  const program = compose({ config, databaseUrl: url, secretKey: Buffer.alloc(32, 7), clock: systemClock, log });
  const { app } = program;
  const count = Number(options.timers);
  const first = systemClock.now();
  const everyMs = (SPREAD_HOURS * 3_600_000) / count;
  await seedTimers(app, BIG, [{ count, first, everyMs }]);
  const backlog = await clearBacklog(app, plusHours(first, 1));
  const live = await fireLive(app);
  await program.close();
  return [...backlog, ...live];
}

/** The program as it would be at another moment: its clock is set to `now`, and goes on from there. */
function at(app: App, now: Instant): App {
  const shiftMs = toMs(now) - toMs(systemClock.now());
  return { ...app, clock: { now: () => plusMs(systemClock.now(), shiftMs) } };
}

function startPumps(app: App) {
  return [1, 2].map(() => startTimerPump(app, { concurrency: 4 }));
}

/** An hour after the first clock ended, nobody has looked at any of them. */
async function clearBacklog(app: App, now: Instant): Promise<Figure[]> {
  const { missed: due } = await countFired(app, BIG, now);
  const startedAt = performance.now();
  const pumps = startPumps(at(app, now));
  for (;;) {
    const { missed: left } = await countFired(app, BIG, now);
    if (left === 0) break;
    await sleep(100);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(pumps.map((pump) => pump.stop()));
  const { events, returns } = await countFired(app, BIG, now);
  return [
    { name: 'timers_outstanding', value: Number(options.timers), unit: '' },
    { name: 'timers_due_after_outage', value: due, unit: '' },
    { name: 'timers_backlog_cleared', value: seconds, unit: 's', goal: { atMost: 60 } },
    { name: 'timers_fired_twice', value: events - returns, unit: '', goal: { atMost: 0 } },
  ];
}

/** Clocks that end one after the other while the others wait. */
async function fireLive(app: App): Promise<Figure[]> {
  const count = Number(options.live);
  const everyMs = 1000 / Number(options['per-second']);
  await seedTimers(app, LIVE, [{ count, first: plusMs(systemClock.now(), 10_000), everyMs }]);
  const pumps = startPumps(app);
  for (;;) {
    const { events } = await countFired(app, LIVE, systemClock.now());
    if (events >= count) break;
    await sleep(200);
  }
  await Promise.all(pumps.map((pump) => pump.stop()));
  const { rows } = await app.db.inMerchant(LIVE, (tx) =>
    sql<{ late: number }>`select extract(epoch from recorded_at - due_at)::float8 as late from deadline_lapse
      where merchant_id = ${LIVE} order by 1`.execute(tx),
  );
  const { events, returns } = await countFired(app, LIVE, systemClock.now());
  const late = (share: number) => rows[Math.min(rows.length - 1, Math.floor(rows.length * share))]?.late ?? Number.NaN;
  return [
    { name: 'timers_live', value: rows.length, unit: '' },
    { name: 'timers_late_p50', value: late(0.5), unit: 's' },
    { name: 'timers_late_p95', value: late(0.95), unit: 's' },
    { name: 'timers_late_max', value: late(1), unit: 's', goal: { atMost: 5 } },
    { name: 'timers_too_early', value: rows.filter((row) => row.late < 0).length, unit: '', goal: { atMost: 0 } },
    { name: 'timers_live_fired_twice', value: events - returns, unit: '', goal: { atMost: 0 } },
  ];
}
