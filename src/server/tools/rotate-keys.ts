import { pino } from 'pino';
import { CannotStart } from '../cannot-start.ts';
import { systemClock } from '../clock.ts';
import { compose } from '../compose.ts';
import { loadConfig } from '../config.ts';
import { checkDatabase } from '../db/connect.ts';
import { startPostgres } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { addMasterKey } from '../master-keys.ts';
import { secretKeyOf } from '../secret-key.ts';

/**
 * npm run rotate-keys: makes a new master key in the data folder and puts every merchant's data key under it, while the
 * program runs. The old key stays in the file, behind the new one, until somebody takes it out.
 */
async function main(): Promise<void> {
  const config = loadConfig();
  const postgres = config.databaseUrl === undefined ? await startPostgres({ dataDir: config.dataDir }) : undefined;
  const databaseUrl = postgres?.url ?? config.databaseUrl ?? '';
  try {
    if (!postgres) await checkDatabase(databaseUrl);
    await migrate(databaseUrl);
    const secretKey = secretKeyOf(config);
    const id = addMasterKey(config.dataDir);
    const program = compose({ config, databaseUrl, secretKey, clock: systemClock, log: pino({ level: 'warn' }) });
    const { app } = program;
    let count = 0;
    for (const merchantId of await app.merchants())
      count += await app.db.inMerchant(merchantId, (tx) => app.secrets.rewrap(tx, merchantId));
    await program.close();
    console.log(`${count} data keys are under the master key ${id} now.`);
  } finally {
    await postgres?.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof CannotStart ? error.message : error);
    process.exit(1);
  },
);
