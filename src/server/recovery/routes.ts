import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/claims.ts';
import type { MoneyView } from '../../contract/common.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { type Money, money } from '../../domain/money.ts';
import type { ClaimId } from '../../domain/recovery/loss-claim.ts';
import { claimOf } from '../../domain/returns/claiming.ts';
import { fromMs, type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { whoIs } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { read } from '../returns/rma-store.ts';
import { act } from '../returns/routes.ts';
import { readClaimFile } from './claim-file.ts';
import { listClaims, sumClaims } from './claim-lists.ts';
import { claimTerms, daysToAnswer, setClaimTerms } from './claim-terms.ts';
import { listPostage } from './postage-lists.ts';

export function addRecoveryRoutes(server: FastifyInstance, app: App): void {
  addReadingRoutes(server, app);
  addClaimRoutes(server, app);
  addPostageRoutes(server, app);
}

const moneyOf = ({ minor, currency }: MoneyView): Money => money(BigInt(minor), currency);
const momentOf = (text: string): Instant => fromMs(Date.parse(text));
const HOURS = 24;

function addReadingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listClaims, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listClaims(tx, merchantId, query, app.clock.now())),
  );
  route(server, contract.sumClaims, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => sumClaims(tx, merchantId, app.clock.now())),
  );
  route(server, contract.getClaimTerms, async ({ principal: { merchantId } }) => ({
    terms: await app.db.inMerchant(merchantId, (tx) => claimTerms(tx, merchantId)),
  }));
  route(server, contract.setClaimTerms, async ({ body, principal: { merchantId, id } }) => ({
    terms: await app.db.inMerchant(merchantId, async (tx) => {
      await setClaimTerms(tx, merchantId, body.terms, { by: id, at: app.clock.now() });
      return claimTerms(tx, merchantId);
    }),
  }));
  route(
    server,
    contract.getClaim,
    async ({ params, principal }) =>
      (await readClaimFile(app, principal.merchantId, params.claimId, whoIs(principal))) ?? notFound,
  );
  route(server, contract.listPostage, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listPostage(tx, merchantId, query)),
  );
}

function addClaimRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.fileClaim, async (call) => {
    const { amount, filedAt, answerDue, waybill, ...claim } = call.body;
    const { merchantId } = call.principal;
    const days = await app.db.inMerchant(merchantId, (tx) => daysToAnswer(tx, merchantId, claim.against));
    return act(app, call, {
      type: 'file_claim',
      ...claim,
      ...(waybill ? { waybill } : {}),
      amount: moneyOf(amount),
      filedAt: momentOf(filedAt),
      answerDue: answerDue ? momentOf(answerDue) : plusHours(momentOf(filedAt), days * HOURS),
    });
  });
  route(server, contract.recordClaimAnswer, (call) => {
    const { at, ...answer } = call.body;
    const said = { type: 'record_claim_answer', claimId: call.params.claimId, at: momentOf(at) } as const;
    return act(
      app,
      call,
      answer.outcome === 'accepted'
        ? { ...said, outcome: answer.outcome, amount: moneyOf(answer.amount) }
        : { ...said, outcome: answer.outcome, because: answer.because },
    );
  });
  route(server, contract.recordClaimPayment, (call) =>
    act(app, call, {
      type: 'record_claim_payment',
      claimId: call.params.claimId,
      amount: moneyOf(call.body.amount),
      reference: call.body.reference,
      paidAt: momentOf(call.body.paidAt),
    }),
  );
  route(server, contract.appealClaim, async (call) => {
    const { because, files, answerDue } = call.body;
    const appealedAt = momentOf(call.body.appealedAt);
    const days = await daysForClaim(app, call.principal.merchantId, call.params);
    return act(app, call, {
      type: 'appeal_claim',
      claimId: call.params.claimId,
      because,
      files,
      appealedAt,
      answerDue: answerDue ? momentOf(answerDue) : plusHours(appealedAt, days * HOURS),
    });
  });
  route(server, contract.closeClaim, (call) =>
    act(app, call, { type: 'close_claim', claimId: call.params.claimId, ...call.body }),
  );
}

/** For a claim that is not there any number will do: the command itself says so. */
const daysForClaim = (app: App, merchantId: MerchantId, { rmaId, claimId }: { rmaId: RmaId; claimId: ClaimId }) =>
  app.db.inMerchant(merchantId, async (tx) => {
    const found = await read(tx, merchantId, rmaId);
    return daysToAnswer(tx, merchantId, (found && claimOf(found.rma, claimId)?.against) ?? 'courier');
  });

function addPostageRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.askPostage, (call) =>
    act(app, call, { type: 'ask_postage', ...call.body, amount: moneyOf(call.body.amount), by: 'staff' }),
  );
  route(server, contract.recordInsurance, (call) => {
    const { at, ...answer } = call.body;
    const said = { type: 'record_insurance', waybill: call.params.waybill, at: momentOf(at) } as const;
    return act(
      app,
      call,
      answer.outcome === 'paid'
        ? { ...said, outcome: answer.outcome, amount: moneyOf(answer.amount), reference: answer.reference }
        : { ...said, outcome: answer.outcome, because: answer.because },
    );
  });
  route(server, contract.payPostage, (call) => {
    const { by, amount, reference, paidAt, goodwill } = call.body;
    return act(app, call, {
      type: 'pay_postage',
      waybill: call.params.waybill,
      by,
      amount: moneyOf(amount),
      reference,
      paidAt: momentOf(paidAt),
      ...(goodwill ? { goodwill } : {}),
    });
  });
  route(server, contract.declinePostage, (call) =>
    act(app, call, { type: 'decline_postage', waybill: call.params.waybill, ...call.body }),
  );
  route(server, contract.recoverPostage, (call) =>
    act(app, call, { type: 'recover_postage', waybill: call.params.waybill, ...call.body }),
  );
}
