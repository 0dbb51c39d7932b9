import { z } from 'zod';
import type { Channel } from './buyer.ts';
import { ownShopStory } from './buyers.ts';
import { marketplaceStory } from './marketplace.ts';
import { markets } from './markets.ts';
import type { Case } from './memory.ts';
import { officeRound } from './office.ts';
import type { Pace } from './pace.ts';
import { randomOf } from './random.ts';
import { shelfRound } from './shelves.ts';
import { historicTroubles, makeTrouble } from './trouble.ts';
import type { World } from './world.ts';

const HISTORY_MS = 32_000;
const HISTORY_HOUR_MS = 150;
const HISTORY_PER_SECOND = 30;
const OWN_HISTORIC_ORDERS = 38;

/** Above so many open returns nobody orders any more: the visitor shall not drown. */
const MOST_OPEN = 2_000;
/** With so much left undone, the world is slower than its clock. */
const OVERLOADED = 25;

const orders = z.object({ rows: z.array(z.unknown()) });

/** Lets everything go on from where it stands; on an empty merchant, a history comes first. */
export async function tellStory(world: World, guilaiPace: Pace, perSecond: number): Promise<void> {
  const known = await world.guilai({ path: `/api/orders?limit=1&shopId=${world.shopId}`, shape: orders });
  const isEmpty = known.ok && known.value.rows.length === 0;
  if (isEmpty) await makeHistory(world, guilaiPace);
  else {
    const random = randomOf(world.seed, 'resume', world.clock.now());
    for (const kase of world.memory.cases.values()) goOn(world, kase, random.unit() * 6 * world.hourMs.now);
  }
  const history = isEmpty ? HISTORY_MS : 0;
  world.agenda.in(history, async () => {
    world.hourMs.now = world.hourMs.steady;
    guilaiPace.setPerSecond(perSecond);
    return undefined;
  });
  arrive(world, 'own', history, 0.8, 2);
  for (const { market, everyHours } of marketsOf(world)) arrive(world, market.channel, history, ...everyHours);
  repeat(world, history / 4, 2, 3_000, () => officeRound(world, 4 * world.hourMs.now));
  repeat(world, history + 5_000, 8, 20_000, () => shelfRound(world));
  repeat(world, history + 30_000, 6, 30_000, () => makeTrouble(world));
}

async function makeHistory(world: World, guilaiPace: Pace): Promise<void> {
  world.memory.beginAgain();
  world.hourMs.now = HISTORY_HOUR_MS;
  guilaiPace.setPerSecond(HISTORY_PER_SECOND);
  await historicTroubles(world);
  // Platforms first: what happens there arrives with the next pull or push only.
  for (const { market, historic } of marketsOf(world)) begin(world, market.channel, historic, 20);
  begin(world, 'own', OWN_HISTORIC_ORDERS, 150);
}

function begin(world: World, channel: Channel, orders: number, everyMs: number): void {
  for (let i = 0; i < orders; i += 1) goOn(world, world.memory.begin(channel, world.clock.now()), i * everyMs);
}

const marketsOf = ({ platforms }: World) => Object.values(markets).filter(({ market }) => platforms[market.channel]);

const goOn = (world: World, kase: Case, inMs: number): void =>
  world.agenda.in(
    inMs,
    kase.channel === 'own' ? ownShopStory(world, kase) : marketplaceStory(world, kase, markets[kase.channel].market),
  );

/** New orders of one channel for as long as the world lasts. */
function arrive(world: World, channel: Channel, firstMs: number, fromHours: number, toHours: number): void {
  const random = randomOf(world.seed, 'arrivals', channel, world.clock.now());
  world.agenda.in(firstMs, async () => {
    if (openReturns(world) <= MOST_OPEN && world.agenda.waiting() < OVERLOADED) {
      goOn(world, world.memory.begin(channel, world.clock.now()), 0);
    }
    return world.hourMs.now * (fromHours + random.unit() * (toHours - fromHours));
  });
}

const ended = new Set(['closed', 'rejected', 'withdrawn', 'due_soon', 'channel_problem']);
const openReturns = ({ lanes }: World): number =>
  Object.entries(lanes).reduce((sum, [lane, count]) => sum + (ended.has(lane) ? 0 : count), 0);

/** Rounds keep some real time apart: they look at lists, and trouble has to heal before the next comes. */
function repeat(
  world: World,
  firstMs: number,
  everyHours: number,
  atLeastMs: number,
  round: () => Promise<void>,
): void {
  world.agenda.in(firstMs, async () => {
    await round();
    return Math.max(atLeastMs, everyHours * world.hourMs.now);
  });
}
