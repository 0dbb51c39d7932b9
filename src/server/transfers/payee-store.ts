import { sql } from 'kysely';
import type { MerchantId, PayeeId, RmaId, TransferId } from '../../domain/ids.ts';
import type { PayeeKind, TransferState } from '../../domain/returns/transfer.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Meta } from '../http/caller.ts';

/** Whom the money goes to. `bank` is empty for an Alipay account. */
type Account = { holder: string; bank: string; number: string };

const placeOf = (merchantId: MerchantId, id: PayeeId): string => `${merchantId}|payee|account|${id}`;
const TAIL = 4;
const maskedName = (name: string): string => `${[...name][0] ?? ''}**`;

/** What a screen shows of the number: a short one shows nothing of itself. */
const tailOf = (number: string): string => (number.length > 2 * TAIL ? number.slice(-TAIL) : '');

export const maskedAccount = (tail: string): string => `****${tail}`;

type NewPayee = { id: PayeeId; rmaId: RmaId; kind: PayeeKind; account: Account; consent: string };

/** Keeps the account in the transaction of the event that names it. The same command once more changes nothing. */
export async function savePayee(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  { id, rmaId, kind, account, consent }: NewPayee,
): Promise<void> {
  const sealed = app.secrets.seal(JSON.stringify(account), placeOf(merchantId, id));
  await sql`insert into payee (merchant_id, payee_id, rma_id, kind, account_sealed, masked_holder, account_tail, consent,
      consented_at)
    values (${merchantId}, ${id}, ${rmaId}, ${kind}, ${sealed}, ${maskedName(account.holder)}, ${tailOf(account.number)},
      ${consent}, ${app.clock.now()})
    on conflict do nothing`.execute(tx);
}

/** For a gateway that is told it: no person sees it. */
export async function openPayee(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  id: PayeeId,
): Promise<(Account & { kind: PayeeKind }) | undefined> {
  const { rows } = await sql<{ kind: PayeeKind; account_sealed: Buffer }>`select kind, account_sealed from payee
    where merchant_id = ${merchantId} and payee_id = ${id}`.execute(tx);
  const row = rows[0];
  return row && { ...unsealed(app, merchantId, id, row.account_sealed), kind: row.kind };
}

/** What was sealed here has the shape that was sealed. */
const unsealed = (app: App, merchantId: MerchantId, id: PayeeId, sealed: Buffer): Account =>
  JSON.parse(app.secrets.open(sealed, placeOf(merchantId, id)));

/** The return of a transfer, and how it stands. */
export async function findTransfer(
  tx: Tx,
  merchantId: MerchantId,
  id: TransferId,
): Promise<{ rmaId: RmaId; state: TransferState } | undefined> {
  const { rows } = await sql<{ rmaId: RmaId; state: TransferState }>`select rma_id as "rmaId", state
    from refund_transfer where merchant_id = ${merchantId} and transfer_id = ${id}`.execute(tx);
  return rows[0];
}

type Row = { payee_id: PayeeId; account_sealed: Buffer; rma_id: RmaId };

/** The account of a transfer in clear. Who asks, and what for, is written down in the same transaction. */
export async function revealPayee(
  app: App,
  transferId: TransferId,
  purpose: string,
  { merchantId, actor }: Meta,
): Promise<Account | undefined> {
  return app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<Row>`select p.payee_id, p.account_sealed, p.rma_id from refund_transfer t
      join payee p on p.merchant_id = t.merchant_id and p.payee_id = t.payee_id
      where t.merchant_id = ${merchantId} and t.transfer_id = ${transferId}
        and t.state <> 'ended'`.execute(tx);
    const row = rows[0];
    if (!row) return undefined;
    await sql`insert into reveal_log (merchant_id, reveal_id, party_id, order_id, actor_kind, actor_id, purpose, revealed_at)
      select ${merchantId}, ${app.newId('rvl')}, o.buyer_id, o.order_id, ${actor.kind}, ${actor.id}, ${purpose},
        ${app.clock.now()}
      from rma r join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
      where r.merchant_id = ${merchantId} and r.rma_id = ${row.rma_id}`.execute(tx);
    return unsealed(app, merchantId, row.payee_id, row.account_sealed);
  });
}
