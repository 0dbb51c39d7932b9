import { sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { zero } from '../../domain/money.ts';
import type { AdvanceStanding } from '../../domain/returns/advance.ts';
import { advanceableLines } from '../../domain/returns/advance-guards.ts';
import { localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { namedWaybills } from '../parcels/named-waybills.ts';
import { type Locked, read } from '../returns/rma-store.ts';
import { runRmaCommandIn } from '../returns/run-rma-command.ts';
import { lockAdvances, readLimits } from './advance-limits.ts';

export type AdvanceRefund = { merchantId: MerchantId; rmaId: RmaId; on: string };

/**
 * Pays a refund before its goods are here, as far as the limits go. Those of one merchant queue up behind a lock, each with
 * one return and before it holds any order, so that what is counted against a limit is all that is out.
 */
export async function advanceRefund(app: App, { merchantId, rmaId, on }: AdvanceRefund): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    await lockAdvances(tx, merchantId);
    const stored = await read(tx, merchantId, rmaId);
    if (!stored || advanceableLines(stored.rma).length === 0) return;
    const standing = await standingOf(app, tx, merchantId, stored);
    // Tried again after a commit it finds nothing left to do, above; so a refusal here is one that must be seen.
    const said = await runRmaCommandIn(
      app,
      tx,
      rmaId,
      { type: 'advance_refund', standing },
      { merchantId, commandId: `advance:${rmaId}:${on}`, actor: { kind: 'system', id: 'policy' } },
    );
    if (!said.ok && said.rejection.code !== 'command_id_reused')
      throw new Error(`the refund of ${rmaId} is not paid ahead: ${said.rejection.code}`);
  });
}

type Sums = { buyer: string | null; shop: string | null; today: string | null };

/** What is out with the person behind the order at all shops, in the shop of the return, and since the day began. */
async function standingOf(app: App, tx: Tx, merchantId: MerchantId, { rma, order }: Locked): Promise<AdvanceStanding> {
  const limits = await readLimits(tx, merchantId);
  const currency = limits?.perBuyer.currency ?? order.currency;
  const none = zero(currency);
  if (!limits) return { limits, buyer: none, shop: none, today: none, waybills: [] };
  const waybills = await namedWaybills(tx, merchantId, rma, app.clock.now());
  const { timeZone } = await app.policies.pinned(tx, merchantId, rma.policyVersion);
  const today = localDate(app.clock.now(), timeZone);
  const { rows } = await sql<Sums>`select
    (select sum(e.open_minor)::text from party whose
      join party p on p.merchant_id = whose.merchant_id and p.buyer_id = whose.buyer_id
      join sales_order o on o.merchant_id = p.merchant_id and o.buyer_id = p.party_id
      join rma r on r.merchant_id = o.merchant_id and r.order_id = o.order_id
      join exposure e on e.merchant_id = r.merchant_id and e.rma_id = r.rma_id
      where whose.merchant_id = ${merchantId} and whose.party_id = ${order.buyerId} and e.currency = ${currency}) as buyer,
    (select sum(open_minor)::text from exposure where merchant_id = ${merchantId} and shop_id = ${rma.shopId}
      and state = 'open' and currency = ${currency}) as shop,
    (select sum(amount_minor)::text from exposure where merchant_id = ${merchantId} and advanced_on = ${today}
      and currency = ${currency}) as today`.execute(tx);
  const money = (minor: string | null | undefined) => ({ minor: BigInt(minor ?? 0), currency });
  return { limits, buyer: money(rows[0]?.buyer), shop: money(rows[0]?.shop), today: money(rows[0]?.today), waybills };
}
