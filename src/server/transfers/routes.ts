import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/transfers.ts';
import type { RmaId, TransferId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { refundOf } from '../../domain/returns/guards.ts';
import type { Refund } from '../../domain/returns/rma.ts';
import type { UnpaidProof } from '../../domain/returns/transfer.ts';
import { isForBank, transferOf } from '../../domain/returns/transfer-guards.ts';
import { fromMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Meta } from '../http/caller.ts';
import { whoIs } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { type Locked, read } from '../returns/rma-store.ts';
import { type CommandRejection, runRmaCommand, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { findTransfer, revealPayee } from './payee-store.ts';
import { inItsTurn, proveBeyond } from './prove-beyond.ts';
import { redirectTransfer } from './redirect-transfer.ts';
import { countDesk, listTransfers } from './transfer-lists.ts';

const done = { ok: true } as const;
const answered = <No extends { code: string }>(said: Result<unknown, No>): Result<typeof done, No> =>
  said.ok ? ok(done) : said;

export function addHandTransferRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listTransfers, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, (tx) =>
      listTransfers(app, tx, principal.merchantId, whoIs(principal), query),
    ),
  );
  route(server, contract.countRefundDesk, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => countDesk(tx, merchantId)),
  );
  route(server, contract.proposeTransfer, ({ params: { rmaId, refundId }, body, meta }) =>
    withProof(
      app,
      meta,
      rmaId,
      ({ rma }) => refundOf(rma, refundId),
      async (unpaid) =>
        answered(
          await runRmaCommand(app, rmaId, { type: 'propose_transfer', refundId, because: body.because, unpaid }, meta),
        ),
    ),
  );
  route(server, contract.approveTransfer, ({ params: { rmaId, transferId }, meta }) =>
    withProof(
      app,
      meta,
      rmaId,
      (stored) => refundIn(stored, transferId),
      async (unpaid) =>
        answered(await runRmaCommand(app, rmaId, { type: 'approve_transfer', transferId, unpaid }, meta)),
    ),
  );
  route(server, contract.payTransfer, ({ params, body, meta }) => pay(app, params, body, meta));
  route(server, contract.endTransfer, async ({ params: { rmaId, transferId }, body, meta }) => {
    return answered(await runRmaCommand(app, rmaId, { type: 'end_transfer', transferId, because: body.because }, meta));
  });
  route(server, contract.redirectTransfer, ({ params, body, meta }) =>
    redirectTransfer(app, meta, { ...params, ...body }),
  );
  route(server, contract.reclaimTransfer, async ({ params: { rmaId, transferId }, body, meta }) => {
    const { reference, paidAt } = body;
    const command = { type: 'reclaim_transfer', transferId, reference, paidAt: fromMs(Date.parse(paidAt)) } as const;
    return answered(await runRmaCommand(app, rmaId, command, meta));
  });
  route(server, contract.revealPayee, ({ params, body, meta }) => reveal(app, params.transferId, body.purpose, meta));
}

/** Whoever is about to pay sees the account: the gateway is asked once more, and what it has paid is not begun. */
async function reveal(app: App, transferId: TransferId, purpose: string, meta: Meta) {
  const { merchantId } = meta;
  const found = await app.db.inMerchant(merchantId, (tx) => findTransfer(tx, merchantId, transferId));
  if (!found) return notFound;
  const show = async () => {
    const account = await revealPayee(app, transferId, purpose, meta);
    return account ? ok(account) : reject({ code: 'transfer_not_found' } as const);
  };
  return found.state === 'approved'
    ? withProof(app, meta, found.rmaId, (stored) => refundIn(stored, transferId), show)
    : show();
}

function refundIn({ rma }: Locked, transferId: TransferId): Refund | undefined {
  const transfer = transferOf(rma, transferId);
  return transfer && refundOf(rma, transfer.refundId);
}

/**
 * Asks the gateway and writes down what follows while nobody can send anything of this payment. What is settled, under way
 * or a platform's is refused before anybody is asked: without a proof there is no command.
 */
async function withProof<T>(
  app: App,
  meta: Meta,
  rmaId: RmaId,
  find: (stored: Locked) => Refund | undefined,
  run: (unpaid: UnpaidProof) => Promise<Result<T, CommandRejection>>,
) {
  const { merchantId } = meta;
  const look = () => app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const found = await look();
  const named = found && find(found);
  if (!found || !named) return notFound;
  const ran = found.history.find(({ commandId }) => commandId === meta.commandId);
  if (ran) return run('unpaid' in ran.event ? ran.event.unpaid : 'absent');
  const no = isForBank(named, found.rma.channel);
  if (no) return reject(no);
  return inItsTurn<T, CommandRejection>(app, merchantId, named, async () => {
    // While the turn is ours nothing is sent, so what is read now holds until it is written down.
    const stored = await look();
    const refund = stored && find(stored);
    if (!stored || !refund || refund.id !== named.id) return reject({ code: 'refund_not_found' });
    const proven = await proveBeyond(app, meta, stored, refund);
    return proven.ok ? run(proven.value) : proven;
  });
}

/** One payment at the bank stands for one refund: its reference is taken once. */
function pay(
  app: App,
  { rmaId, transferId }: { rmaId: RmaId; transferId: TransferId },
  { reference, paidAt }: { reference: string; paidAt: string },
  meta: Meta,
) {
  const { merchantId } = meta;
  return app.db.inMerchant(merchantId, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`transfer ${merchantId} ${reference}`}, 0))`.execute(tx);
    const { rows } = await sql<{ number: string }>`select r.number from refund_transfer t
      join rma r on r.merchant_id = t.merchant_id and r.rma_id = t.rma_id
      where t.merchant_id = ${merchantId} and t.bank_reference = ${reference}
        and t.state in ('paid', 'paid_twice', 'reclaimed')
        and t.transfer_id <> ${transferId}`.execute(tx);
    const taken = rows[0];
    if (taken) return reject({ code: 'bank_reference_used', number: taken.number } as const);
    const command = { type: 'pay_transfer', transferId, reference, paidAt: fromMs(Date.parse(paidAt)) } as const;
    return answered(await runRmaCommandIn(app, tx, rmaId, command, meta));
  });
}
