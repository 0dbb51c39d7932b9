import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/portal-talk.ts';
import type { OfferId, RmaId } from '../../domain/ids.ts';
import { ok } from '../../domain/result.ts';
import { planNext } from '../../domain/returns/decide-refunds.ts';
import type { App } from '../app.ts';
import type { Buyer, Meta } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { pageOfMessages } from '../negotiation/message-rows.ts';
import { offerForBuyer } from '../negotiation/thread-view.ts';
import { takeFromBuyer } from '../negotiation/write-message.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { ofBuyer } from './of-buyer.ts';

const done = { ok: true } as const;

/** A buyer's side of the talk. What belongs to another order does not exist for him. */
export function addTalkRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.myThread, async ({ params, query, principal }) => {
    const found = await ofBuyer(app, principal, params.rmaId);
    if (!found) return notFound;
    const { merchantId } = principal;
    const page = await app.db.inMerchant(merchantId, (tx) =>
      pageOfMessages(tx, merchantId, params.rmaId, query, 'buyer'),
    );
    const policy = await app.policies.read(merchantId, found.rma.policyVersion);
    const plan = planNext(found.rma, { now: app.clock.now(), order: found.order, policy });
    return {
      rows: page.rows.map(({ id, direction, body, pictures, writtenAt }) => ({
        id,
        mine: direction === 'in',
        body,
        pictures,
        writtenAt,
      })),
      next: page.next,
      offer: offerForBuyer(found.rma, plan?.ok ? plan.value.total : null),
    };
  });
  route(server, contract.writeToShop, async ({ params, body, principal, meta }) => {
    if (!(await ofBuyer(app, principal, params.rmaId))) return notFound;
    const taken = await takeFromBuyer(app, params.rmaId, body, meta);
    return taken.ok ? ok(done) : taken;
  });
  const answer = async (
    buyer: Buyer,
    rmaId: RmaId,
    offerId: OfferId,
    type: 'accept_offer' | 'decline_offer',
    meta: Meta,
  ) => {
    if (!(await ofBuyer(app, buyer, rmaId))) return notFound;
    const answered = await runRmaCommand(app, rmaId, { type, offerId, by: 'buyer' }, meta);
    return answered.ok ? ok(done) : answered;
  };
  route(server, contract.acceptMyOffer, ({ params, principal, meta }) =>
    answer(principal, params.rmaId, params.offerId, 'accept_offer', meta),
  );
  route(server, contract.declineMyOffer, ({ params, principal, meta }) =>
    answer(principal, params.rmaId, params.offerId, 'decline_offer', meta),
  );
}
