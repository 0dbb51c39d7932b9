import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { BuyerId, MerchantId, PartyId } from '../../domain/ids.ts';
import type { Tx } from '../db/database.ts';
import type { NewId } from '../new-id.ts';

/** A keyed token by which a buyer is known; `key` in hex. */
export type Identity = { kind: 'phone' | 'account'; key: string };
/** Somebody to be joined to a buyer. `buyerId`: the buyer he has been so far. */
export type Person = { partyId: PartyId; buyerId: BuyerId | null; identities: readonly Identity[] };

/** A phone that more shop accounts share is a forwarder's or the shop's own: it joins nobody. */
const MOST_ACCOUNTS_OF_A_PHONE = 20;

const nameOf = ({ kind, key }: Identity): string => `${kind} ${key}`;

/**
 * Whoever joins buyers holds a lock with others (`joining`); whoever makes one of two holds it alone (`merging`), so that
 * nobody joins a buyer who is just going over to another.
 */
export type Joining = 'joining' | 'merging';

export const lockBuyers = (tx: Tx, merchantId: MerchantId, how: Joining) =>
  how === 'joining'
    ? sql`select pg_advisory_xact_lock_shared(hashtextextended(${`buyers ${merchantId}`}, 0))`.execute(tx)
    : sql`select pg_advisory_xact_lock(hashtextextended(${`buyers ${merchantId}`}, 0))`.execute(tx);

/**
 * Says which buyer each person is: the one who is known by one of his tokens, or a new one. Where tokens lead to several
 * buyers these are one, and the oldest stays. A handful of statements, however many people.
 * @returns undefined where two buyers are one and the lock is shared: what was written is to be undone, and the lock let go
 */
export async function joinBuyers(
  tx: Tx,
  newId: NewId,
  merchantId: MerchantId,
  people: readonly Person[],
  how: Joining,
): Promise<ReadonlyMap<PartyId, BuyerId> | undefined> {
  const given = [...new Map(people.flatMap(({ identities }) => identities.map((one) => [nameOf(one), one]))).values()];
  const { owners, accounts } = await readOwners(tx, merchantId, given);
  for (const { identities } of people) {
    for (const one of identities) accounts.set(nameOf(one), (accounts.get(nameOf(one)) ?? 0) + 1);
  }
  const joins = (one: Identity): boolean =>
    one.kind !== 'phone' || (accounts.get(nameOf(one)) ?? 0) <= MOST_ACCOUNTS_OF_A_PHONE;

  const same = sameBuyers();
  const added: BuyerId[] = [];
  const fresh: (Identity & { buyerId: BuyerId })[] = [];
  const joined = people.map(({ partyId, buyerId: before, identities }) => {
    const used = identities.filter(joins);
    const known = [before, ...used.map((one) => owners.get(nameOf(one)))].filter((id) => id != null);
    const [first, ...more] = known;
    const buyerId = first ?? newId('byr');
    if (!first) added.push(buyerId);
    for (const other of more) same.put(buyerId, other);
    for (const one of used) {
      if (owners.has(nameOf(one))) continue;
      owners.set(nameOf(one), buyerId);
      fresh.push({ ...one, buyerId });
    }
    return { partyId, buyerId };
  });
  const mustWait = () => how === 'joining' && same.merges().length > 0;
  if (mustWait()) return undefined;
  // Somebody else may have entered a token at this moment: then his buyer and ours are one.
  for (const { buyerId, ownerId } of await insertBuyers(tx, merchantId, added, fresh)) same.put(buyerId, ownerId);
  if (mustWait()) return undefined;
  await merge(tx, merchantId, same.merges());
  return new Map(joined.map(({ partyId, buyerId }) => [partyId, same.oldest(buyerId)]));
}

