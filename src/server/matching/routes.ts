import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/matching.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, reject } from '../../domain/result.ts';
import { type LocalDate, localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { notFound, raw } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { fetchStatement } from './fetch-statement.ts';
import { differencesAsCsv, listDifferences, listMatchDays, readDifference } from './match-lists.ts';
import { GATEWAY_ZONE, matchAccount } from './match-statements.ts';
import { type Settlement, settleDifference } from './settle-difference.ts';

export function addMatchRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listMatchDays, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listMatchDays(tx, merchantId, { ...query, today: todayOf(app) })),
  );
  route(server, contract.listDifferences, async ({ query, principal: { merchantId } }) => {
    const page = await app.db.inMerchant(merchantId, (tx) => listDifferences(tx, merchantId, query));
    const names = await app.staffNames(merchantId);
    return {
      ...page,
      rows: page.rows.map((row) => ({ ...row, owner: row.owner && (names.get(row.owner) ?? row.owner) })),
    };
  });
  route(server, contract.exportDifferences, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) =>
      raw(await differencesAsCsv(tx, merchantId, query), {
        'content-disposition': 'attachment; filename="differences.csv"',
      }),
    ),
  );
  route(server, contract.getDifference, async ({ params, principal: { merchantId } }) => {
    const found = await app.db.inMerchant(merchantId, (tx) =>
      readDifference(tx, merchantId, params.differenceId, todayOf(app)),
    );
    return found ? named(app, merchantId, found) : notFound;
  });
  route(server, contract.settleDifference, async ({ params, body, meta }) => {
    const { merchantId } = meta;
    const settled = await app.db.inMerchant(merchantId, (tx) =>
      settleDifference(app, tx, params.differenceId, body, meta),
    );
    if (!settled.ok) return settled;
    // A linked line takes the difference of its refund with it at once, where the amounts agree.
    if (body.action === 'link') {
      const { vendor, shopId } = settled.value;
      await matchAccount(app, { merchantId, vendor, shopId: shopId ?? undefined });
    }
    return ok(await named(app, merchantId, settled.value));
  });
  route(server, contract.settleDifferences, async ({ body, meta }) => {
    const { differenceIds, note } = body;
    if (body.action === 'book' && body.gaps.length !== differenceIds.length)
      return reject({ code: 'value_not_allowed', field: 'gaps', reason: 'one for each difference' });
    const verdicts = [];
    // One after the other: each is a transaction of its own, and one that is refused stops none of the others.
    for (const differenceId of new Set(differenceIds)) {
      const said: Settlement =
        body.action === 'book'
          ? { action: 'book', note, gap: body.gaps[differenceIds.indexOf(differenceId)] ?? '' }
          : { action: body.action, note };
      const own = { ...meta, commandId: `${meta.commandId}:${differenceId}` };
      const settled = await app.db.inMerchant(meta.merchantId, (tx) =>
        settleDifference(app, tx, differenceId, said, own),
      );
      verdicts.push(
        settled.ok ? { differenceId, ok: true } : { differenceId, ok: false, rejection: settled.rejection },
      );
    }
    return ok({ verdicts });
  });
  route(server, contract.matchNow, async ({ body: { vendor, day }, principal: { merchantId } }) => {
    if (day > localDate(app.clock.now(), GATEWAY_ZONE)) return reject({ code: 'day_in_future' });
    if (!(await app.shops.payment(merchantId, vendor))) return notFound;
    const state = await fetchStatement(app, { merchantId, vendor, day: day as LocalDate });
    await matchAccount(app, { merchantId, vendor }, day as LocalDate);
    return ok({ state });
  });
}

const todayOf = (app: App): LocalDate => localDate(app.clock.now(), GATEWAY_ZONE);

type View = NonNullable<Awaited<ReturnType<typeof readDifference>>>;

/** With people's names in the place of their ids. */
async function named(app: App, merchantId: MerchantId, view: View): Promise<View> {
  const names = await app.staffNames(merchantId);
  const nameOf = (id: string): string => names.get(id) ?? id;
  return {
    ...view,
    owner: view.owner && nameOf(view.owner),
    events: view.events.map((event) => ({ ...event, by: nameOf(event.by) })),
  };
}
