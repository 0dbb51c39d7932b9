import { sql } from 'kysely';
import { localDate } from '../../src/domain/time.ts';
import { timeZoneOf } from '../../src/server/boards/catch-up.ts';
import { openProgram, readArguments, runTool } from '../../src/server/tools/open-program.ts';
import { mulberry32 } from '../../src/simulators/mulberry32.ts';
import { compareBoards } from './compare.ts';

// npm run check:boards [-- --questions=25 --seed=1 --days=120]: random figures of every merchant's boards beside a recount
// from the timeline by SQL of its own. May run while the program works. Ends with 1 where any differs.
const { config, given } = readArguments(['questions', 'seed', 'days']);
const numberOf = (name: string, otherwise: number): number => Number(given[name] ?? otherwise);

runTool(async () => {
  const { app, databaseUrl, close } = await openProgram(config);
  let wrong = 0;
  try {
    for (const merchantId of await app.merchants()) {
      const now = app.clock.now();
      const [timeZone, shops] = await app.db.inMerchant(merchantId, async (tx) => {
        const { rows } = await sql<{
          id: string;
        }>`select shop_id as id from shop where merchant_id = ${merchantId}`.execute(tx);
        return [await timeZoneOf(tx, merchantId), rows.map(({ id }) => id)] as const;
      });
      const { compared, differences } = await compareBoards(app.db, databaseUrl, merchantId, {
        random: mulberry32(numberOf('seed', 1)),
        shops,
        today: localDate(now, timeZone),
        days: numberOf('days', 120),
        questions: numberOf('questions', 25),
        now,
      });
      console.log(`${merchantId}: ${compared} figures compared, ${differences.length} differ`);
      for (const { what, board, recount } of differences.slice(0, 20)) {
        console.log(`  ${what}\n    board   ${board}\n    recount ${recount}`);
      }
      wrong += differences.length;
    }
  } finally {
    await close();
  }
  return wrong === 0;
});