/** Groups of buyers who are one. Ids sort by age, so the least of a group is the oldest. */
function sameBuyers() {
  const older = new Map<BuyerId, BuyerId>();
  const oldest = (id: BuyerId): BuyerId => {
    const next = older.get(id);
    return next === undefined ? id : oldest(next);
  };
  return {
    oldest,
    put: (a: BuyerId, b: BuyerId) => {
      const [one, other] = [oldest(a), oldest(b)];
      if (one < other) older.set(other, one);
      if (other < one) older.set(one, other);
    },
    merges: () => [...older.keys()].map((from) => ({ from, into: oldest(from) })),
  };
}

async function readOwners(tx: Tx, merchantId: MerchantId, given: readonly Identity[]) {
  const { rows } = await sql<Identity & { owner: BuyerId | null; accounts: number }>`
    select g.kind, g.key, i.buyer_id as owner, case when g.kind = 'phone' then (select count(*)::int from (
        select 1 from party p where p.merchant_id = ${merchantId} and p.phone_index = decode(g.key, 'hex')
        limit ${MOST_ACCOUNTS_OF_A_PHONE + 1}) few) else 0 end as accounts
    from json_to_recordset(${JSON.stringify(given)}::json) as g(kind text, key text)
    left join buyer_identity i on i.merchant_id = ${merchantId} and i.kind = g.kind and i.key = decode(g.key, 'hex')`.execute(
    tx,
  );
  return {
    owners: new Map(rows.flatMap((row) => (row.owner ? [[nameOf(row), row.owner] as const] : []))),
    accounts: new Map(rows.map((row) => [nameOf(row), row.accounts])),
  };
}

/** Answers the tokens that belong to somebody else by now. */
async function insertBuyers(
  tx: Tx,
  merchantId: MerchantId,
  added: readonly BuyerId[],
  fresh: readonly (Identity & { buyerId: BuyerId })[],
) {
  const adding = sql`insert into buyer (merchant_id, buyer_id)
    select ${merchantId}, unnest(${added}::text[])`.execute(tx);
  // In one order, so that two who enter the same tokens do not wait for each other.
  const sorted = fresh.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const entering = sql<Identity & { owner: BuyerId }>`
    insert into buyer_identity (merchant_id, kind, key, buyer_id)
    select ${merchantId}, g.kind, decode(g.key, 'hex'), g."buyerId"
    from json_to_recordset(${JSON.stringify(sorted)}::json) as g(kind text, key text, "buyerId" text)
    on conflict (merchant_id, kind, key) do update set buyer_id = buyer_identity.buyer_id
    returning kind, encode(key, 'hex') as key, buyer_id as owner`.execute(tx);
  const [, { rows }] = await Promise.all([adding, entering]);
  const mine = new Map(fresh.map((one) => [nameOf(one), one.buyerId]));
  return rows.flatMap((row) => {
    const buyerId = present(mine.get(nameOf(row)), 'a token that was entered');
    return buyerId === row.owner ? [] : [{ buyerId, ownerId: row.owner }];
  });
}

/** Everything of the younger buyers goes over to the older ones. */
async function merge(
  tx: Tx,
  merchantId: MerchantId,
  merges: readonly { from: BuyerId; into: BuyerId }[],
): Promise<void> {
  if (merges.length === 0) return;
  const m = sql`json_to_recordset(${JSON.stringify(merges)}::json) as m("from" text, "into" text)`;
  await Promise.all([
    // First of all: whoever puts a buyer on a list holds his row, and what he wrote must be seen by the next statements.
    sql`update buyer t set merged_into = m."into" from ${m}
      where t.merchant_id = ${merchantId} and (t.buyer_id = m."from" or t.merged_into = m."from")`.execute(tx),
    ...['party', 'buyer_identity', 'buyer_listing'].map((table) =>
      sql`update ${sql.table(table)} t set buyer_id = m."into" from ${m}
        where t.merchant_id = ${merchantId} and t.buyer_id = m."from"`.execute(tx),
    ),
  ]);
}
