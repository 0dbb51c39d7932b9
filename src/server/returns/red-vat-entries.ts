import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { redVatEntry, vatThatWaits } from '../../domain/ledger/red-vat.ts';
import { money } from '../../domain/money.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { post } from '../ledger/ledger-store.ts';
import type { StoredEvent } from './rma-store.ts';

type Followed = { order: Order; rma: Rma; history: readonly StoredEvent[]; events: readonly RmaEvent[] };

/**
 * Posts what brings the VAT kept back for a return to what its red invoices still have to take off. It compares with the
 * books, so it may be asked at any time, and refunds booked before anything was kept back come right too. The caller holds the
 * order. The balance and the tasks are read by one statement: whoever issues meanwhile is seen with both or with neither.
 */
export async function followRedVat(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  { order, rma, history, events }: Followed,
  day: LocalDate,
): Promise<void> {
  const { codes } = await app.accounts.on(tx, merchantId, day);
  const { rows } = await sql<{ tasks: string; kept: string; turn: number }>`select
      (select coalesce(sum(tax_minor), 0)::text from red_invoice where merchant_id = ${merchantId} and rma_id = ${rma.id}
        and state not in ('issued', 'by_hand')) as tasks,
      (select coalesce(sum(balance_minor), 0)::text from open_item where merchant_id = ${merchantId}
        and account_code = ${codes.get('red_vat')} and party_kind = '' and party_id = '' and item = ${rma.number}) as kept,
      (select coalesce(max(vat_turn), 0) + 1 from journal_entry where merchant_id = ${merchantId}
        and rma_id = ${rma.id} and vat_turn is not null) as turn`.execute(tx);
  const { tasks, kept, turn } = present(rows[0], 'one row');
  const all = [...history.map(({ event }) => event), ...events];
  const waits = vatThatWaits(all, money(BigInt(tasks), order.currency));
  const entries = redVatEntry(money(BigInt(kept), order.currency), waits);
  await post(tx, [{ seq: rma.version, entries }], {
    merchantId,
    rmaId: rma.id,
    rmaNumber: rma.number,
    vatTurn: turn,
    currency: order.currency,
    postedOn: day,
    codes,
    newId: app.newId,
  });
}
