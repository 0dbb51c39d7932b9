import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { toMoneyView } from '../../contract/common.ts';
import type { myReturn } from '../../contract/portal.ts';
import { askMyPostage } from '../../contract/portal-postage.ts';
import { add, money } from '../../domain/money.ts';
import { paidByInsurer, paidByUs, postageState } from '../../domain/recovery/postage.ts';
import { ok, reject } from '../../domain/result.ts';
import { canAskPostage } from '../../domain/returns/paying-postage.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { ofBuyer } from './of-buyer.ts';

/** What a buyer sees of his freight. That it was paid twice is for the shop to say, not for a page. */
export function postageForBuyer(rma: Rma): z.input<typeof myReturn.reply>['postage'] {
  const postages = rma.postages ?? [];
  const asked = new Set(postages.map(({ waybill }) => waybill));
  return {
    askable: canAskPostage(rma) ? [] : rma.parcels.map(({ waybill }) => waybill).filter((each) => !asked.has(each)),
    rows: postages.map((postage) => {
      const state = postageState(postage);
      return {
        waybill: postage.waybill,
        asked: toMoneyView(postage.asked),
        paid: toMoneyView(add(paidByUs(postage), paidByInsurer(postage))),
        state: state === 'paid_twice' ? 'paid' : state,
        because: state === 'declined' ? (postage.declined?.because ?? null) : null,
      };
    }),
  };
}

export function addPostageRoute(server: FastifyInstance, app: App): void {
  route(server, askMyPostage, async ({ params, body, principal, meta }) => {
    if (!(await ofBuyer(app, principal, params.rmaId))) return notFound;
    const { amount, ...asked } = body;
    const command = { type: 'ask_postage', ...asked, by: 'buyer' } as const;
    const result = await runRmaCommand(
      app,
      params.rmaId,
      { ...command, amount: money(BigInt(amount.minor), amount.currency) },
      meta,
    );
    if (result.ok) return ok({ ok: true } as const);
    // The other return may be another buyer's.
    return result.rejection.code === 'postage_asked_elsewhere' ? reject({ code: 'postage_exists' }) : result;
  });
}
