import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { CannotStart } from '../cannot-start.ts';
import { systemClock } from '../clock.ts';
import { startChild } from '../demo/child-process.ts';
import { readSandbox } from '../demo/demo.ts';
import { checkReal, reportFindings } from '../demo/online-retail/check.ts';
import { driveReturn, plannedDays } from '../demo/online-retail/drive-returns.ts';
import { appAt, endOfMinute, type Gateway, gatewayAt } from '../demo/online-retail/past-world.ts';
import {
  REAL_ADMIN,
  REAL_SHOP,
  REAL_TERMS,
  type RealMerchant,
  realMerchant,
} from '../demo/online-retail/real-merchant.ts';
import { summaryOf } from '../demo/online-retail/summary.ts';
import { registerTrades } from '../demo/online-retail/trades.ts';
import { startWorker } from '../jobs/worker.ts';
import { matchImported } from '../orders/import/match-imported.ts';
import { onlineRetail } from '../orders/import/online-retail.ts';
import { DEMO_PASSWORD } from '../people/demo-people.ts';
import { type SendRefund, sendRefund } from '../refunds/send-refund.ts';
import { importFile } from './import-file.ts';
import { openProgram, readArguments, runTool, type ToolProgram } from './open-program.ts';
import { digits, progressOn } from './progress.ts';

const DEFAULT_FILE = '../shared/data/online-retail/2010-12_2011-08.csv.gz';

/** Where the clock stands while the past is driven through; null: today. */
type World = { at: Instant | null };

runTool(async () => {
  const { config, words, given } = readArguments(['data']);
  const file = resolve(given['data'] ?? words[0] ?? DEFAULT_FILE);
  if (!existsSync(file)) {
    throw new CannotStart(
      `There is no file ${file}: npm run demo:real -- --data=PATH of Online Retail as CSV, gzipped.`,
    );
  }
  const world: World = { at: null };
  const program = await openProgram(config, { now: () => world.at ?? systemClock.now() });
  const { app } = program;
  await refuseBesideWorkers(app);
  // A gateway of its own: its clock goes back to the days of the file.
  const simulatorFolder = join(config.dataDir, 'online-retail', 'simulators');
  const simulators = await startChild('simulators/main.js', [`--data-dir=${simulatorFolder}`]);
  const { urls, accounts } = readSandbox(simulators.firstLine);
  const merchant = await realMerchant(program, present(accounts['alipay'], 'an account of the gateway'));
  const { merchantId } = merchant;

  await importFile(app, {
    file,
    merchantId,
    shop: { id: REAL_SHOP, channel: 'own_shop' },
    terms: REAL_TERMS,
    mapping: onlineRetail,
    dryRun: false,
    reportRoot: join(config.dataDir, 'imports'),
  });
  const gateway = gatewayAt(present(urls['alipay'], 'the gateway'));
  const trades = await timed('payments registered at the gateway', () => registerTrades(app, merchantId, gateway));
  console.log(`  ${digits(trades)} payments`);
  await timed('cancellations matched with purchases', () => matchImported(app, merchantId, REAL_SHOP));
  const done = await timed('returns through the road', () => driveAll(program, merchant, gateway, world));
  console.log(`  ${digits(done)} returns in this run`);

  console.log((await summaryOf(app, merchantId)).join('\n'));
  const findings = await checkReal(app, { merchantId, file, gatewayJournal: join(simulatorFolder, 'alipay.jsonl') });
  const agrees = reportFindings(findings);
  console.log(`  sign in as ${REAL_ADMIN} / ${DEMO_PASSWORD} after npm start`);
  await simulators.stop();
  await program.close();
  return agrees;
});

async function timed<T>(what: string, run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await run();
  console.log(`${what}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return result;
}

/** The lock that every worker holds while it lives (jobs/dead-workers.ts). */
const WORKER_LOCK = 7_401_115;

/** Another program's worker would take our refunds and pay them today, at a gateway that does not know them. */
async function refuseBesideWorkers(app: App): Promise<void> {
  const { rows } = await app.db.acrossMerchants((tx) =>
    sql`select 1 from pg_locks where locktype = 'advisory' and classid = ${WORKER_LOCK}`.execute(tx),
  );
  if (rows.length > 0) {
    throw new CannotStart(
      'Guilai is running on this database: stop it first, its worker would pay the refunds itself.',
    );
  }
}

/** The worker of this run lives in the past: what waits for today's gateways must not get into its hands. */
async function refuseOthersRefunds(app: App, merchantId: MerchantId): Promise<void> {
  const { rows } = await app.db.acrossMerchants((tx) =>
    sql`select 1 from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id and t.identifier = 'send_refund'
      where j.payload->>'merchantId' <> ${merchantId} limit 1`.execute(tx),
  );
  if (rows.length > 0) {
    throw new CannotStart('Refunds of other merchants are waiting: let npm start pay them first, then come back.');
  }
}

const CONCURRENCY = 6;
/** As many as the worker has connections. */
const PAYING = 4;

/**
 * Drives all returns, a day of the file after the other: within a day several at once, and the next day begins when the
 * gateway has settled every refund of the one before.
 */
async function driveAll(
  { app, databaseUrl }: ToolProgram,
  merchant: RealMerchant,
  gateway: Gateway,
  world: World,
): Promise<number> {
  const { merchantId } = merchant;
  await refuseOthersRefunds(app, merchantId);
  const worker = await startWorker({
    url: databaseUrl,
    log: app.log,
    concurrency: PAYING,
    tasks: {
      send_refund: (payload, { number }) => sendRefund(appAt(app, app.clock.now()), payload as SendRefund, number),
    },
  });
  const progress = progressOn(process.stderr);
  const days = await plannedDays(app, merchantId, REAL_TERMS.timeZone);
  const total = days.reduce((sum, day) => sum + day.returns.length, 0);
  let done = 0;
  const staff = { merchantId, staffId: merchant.adminId, location: 'A-01' };
  for (const day of days) {
    world.at = endOfMinute(day.until);
    await gateway.setClock(endOfMinute(day.until));
    const queue = [...day.returns];
    const lane = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        await driveReturn(app, next, staff);
        done += 1;
        progress.show(done, total, `${day.on}, ${digits(done)} of ${digits(total)} returns`);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, lane));
    await untilPaid(app, merchantId);
  }
  progress.end();
  await worker.stop();
  world.at = null;
  return done;
}

const LOOK_AGAIN_MS = 25;

async function untilPaid(app: App, merchantId: MerchantId): Promise<void> {
  for (;;) {
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql<{
        open: number;
        refused: number;
      }>`select count(*) filter (where state in ('requested', 'unknown'))::int as open,
        count(*) filter (where state = 'rejected')::int as refused
        from refund where merchant_id = ${merchantId} and state in ('requested', 'unknown', 'rejected')`.execute(tx),
    );
    if ((rows[0]?.refused ?? 0) > 0)
      throw new CannotStart('The gateway has refused refunds: see the lane of refund problems.');
    if (rows[0]?.open === 0) return;
    await sleep(LOOK_AGAIN_MS);
  }
}
