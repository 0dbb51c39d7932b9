import type { FastifyInstance } from 'fastify';
import { nameMyPayee } from '../../contract/transfers.ts';
import { ok } from '../../domain/result.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { isOpenTransfer } from '../../domain/returns/transfer.ts';
import { canNamePayee } from '../../domain/returns/transfer-guards.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { runRmaCommandIn } from '../returns/run-rma-command.ts';
import { savePayee } from '../transfers/payee-store.ts';
import { ofBuyer } from './of-buyer.ts';

/** Whether the buyer is asked for an account: only where no gateway can pay, and not while a person is paying. */
export function payeeForBuyer(rma: Rma): 'needed' | 'named' | 'being_paid' | 'no' {
  if (rma.transfers?.some(isOpenTransfer)) return 'being_paid';
  if (canNamePayee(rma)) return 'no';
  return rma.payee ? 'named' : 'needed';
}

export function addPayeeRoute(server: FastifyInstance, app: App): void {
  route(server, nameMyPayee, async ({ params: { rmaId }, body, principal, meta }) => {
    if (!(await ofBuyer(app, principal, rmaId))) return notFound;
    const { kind, holder, number, consent } = body;
    const bank = body.kind === 'bank' ? body.bank : '';
    const { merchantId } = meta;
    const account = app.secrets.token(JSON.stringify([kind, holder, bank, number]), merchantId).toString('hex');
    return app.db.inMerchant(merchantId, async (tx) => {
      const named = await runRmaCommandIn(app, tx, rmaId, { type: 'name_payee', kind, account }, meta);
      if (!named.ok) return named;
      const own = named.value.history.find(
        ({ commandId, event }) => commandId === meta.commandId && event.type === 'payee_named',
      )?.event;
      if (own?.type !== 'payee_named') return notFound;
      await savePayee(app, tx, merchantId, {
        id: own.payeeId,
        rmaId,
        kind,
        account: { holder, bank, number },
        consent,
      });
      return ok({ ok: true } as const);
    });
  });
}
