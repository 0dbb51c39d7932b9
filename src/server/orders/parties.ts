import { sql } from 'kysely';
import type { MerchantId, PartyId, ShopId } from '../../domain/ids.ts';
import type { IncomingBuyer } from '../../domain/orders/incoming-order.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';

type Parts = Pick<App, 'secrets' | 'newId'>;

/** Binds a sealed name or phone to the row it stands in. */
export const partyPlace = (merchantId: MerchantId, column: 'name' | 'phone', partyId: PartyId): string =>
  `${merchantId}|party|${column}|${partyId}`;

type PartyRow = {
  party_id: PartyId;
  token: string;
  nick: string;
  name_sealed: Buffer | null;
  phone_sealed: Buffer | null;
  phone_tail: string;
};

const TAIL_DIGITS = 4;

/** Adds the buyers that the shop does not know, and what is new about those it does. Afterwards each token has a row. */
export async function saveParties(
  tx: Tx,
  { secrets, newId }: Parts,
  merchantId: MerchantId,
  shopId: ShopId,
  buyers: readonly IncomingBuyer[],
): Promise<void> {
  const byToken = new Map(buyers.map((buyer) => [buyer.token, buyer]));
  const { rows } = await sql<PartyRow>`select party_id, token, nick, name_sealed, phone_sealed, phone_tail from party
    where merchant_id = ${merchantId} and shop_id = ${shopId} and token = any(${[...byToken.keys()]})`.execute(tx);
  const known = new Map(rows.map((row) => [row.token, row]));
  const opened = (sealed: Buffer | null, column: 'name' | 'phone', partyId: PartyId): string | null =>
    sealed && secrets.open(sealed, partyPlace(merchantId, column, partyId));

  const changed = [...byToken.values()].flatMap((buyer) => {
    const before = known.get(buyer.token);
    if (!before) return [sealedRow(buyer, newId('pty'))];
    const { party_id: partyId } = before;
    // What a newer document leaves out is still known.
    const name = buyer.name ?? opened(before.name_sealed, 'name', partyId);
    const phone = buyer.phone ?? opened(before.phone_sealed, 'phone', partyId);
    const same =
      (buyer.nick === '' || buyer.nick === before.nick) &&
      (buyer.name === null || buyer.name === opened(before.name_sealed, 'name', partyId)) &&
      (buyer.phone === null || buyer.phone === opened(before.phone_sealed, 'phone', partyId)) &&
      (buyer.phoneTail === '' || buyer.phoneTail === before.phone_tail);
    if (same) return [];
    const phoneTail = buyer.phoneTail || before.phone_tail;
    return [sealedRow({ ...buyer, nick: buyer.nick || before.nick, name, phone, phoneTail }, partyId)];
  });
  if (changed.length === 0) return;
  await sql`insert into party (merchant_id, party_id, shop_id, token, nick, name_sealed, phone_sealed, phone_tail, phone_index)
    select ${merchantId}, i.party_id, ${shopId}, i.token, i.nick, decode(i.name, 'hex'), decode(i.phone, 'hex'),
      i.phone_tail, decode(i.phone_index, 'hex')
    from json_to_recordset(${JSON.stringify(changed)}::json)
      as i(party_id text, token text, nick text, name text, phone text, phone_tail text, phone_index text)
    on conflict (merchant_id, shop_id, token) do update set nick = excluded.nick, name_sealed = excluded.name_sealed,
      phone_sealed = excluded.phone_sealed, phone_tail = excluded.phone_tail, phone_index = excluded.phone_index
      -- Somebody else has added this buyer meanwhile: what is sealed for our row does not open in his.
      where party.party_id = excluded.party_id`.execute(tx);

  function sealedRow(buyer: IncomingBuyer, partyId: PartyId) {
    const { token, nick, name, phone } = buyer;
    const seal = (plain: string | null, column: 'name' | 'phone'): string | null =>
      plain === null ? null : secrets.seal(plain, partyPlace(merchantId, column, partyId)).toString('hex');
    return {
      party_id: partyId,
      token,
      nick,
      name: seal(name, 'name'),
      phone: seal(phone, 'phone'),
      phone_tail: phone ? phone.slice(-TAIL_DIGITS) : buyer.phoneTail,
      phone_index: phone ? secrets.index(phone, merchantId).toString('hex') : null,
    };
  }
}
