import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/advances.ts';
import { toMoneyView } from '../../contract/common.ts';
import type { RmaId } from '../../domain/ids.ts';
import { ok } from '../../domain/result.ts';
import type { AdvanceCommand, AdvanceLimits } from '../../domain/returns/advance.ts';
import { localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { type Meta, whoIs } from '../http/caller.ts';
import { route } from '../http/route.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { limitHistory, readLimits, saveLimits } from './advance-limits.ts';
import { listExposureRows, sumExposureOf } from './exposure-lists.ts';

const done = { ok: true } as const;

export function addAdvanceRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listExposure, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, (tx) =>
      listExposureRows(tx, principal.merchantId, whoIs(principal), app.clock.now(), query),
    ),
  );
  route(server, contract.sumExposure, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const limits = await readLimits(tx, merchantId);
      const { approvalLimit, timeZone } = await app.policies.live(tx, merchantId);
      const now = app.clock.now();
      const currency = limits?.perBuyer.currency ?? approvalLimit.currency;
      const sums = await sumExposureOf(tx, merchantId, currency, now, localDate(now, timeZone));
      return {
        limits: shownLimits(limits),
        ...sums,
      };
    }),
  );
  route(server, contract.setAdvanceLimits, async ({ body: { limits }, meta: { merchantId, actor } }) => {
    const next = limits && {
      currency: limits.perBuyer.currency,
      perBuyer: limits.perBuyer.minor,
      perShop: limits.perShop.minor,
      perDay: limits.perDay.minor,
    };
    await app.db.inMerchant(merchantId, (tx) => saveLimits(tx, merchantId, next, actor.id, app.clock.now()));
    return { limits };
  });
  route(server, contract.listAdvanceLimits, async ({ principal: { merchantId } }) => {
    const [names, history] = await Promise.all([
      app.staffNames(merchantId),
      app.db.inMerchant(merchantId, (tx) => limitHistory(tx, merchantId)),
    ]);
    return {
      rows: history.map(({ limits, by, ...row }) => ({
        ...row,
        by: names.get(by) ?? by,
        limits: shownLimits(limits),
      })),
    };
  });
  route(server, contract.chaseGoods, ({ params: { rmaId }, body, meta }) =>
    act(app, rmaId, { type: 'chase_goods', ...body }, meta),
  );
  route(server, contract.writeOffAdvance, ({ params: { rmaId }, body, meta }) =>
    act(app, rmaId, { type: 'write_off_advance', ...body }, meta),
  );
}

const shownLimits = (limits: AdvanceLimits | null) =>
  limits && {
    perBuyer: toMoneyView(limits.perBuyer),
    perShop: toMoneyView(limits.perShop),
    perDay: toMoneyView(limits.perDay),
  };

async function act(app: App, rmaId: RmaId, command: AdvanceCommand, meta: Meta) {
  const said = await runRmaCommand(app, rmaId, command, meta);
  return said.ok ? ok(done) : said;
}
