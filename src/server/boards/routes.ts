import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/boards.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { firstImmatureDay } from '../../domain/metrics/maturity.ts';
import { reject } from '../../domain/result.ts';
import { localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { route } from '../http/route.ts';
import { casesOf } from './cases.ts';
import { timeZoneOf } from './catch-up.ts';
import { figuresOf, lapsesOf, reasonsOf, recoveryOf } from './event-tiles.ts';
import { type BoardFilters, inBoth, lengthOf, type Scope, scopeOf } from './period.ts';
import { articlesOf, categoriesOf, channelsOf, trendOf } from './sold-tiles.ts';
import { spansOf } from './span-tiles.ts';

/** A board looks back over a few years at most: a longer one is a mistake in an address. */
const MOST_DAYS = 5 * 366;

/** While business goes on some notes always wait; with so many, a first import or a rebuild is under way. */
const BEHIND = 1_000;

export function addBoardRoutes(server: FastifyInstance, app: App): void {
  const tile = async <T>(merchantId: MerchantId, query: BoardFilters, read: (tx: Tx, scope: Scope) => Promise<T>) => {
    const days = lengthOf(query as Scope['now']);
    if (days < 1 || days > MOST_DAYS) return reject({ code: 'period_impossible', mostDays: MOST_DAYS });
    return app.db.inMerchant(merchantId, async (tx) => read(tx, await scopeOf(tx, merchantId, query)));
  };
  const todayOf = async (tx: Tx, merchantId: MerchantId) =>
    localDate(app.clock.now(), await timeZoneOf(tx, merchantId));

  route(server, contract.boardFigures, ({ query, principal: { merchantId } }) =>
    tile(merchantId, query, async (tx, scope) => {
      const [now, before] = await inBoth(scope, (days) => figuresOf(tx, scope, days));
      const figures = Object.entries(now).map(([code, figure]) => {
        return [code, { now: figure, before: before?.[code as keyof typeof now] ?? null }];
      });
      return {
        period: scope.now,
        before: scope.before,
        immatureFrom: firstImmatureDay(await todayOf(tx, merchantId)),
        ...(await standingOf(tx, merchantId)),
        figures: Object.fromEntries(figures),
      };
    }),
  );
  route(server, contract.boardTrend, ({ query, principal: { merchantId } }) =>
    tile(merchantId, query, async (tx, scope) => trendOf(tx, scope, await todayOf(tx, merchantId))),
  );
  route(server, contract.boardCategoriesTile, ({ query, principal: { merchantId } }) =>
    tile(merchantId, query, async (tx, scope) => ({ rows: await categoriesOf(tx, scope) })),
  );
  route(server, contract.boardArticles, ({ query, principal: { merchantId } }) =>
    tile(merchantId, query, async (tx, scope) => ({ rows: await articlesOf(tx, scope) })),
  );
  route(server, contract.boardReasons, ({ query, principal: { merchantId } }) => tile(merchantId, query, reasonsOf));
  route(server, contract.boardSpans, ({ query, principal: { merchantId } }) =>
    tile(merchantId, query, async (tx, scope) => ({ spans: await spansOf(tx, scope, app.clock.now()) })),
  );
  route(server, contract.boardLapses, ({ query, principal: { merchantId } }) =>
    tile(merchantId, query, async (tx, scope) => ({ rows: await lapsesOf(tx, scope) })),
  );
  route(server, contract.boardRecovery, ({ query, principal: { merchantId } }) =>
    tile(merchantId, query, async (tx, scope) => ({ rows: await recoveryOf(tx, scope) })),
  );
  route(server, contract.boardChannels, ({ query, principal: { merchantId } }) =>
    tile(merchantId, query, async (tx, scope) => ({ rows: await channelsOf(tx, scope) })),
  );
  route(server, contract.boardCases, ({ query, principal: { merchantId } }) =>
    tile(merchantId, query, (tx) => casesOf(tx, merchantId, query, app.clock.now())),
  );
}

async function standingOf(tx: Tx, merchantId: MerchantId): Promise<{ currency: string; upToDate: boolean }> {
  const { rows } = await sql<{ currency: string; upToDate: boolean }>`select currency,
      (select count(*) from (select 1 from board_due d where d.merchant_id = m.merchant_id limit ${BEHIND}) as few) < ${BEHIND} as "upToDate"
    from merchant m where merchant_id = ${merchantId}`.execute(tx);
  return rows[0] ?? { currency: 'CNY', upToDate: false };
}
