import { pino } from 'pino';
import { CannotStart } from '../cannot-start.ts';
import { systemClock } from '../clock.ts';
import { compose } from '../compose.ts';
import { loadConfig } from '../config.ts';
import { checkDatabase } from '../db/connect.ts';
import { startPostgres } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { replay } from '../returns/replay.ts';
import { secretKeyOf } from '../secret-key.ts';
import { checkStock } from '../stock/check-stock.ts';

/** npm run replay: folds all events and adds up all movements of all merchants and compares the outcome with the stored rows. Exit 1 if any differs. */
async function main(): Promise<number> {
  const config = loadConfig();
  const postgres = config.databaseUrl === undefined ? await startPostgres({ dataDir: config.dataDir }) : undefined;
  const databaseUrl = postgres?.url ?? config.databaseUrl ?? '';
  try {
    if (!postgres) await checkDatabase(databaseUrl);
    await migrate(databaseUrl);
    const log = pino({ level: 'warn' });
    const program = compose({ config, databaseUrl, secretKey: secretKeyOf(config), clock: systemClock, log });
    let wrong = 0;
    for (const merchantId of await program.app.merchants()) {
      const { returns, events, disagreements } = await replay(program.app, merchantId);
      console.log(`${merchantId}: ${returns} returns, ${events} events, ${disagreements.length} disagreements`);
      for (const one of disagreements.slice(0, 20)) {
        console.log(`  ${one.table} ${one.key}\n    stored   ${one.stored}\n    replayed ${one.replayed}`);
      }
      const stock = await checkStock(program.app, merchantId);
      console.log(`${merchantId}: stock, ${stock.length} disagreements`);
      for (const one of stock.slice(0, 20)) {
        console.log(`  ${one.key}\n    stored   ${one.stored}\n    replayed ${one.replayed}`);
      }
      wrong += disagreements.length + stock.length;
    }
    await program.close();
    return wrong === 0 ? 0 : 1;
  } finally {
    await postgres?.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof CannotStart ? error.message : error);
    process.exit(1);
  },
);
