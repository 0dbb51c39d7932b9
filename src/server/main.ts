import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { scheduleLooks } from './alerts/schedule.ts';
import { CannotStart, codeOf } from './cannot-start.ts';
import { systemClock } from './clock.ts';
import { compose, composeWeb, composeWorker, type Program } from './compose.ts';
import { type Config, loadConfig } from './config.ts';
import { schedulePolls } from './couriers/schedule.ts';
import { checkDatabase } from './db/connect.ts';
import { startPostgres } from './db/embedded.ts';
import { migrate } from './db/migrate.ts';
import { addDemoRoute, type Demo, registerWebhooks, seedDemo, startSimulators, startWorld } from './demo/demo.ts';
import { schedulePulls } from './jobs/tasks.ts';
import { scheduleMatches } from './matching/schedule.ts';
import { DEMO_PASSWORD, demoEmail } from './people/demo-people.ts';
import { scheduleAskings } from './pickups/schedule.ts';
import { scheduleShadows } from './policy/run-shadow.ts';
import { secretKeyOf } from './secret-key.ts';
import { onStopSignal } from './stop-signal.ts';
import { scheduleBalances } from './team/schedule.ts';

/** Undone in reverse when the program stops or cannot go on starting. */
const stops: (() => Promise<void>)[] = [];

async function stop(): Promise<void> {
  for (const undo of stops.toReversed()) await undo();
  stops.length = 0;
}

async function start(): Promise<void> {
  const config = loadConfig();
  const log = pino({ level: config.logLevel, base: null, redact: ['*.password', '*.apiKey'] });
  const secretKey = secretKeyOf(config);
  const databaseUrl = await openDatabase(config);
  await migrate(databaseUrl);
  const program = compose({ config, databaseUrl, secretKey, clock: systemClock, log });
  stops.push(program.close);

  const simulators = config.world === 'off' ? undefined : await startSimulators(config);
  if (simulators) stops.push(simulators.stop);
  const demo = simulators && (await seedDemo(program, simulators.sandbox));
  if (config.roles.includes('worker')) {
    const worker = await composeWorker(program, databaseUrl);
    stops.push(worker.stop);
    await schedulePulls(program.app);
    await schedulePolls(program.app);
    await scheduleAskings(program.app);
    await scheduleMatches(program.app);
    await scheduleBalances(program.app);
    await scheduleLooks(program.app);
    await scheduleShadows(program.app);
  }
  if (config.roles.includes('web')) await openWeb(program, secretKey, demo);
  if (demo && simulators) {
    await registerWebhooks(program, demo.merchantId, simulators.sandbox);
    const world = await startWorld(config, demo, simulators.sandbox);
    stops.push(world.stop);
  }
}

async function openDatabase(config: Config): Promise<string> {
  if (config.databaseUrl !== undefined) {
    await checkDatabase(config.databaseUrl);
    return config.databaseUrl;
  }
  const postgres = await startPostgres({ dataDir: config.dataDir });
  stops.push(postgres.stop);
  return postgres.url;
}

async function openWeb(program: Program, secretKey: Buffer, demo: Demo | undefined): Promise<void> {
  const { config } = program.app;
  const server = await composeWeb(program, { secretKey });
  if (demo) addDemoRoute(server, demo);
  try {
    await server.listen({ port: config.port, host: config.host });
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    throw new CannotStart(
      `Port ${config.port} is taken: stop what uses it, or choose another: npm start -- --port=4200`,
    );
  }
  stops.push(() => server.close());
  announce(config, (server.server.address() as AddressInfo).port, demo);
}

function announce(config: Config, port: number, demo: Demo | undefined): void {
  const url = config.publicUrl.replace(/:\d+$/, `:${port}`);
  const lines = [
    '',
    '  归来 Guilai',
    `  后台 Console   ${url}/`,
    ...(demo ? [`  退货门户 Portal ${url}${demo.portalPath}`] : []),
    `  接口 API docs  ${url}/docs`,
    ...(demo
      ? [
          `  演示账号 Demo   ${demoEmail('manager')} / ${DEMO_PASSWORD}  (agent@, supervisor@, inspector@, finance@, admin@)`,
        ]
      : []),
    '  停止 Stop      Ctrl-C',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

onStopSignal(stop);
start().catch(async (error: unknown) => {
  // A sentence for what a person can mend; the whole error for what only we can.
  console.error(error instanceof CannotStart ? `${error.message}` : error);
  await stop().catch(() => {});
  process.exit(1);
});
