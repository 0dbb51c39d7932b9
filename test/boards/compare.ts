import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { boardCategories } from '../../src/contract/boards.ts';
import type { MerchantId } from '../../src/domain/ids.ts';
import { addDays, type Instant, type LocalDate } from '../../src/domain/time.ts';
import { catchUp } from '../../src/server/boards/catch-up.ts';
import { figuresOf, happenings } from '../../src/server/boards/event-tiles.ts';
import type { Scope } from '../../src/server/boards/period.ts';
import { soldOf } from '../../src/server/boards/sold-tiles.ts';
import { spansOf } from '../../src/server/boards/span-tiles.ts';
import { clientConfig } from '../../src/server/db/connect.ts';
import type { Db, Tx } from '../../src/server/db/database.ts';
import type { DB } from '../../src/server/db/schema.ts';
import { valueTypes } from '../../src/server/db/values.ts';
import { type Asked, recountedMeasures, recountedSpans, recountOn } from './recount.ts';

type Choice = { random: () => number; shops: readonly string[]; today: LocalDate; days: number };
export type Difference = { what: string; board: string; recount: string };

/** A random question: some days, some shops, some category; every third time all days. */
function anyQuestion(merchantId: MerchantId, { random, shops, today, days }: Choice): Asked {
  const pick = <T>(some: readonly T[]): T | undefined => some[Math.floor(random() * some.length)];
  const back = random() < 0.3 ? days : Math.floor(random() * days);
  const isWhole = back === days;
  const to = isWhole ? addDays(today, 1) : addDays(today, 1 - Math.floor(random() * (back + 1)));
  const shop = pick(shops);
  return {
    merchantId,
    from: addDays(today, -back),
    to: to < addDays(today, -back) ? addDays(today, 1) : to,
    shopIds: random() < 0.4 && shop ? [shop] : null,
    category: random() < 0.4 ? (pick(boardCategories) ?? '') : '',
  };
}

/**
 * Asks boards and timeline the same random questions and tells where they differ. Both are read in one snapshot in which
 * nothing waits to be counted, so it may be done while others write.
 */
export async function compareBoards(
  db: Db,
  databaseUrl: string,
  merchantId: MerchantId,
  { questions, now, ...choice }: Choice & { questions: number; now: Instant },
): Promise<{ compared: number; differences: Difference[] }> {
  const pool = new pg.Pool({ ...clientConfig(databaseUrl, 'app'), types: valueTypes, max: 1 });
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  const differences: Difference[] = [];
  let compared = 0;
  const compare = (what: string, board: unknown, recount: unknown) => {
    compared += 1;
    const [a, b] = [JSON.stringify(board), JSON.stringify(recount)];
    if (a !== b) differences.push({ what, board: a, recount: b });
  };
  try {
    for (let i = 0; i < questions; i += 1) {
      const asked = anyQuestion(merchantId, choice);
      const name = JSON.stringify({ ...asked, merchantId: undefined });
      await inOneSnapshot(db, kysely, merchantId, async (tx) => {
        const days = { from: asked.from as LocalDate, to: asked.to as LocalDate };
        const scope: Scope = {
          merchantId,
          now: days,
          before: null,
          shops: asked.shopIds ?? undefined,
          category: asked.category,
        };
        const recount = recountOn((text, values) => tx.executeQuery(CompiledQuery.raw(text, values)), asked, now);
        const sold = Object.fromEntries(
          Object.entries(await soldOf(tx, scope, days)).map(([key, value]) => [key, String(value)]),
        );
        compare(`sold ${name}`, sold, await recount.sold());
        const figures = await figuresOf(tx, scope, days);
        for (const measure of recountedMeasures) {
          const rows = await happenings(tx, scope, days, [measure]);
          const board = sortedEntries(
            rows.map(({ tag, count, minor }) => [tag, String(measure === 'refunded' ? minor : count)]),
          );
          compare(`${measure} ${name}`, board, sortedEntries(Object.entries(await recount.happened(measure))));
        }
        compare(`refunded ${name}`, figures.refunded.numerator, (await recount.happened('refunded'))[''] ?? '0');
        const spans = await spansOf(tx, scope, now);
        for (const code of recountedSpans) {
          const span = spans.find((one) => one.code === code)?.now;
          compare(
            `${code} ${name}`,
            { ended: span?.ended, open: span?.open, p50: span?.p50 },
            await recount.span(code),
          );
        }
      });
    }
  } finally {
    await kysely.destroy();
  }
  return { compared, differences };
}

const sortedEntries = (entries: [string, string][]) => entries.toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Sees the database as it was at one moment, one at which all notes of the merchant were taken up. */
async function inOneSnapshot(
  db: Db,
  kysely: Kysely<DB>,
  merchantId: MerchantId,
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  for (;;) {
    while (await catchUp(db, merchantId));
    const wasCounted = await kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await sql`select set_config('app.merchant_id', ${merchantId}, true)`.execute(tx);
        const { rows } = await sql`select 1 from board_due where merchant_id = ${merchantId} limit 1`.execute(tx);
        if (rows.length > 0) return false;
        await work(tx);
        return true;
      });
    if (wasCounted) return;
  }
}
