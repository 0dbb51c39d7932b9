import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/negotiation.ts';
import type { RmaId } from '../../domain/ids.ts';
import { money } from '../../domain/money.ts';
import { ok, type Result } from '../../domain/result.ts';
import { plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { type Principal, whoIs } from '../http/caller.ts';
import { notFound, nothing } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { type Locked, read } from '../returns/rma-store.ts';
import { act, view } from '../returns/routes.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import { surround } from '../returns/surroundings.ts';
import { offerPreview } from './offer-preview.ts';
import { refusalList } from './refusal-list.ts';
import { addTemplateRoutes } from './templates.ts';
import { threadView } from './thread-view.ts';
import { resendMessage, writeMessage } from './write-message.ts';

export function addNegotiationRoutes(server: FastifyInstance, app: App): void {
  addMessageRoutes(server, app);
  addOfferRoutes(server, app);
  addTellingRoutes(server, app);
  addTemplateRoutes(server, app);
}

type Acting = { principal: Principal; minimal: boolean };

/** Answers with the return as it stands after the act, unless the caller asked for less. */
async function shown(app: App, { principal, minimal }: Acting, result: Result<Locked>) {
  if (!result.ok) return result;
  if (minimal) return nothing;
  const { merchantId } = principal;
  const found = await app.db.inMerchant(merchantId, (tx) => surround(tx, merchantId, result.value));
  return ok(await view(app, found, principal));
}

const find = (app: App, { merchantId }: Principal, rmaId: RmaId): Promise<Locked | undefined> =>
  app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));

function addMessageRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.getThread, async ({ params, query, principal }) => {
    const found = await find(app, principal, params.rmaId);
    return found ? threadView(app, principal.merchantId, found, query) : notFound;
  });
  route(server, contract.sendMessage, async (call) =>
    shown(app, call, await writeMessage(app, call.params.rmaId, call.body, call.meta)),
  );
  route(server, contract.resendMessage, async (call) =>
    shown(app, call, await resendMessage(app, call.params.rmaId, call.params.messageId, call.meta)),
  );
  route(server, contract.acknowledgeMessages, (call) => act(app, call, { type: 'acknowledge_messages' }));
  route(server, contract.pullMessages, async ({ params, principal }) => {
    const { merchantId } = principal;
    const found = await find(app, principal, params.rmaId);
    if (!found) return notFound;
    const port = await app.shops.channel(merchantId, found.rma.shopId);
    const asked = found.rma.channelRef !== null && port?.messages !== undefined;
    if (asked) {
      await app.db.inMerchant(merchantId, (tx) =>
        app.enqueue(tx, [
          { kind: 'pull_messages', merchantId, rmaId: params.rmaId, jobKey: `messages:${params.rmaId}` },
        ]),
      );
    }
    return { asked };
  });
}

function addOfferRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.previewOffer, async ({ params, body, principal }) => {
    const found = await find(app, principal, params.rmaId);
    if (!found) return notFound;
    const amount = money(BigInt(body.amount.minor), body.amount.currency);
    return offerPreview(app, principal.merchantId, found, { amount, goods: body.goods }, whoIs(principal));
  });
  route(server, contract.makeOffer, async (call) => {
    const { amount, goods, validHours } = call.body;
    // A repetition of the request is the same command, so it names the same moment.
    const found = await find(app, call.principal, call.params.rmaId);
    const repeated = found?.history.flatMap(({ commandId, event }) =>
      commandId === call.meta.commandId && event.type === 'offer_made' ? [event.validUntil] : [],
    );
    const validUntil = repeated?.[0] ?? plusHours(app.clock.now(), validHours);
    return act(app, call, {
      type: 'make_offer',
      amount: money(BigInt(amount.minor), amount.currency),
      goods,
      validUntil,
    });
  });
  route(server, contract.withdrawOffer, (call) =>
    act(app, call, { type: 'withdraw_offer', offerId: call.params.offerId }),
  );
  route(server, contract.declineOffer, (call) =>
    act(app, call, { type: 'decline_offer', offerId: call.params.offerId, by: 'staff' }),
  );
  route(server, contract.acceptOffer, (call) =>
    act(app, call, { type: 'accept_offer', offerId: call.params.offerId, by: 'staff', ...call.body }),
  );
}

function addTellingRoutes(server: FastifyInstance, app: App): void {
  const reasonsOf = refusalList(app);
  route(server, contract.refusalReasons, async ({ params, principal }) => {
    const found = await find(app, principal, params.rmaId);
    return found ? reasonsOf(principal.merchantId, found.rma) : notFound;
  });
  route(server, contract.tellAgain, (call) => {
    const { platformReason, proof } = call.body;
    return act(app, call, {
      type: 'tell_again',
      ...(platformReason ? { platformReason } : {}),
      ...(proof ? { proof } : {}),
    });
  });
  route(server, contract.bulkTellAgain, async ({ body, meta }) => {
    const verdicts = [];
    // One after the other: each is a transaction of its own, and one that is refused stops none of the others.
    for (const rmaId of body.rmaIds) {
      const command = { type: 'tell_again' } as const;
      const result = await runRmaCommand(app, rmaId, command, { ...meta, commandId: `${meta.commandId}:${rmaId}` });
      verdicts.push(result.ok ? { rmaId, ok: true } : { rmaId, ok: false, rejection: result.rejection });
    }
    return { verdicts };
  });
}
