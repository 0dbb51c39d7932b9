import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/buyers.ts';
import { present } from '../../domain/assert.ts';
import { latestBlockEnd } from '../../domain/buyers/listing.ts';
import type { BuyerId, MerchantId } from '../../domain/ids.ts';
import { factsIn } from '../../domain/policy/conditions.ts';
import type { FactName } from '../../domain/policy/fact-catalogue.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { localDate, parseLocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { listBuyers, shareOf } from './buyer-lists.ts';
import {
  currentBuyer,
  type Looking,
  readHabits,
  readListings,
  readNewest,
  readPerson,
  readReasonsAndMonths,
  readShopsOf,
} from './buyer-views.ts';
import { addListing, endListing } from './listings.ts';

export function addBuyerRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listBuyers, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, (tx) => listBuyers(tx, app, principal.merchantId, query, app.clock.now())),
  );
  route(server, contract.getBuyer, async ({ params, principal }) => {
    const { merchantId } = principal;
    const names = await app.staffNames(merchantId);
    const found = await app.db.inMerchant(merchantId, async (tx) => {
      const looking = await lookAt(app, tx, merchantId, params.buyerId);
      return looking && readBuyer(app, tx, looking, names);
    });
    return found ?? notFound;
  });
  route(server, contract.getBuyerFigures, async ({ params, principal }) => {
    const { merchantId } = principal;
    const found = await app.db.inMerchant(merchantId, async (tx) => {
      const looking = await lookAt(app, tx, merchantId, params.buyerId);
      if (!looking) return undefined;
      const [person, habits] = await Promise.all([readPerson(tx, looking), readHabits(tx, looking)]);
      return person && figuresOf(person, habits);
    });
    return found ?? notFound;
  });
  route(server, contract.addListing, async ({ params, body, meta }) => {
    const { merchantId } = meta;
    const until = body.until === null ? null : present(parseLocalDate(body.until), 'a day that the contract checked');
    const done = await app.db.inMerchant(merchantId, async (tx) => {
      const looking = await lookAt(app, tx, merchantId, params.buyerId);
      return looking && addListing(app, tx, looking, { ...body, until }, meta);
    });
    return done ?? notFound;
  });
  route(server, contract.endListing, async ({ params, body, meta }) => {
    const { merchantId } = meta;
    const done = await app.db.inMerchant(merchantId, async (tx) => {
      const looking = await lookAt(app, tx, merchantId, params.buyerId);
      return looking && endListing(tx, looking, params.listingId, body.note, meta);
    });
    return done ?? notFound;
  });
}

async function lookAt(app: App, tx: Tx, merchantId: MerchantId, id: BuyerId): Promise<Looking | undefined> {
  const [buyerId, { rows }] = await Promise.all([
    currentBuyer(tx, merchantId, id),
    sql<{ timeZone: string }>`select time_zone as "timeZone" from merchant where merchant_id = ${merchantId}`.execute(
      tx,
    ),
  ]);
  const { timeZone } = present(rows[0], `the merchant ${merchantId}`);
  return buyerId && { merchantId, buyerId, now: app.clock.now(), timeZone };
}

async function readBuyer(app: App, tx: Tx, looking: Looking, names: ReadonlyMap<string, string>) {
  const [person, habits, shops, kinds, listings, newest, policy] = await Promise.all([
    readPerson(tx, looking),
    readHabits(tx, looking),
    readShopsOf(tx, looking),
    readReasonsAndMonths(tx, looking),
    readListings(tx, looking, names),
    readNewest(tx, looking),
    app.policies.live(tx, looking.merchantId),
  ]);
  const { listing: _, ...who } = present(person, 'the buyer that was found');
  const today = localDate(looking.now, looking.timeZone);
  return {
    ...who,
    rulesAsk: { allow: asksFor(policy, 'buyer_allowed'), block: asksFor(policy, 'buyer_blocked') },
    today,
    latestBlockEnd: latestBlockEnd(today),
    habits,
    shops,
    ...kinds,
    listings,
    ...newest,
  };
}

const asksFor = ({ rows }: Policy, fact: FactName): boolean =>
  rows.some(({ condition }) => factsIn(condition).includes(fact));

type Person = NonNullable<Awaited<ReturnType<typeof readPerson>>>;

function figuresOf({ id, listing }: Person, habits: readonly contract.Habits[]) {
  const [quarter, year] = [90, 365].map((days) =>
    present(
      habits.find((one) => one.days === days),
      `${days} days`,
    ),
  );
  return {
    id,
    listing,
    orders365d: year?.orders ?? 0,
    returns90d: quarter?.returns ?? 0,
    refundOnly90d: quarter?.refundOnly ?? 0,
    returnShare: shareOf(year?.orders ?? 0, year?.ordersReturned ?? 0),
  };
}
