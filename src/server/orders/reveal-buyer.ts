import { sql } from 'kysely';
import type { OrderId, PartyId } from '../../domain/ids.ts';
import type { App } from '../app.ts';
import type { Meta } from '../http/caller.ts';
import { partyPlace } from './parties.ts';

/** The buyer of an order in clear. Who asks, and what for, is written down in the same transaction. */
export async function revealBuyer(app: App, orderId: OrderId, purpose: string, { merchantId, actor }: Meta) {
  return app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ party_id: PartyId; name_sealed: Buffer | null; phone_sealed: Buffer | null }>`
      select b.party_id, b.name_sealed, b.phone_sealed
      from sales_order o join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
      where o.merchant_id = ${merchantId} and o.order_id = ${orderId}`.execute(tx);
    const buyer = rows[0];
    if (!buyer) return undefined;
    await sql`insert into reveal_log (merchant_id, reveal_id, party_id, order_id, actor_kind, actor_id, purpose, revealed_at)
      values (${merchantId}, ${app.newId('rvl')}, ${buyer.party_id}, ${orderId}, ${actor.kind}, ${actor.id}, ${purpose},
        ${app.clock.now()})`.execute(tx);
    const open = (sealed: Buffer | null, column: 'name' | 'phone') =>
      sealed ? app.secrets.open(sealed, partyPlace(merchantId, column, buyer.party_id)) : '';
    return { name: open(buyer.name_sealed, 'name'), phone: open(buyer.phone_sealed, 'phone') };
  });
}
