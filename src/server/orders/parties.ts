import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { BuyerId, MerchantId, PartyId, ShopId } from '../../domain/ids.ts';
import type { IncomingBuyer } from '../../domain/orders/incoming-order.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Secrets } from '../secrets.ts';
import { type Identity, type Joining, joinBuyers, lockBuyers, type Person } from './join-buyers.ts';
import { phoneKey } from './phone-key.ts';

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
  buyer_id: BuyerId;
  identified: boolean;
};

/** `account`: within what a buyer's token means the same person; the shop, where nothing wider is known. */
export type BuyingAt = { id: ShopId; account?: string };

const TAIL_DIGITS = 4;

/**
 * Adds the buyers that the shop does not know, and what is new about those it does. Afterwards each token has a row, and each
 * row is joined to the buyer that its person is at all shops of the merchant.
 */
export async function saveParties(
  tx: Tx,
  parts: Parts,
  merchantId: MerchantId,
  shop: BuyingAt,
  buyers: readonly IncomingBuyer[],
): Promise<void> {
  const save = (how: Joining) => savePartiesAs(how, tx, parts, merchantId, shop, buyers);
  const marked = sql`savepoint buyers`.execute(tx);
  const [saved] = await Promise.all([save('joining'), marked]);
  if (saved) return;
  // Of two who share a lock and each want it alone, both would wait for ever: it is let go of before.
  await sql`rollback to savepoint buyers`.execute(tx);
  await save('merging');
}

/** False where two buyers are one and the lock is shared: nothing of it may stay. */
async function savePartiesAs(
  how: Joining,
  tx: Tx,
  { secrets, newId }: Parts,
  merchantId: MerchantId,
  shop: BuyingAt,
  buyers: readonly IncomingBuyer[],
): Promise<boolean> {
  const shopId = shop.id;
  const at = { secrets, merchantId, shop };
  const byToken = new Map(buyers.map((buyer) => [buyer.token, buyer]));
  const locking = lockBuyers(tx, merchantId, how);
  const reading =
    sql<PartyRow>`select party_id, token, nick, name_sealed, phone_sealed, phone_tail, buyer_id, identified
    from party where merchant_id = ${merchantId} and shop_id = ${shopId} and token = any(${[...byToken.keys()]})`.execute(
      tx,
    );
  const [, { rows }] = await Promise.all([locking, reading]);
  const known = new Map(rows.map((row) => [row.token, row]));
  const opened = (sealed: Buffer | null, column: 'name' | 'phone', partyId: PartyId): string | null =>
    sealed && secrets.open(sealed, partyPlace(merchantId, column, partyId));

  const changed = [...byToken.values()].flatMap((buyer) => {
    const before = known.get(buyer.token);
    if (!before) return [sealedRow(at, buyer, newId('pty'), null)];
    const { party_id: partyId, buyer_id: buyerId } = before;
    // What a newer document leaves out is still known.
    const name = buyer.name ?? opened(before.name_sealed, 'name', partyId);
    const phone = buyer.phone ?? opened(before.phone_sealed, 'phone', partyId);
    const same =
      before.identified &&
      (buyer.nick === '' || buyer.nick === before.nick) &&
      (buyer.name === null || buyer.name === opened(before.name_sealed, 'name', partyId)) &&
      (buyer.phone === null || buyer.phone === opened(before.phone_sealed, 'phone', partyId)) &&
      (buyer.phoneTail === '' || buyer.phoneTail === before.phone_tail);
    if (same) return [];
    const phoneTail = buyer.phoneTail || before.phone_tail;
    return [sealedRow(at, { ...buyer, nick: buyer.nick || before.nick, name, phone, phoneTail }, partyId, buyerId)];
  });
  if (changed.length === 0) return true;
  const joined = await joinBuyers(
    tx,
    newId,
    merchantId,
    changed.map((row) => personOf(at, row)),
    how,
  );
  if (!joined) return false;
  const parties = changed.map((row) => ({
    ...row,
    buyer_id: present(joined.get(row.party_id), 'the buyer of a party'),
  }));
  await sql`insert into party (merchant_id, party_id, shop_id, token, nick, name_sealed, phone_sealed, phone_tail,
      phone_index, buyer_id, identified)
    select ${merchantId}, i.party_id, ${shopId}, i.token, i.nick, decode(i.name, 'hex'), decode(i.phone, 'hex'),
      i.phone_tail, decode(i.phone_index, 'hex'), i.buyer_id, true
    from json_to_recordset(${JSON.stringify(parties)}::json) as i(party_id text, token text, nick text, name text,
      phone text, phone_tail text, phone_index text, buyer_id text)
    on conflict (merchant_id, shop_id, token) do update set nick = excluded.nick, name_sealed = excluded.name_sealed,
      phone_sealed = excluded.phone_sealed, phone_tail = excluded.phone_tail, phone_index = excluded.phone_index,
      buyer_id = excluded.buyer_id, identified = true
      -- Somebody else has added this buyer meanwhile: what is sealed for our row does not open in his.
      where party.party_id = excluded.party_id`.execute(tx);
  return true;
}

type At = { secrets: Secrets; merchantId: MerchantId; shop: BuyingAt };

function personOf({ secrets, merchantId, shop }: At, party: ReturnType<typeof sealedRow>): Person {
  const { party_id: partyId, token, phone_index, buyer_id: buyerId } = party;
  const phone: Identity[] = phone_index === null ? [] : [{ kind: 'phone', key: phone_index }];
  // A masked name in the place of a token fits many people.
  const key = secrets.token(`${shop.account ?? shop.id}\n${token}`, merchantId).toString('hex');
  const account: Identity[] = token.includes('*') ? [] : [{ kind: 'account', key }];
  return { partyId, buyerId, identities: [...phone, ...account] };
}

function sealedRow({ secrets, merchantId }: At, buyer: IncomingBuyer, partyId: PartyId, buyerId: BuyerId | null) {
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
    phone_index: phone ? secrets.index(phoneKey(phone), merchantId).toString('hex') : null,
    buyer_id: buyerId,
  };
}
