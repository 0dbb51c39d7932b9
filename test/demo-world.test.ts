import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { RmaView } from '../src/contract/returns.ts';
import { present } from '../src/domain/assert.ts';
import { permissions } from '../src/domain/people/permissions.ts';
import { applyPushes } from '../src/server/couriers/apply-pushes.ts';
import { openClock } from '../src/simulators/clock.ts';
import { agenda } from '../src/simulators/world/agenda.ts';
import { buyerOf } from '../src/simulators/world/buyer.ts';
import { ownShopStory } from '../src/simulators/world/buyers.ts';
import { journeyOf, parcelOf } from '../src/simulators/world/couriers.ts';
import * as differences from '../src/simulators/world/differences.ts';
import { clientOf, newTally } from '../src/simulators/world/http.ts';
import { callBack, turnsRound } from '../src/simulators/world/intercepts.ts';
import * as losses from '../src/simulators/world/losses.ts';
import { outboundWaybill } from '../src/simulators/world/marketplace.ts';
import { type Case, openMemory } from '../src/simulators/world/memory.ts';
import { randomOf } from '../src/simulators/world/random.ts';
import { rma as rmaShape } from '../src/simulators/world/shapes.ts';
import { shelfRound } from '../src/simulators/world/shelves.ts';
import { hasSomebodyCome } from '../src/simulators/world/visits.ts';
import type { World } from '../src/simulators/world/world.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { writeBook } from './support/pickup-steps.ts';
import { deskOf, eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, keyWith, merchantId } = harness;
const { app } = harness.program;
const { open, step } = deskOf(harness);
app.config.nearVendors = true;
const worker = await harness.startWorker();
afterAll(() => worker.stop());
beforeAll(() => writeBook(harness));

const SEED = 20261111;
/** Hours of the story that pass at once. */
const HOUR_MS = 1;

async function aWorld(): Promise<World> {
  const tally = newTally();
  const client = async (held: Parameters<typeof keyWith>[0]) =>
    clientOf({ baseUrl: app.config.publicUrl, headers: { 'x-api-key': await keyWith(held) }, tally });
  const memory = openMemory(undefined);
  onTestFinished(() => memory.close());
  return {
    seed: SEED,
    clock: openClock(),
    memory,
    agenda: agenda(4, (error) => {
      throw error;
    }),
    tally,
    shopId: 'shop_demo',
    portalCode: harness.portalCode,
    guilai: await client(permissions.filter((each) => each !== 'stock:approve')),
    supervisor: await client(['stock:read', 'stock:approve']),
    alipay: clientOf({ baseUrl: harness.vendors.alipay, tally }),
    gateways: {},
    platforms: {},
    kuaidi100: clientOf({ baseUrl: harness.vendors.kuaidi100, tally }),
    mayLookUp: () => true,
    staff: true,
    lanes: {},
    hourMs: { now: HOUR_MS, steady: HOUR_MS },
  };
}

/** What the policy does not grant by itself, an agent does. */
async function agree({ rma }: Case): Promise<void> {
  if (rma === undefined) return;
  const { review, id } = await seen(rma);
  if (review === 'pending' || review === 'escalated') await step(`/api/rmas/${id}/approve`);
}

/** Tells a buyer's story to its end, with what couriers push in between. */
async function tell(world: World, kase: Case, looks = 120): Promise<void> {
  const story = ownShopStory(world, kase);
  for (let look = 0; look < looks; look += 1) {
    const again = await story();
    await applyPushes(app, merchantId);
    if (again === undefined) return;
    await agree(kase);
    // Jobs and pushes take their time, however fast the story is.
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`the story of ${kase.n} has no end`);
}

/** The first case of the own shop whose buyer is as is wanted. */
function caseWith(world: World, wanted: (kase: Case, buyer: ReturnType<typeof buyerOf>) => boolean): Case {
  for (let tries = 0; tries < 5_000; tries += 1) {
    const kase = world.memory.begin('own', world.clock.now());
    if (wanted(kase, buyerOf(SEED, kase.n, kase.at, 'own'))) return kase;
  }
  throw new Error('nobody is like that');
}

const plainReturn = (
  { wish, delivery, n }: ReturnType<typeof buyerOf>,
  reason: NonNullable<ReturnType<typeof buyerOf>['wish']>['reason'] = 'no_reason',
): boolean =>
  wish !== null &&
  !wish.refundOnly &&
  !wish.withdraws &&
  wish.sends &&
  wish.reason === reason &&
  wish.photoAtOnce &&
  delivery === 'delivered' &&
  n % 40 !== 7;

const seen = async (id: string) => (await call<RmaView>('GET', `/api/rmas/${id}`)).body;
const journeyIs = (n: number, lost: boolean): boolean => {
  const random = randomOf(SEED, 'parcel', n);
  parcelOf(random);
  random.chance(0.2);
  return journeyOf(random, buyerOf(SEED, n, Date.now(), 'own').person, HOUR_MS).isLost === lost;
};

test('a buyer of the demo has a courier come, and the courier takes the goods along (L-1)', async () => {
  const world = await aWorld();
  const kase = caseWith(world, ({ n }, buyer) => plainReturn(buyer, 'wrong_item') && hasSomebodyCome(SEED, n));
  await tell(world, kase);
  const rma = await seen(present(kase.rma, 'a return'));
  expect(rma.pickups.length, JSON.stringify(world.tally.latest)).toBeGreaterThan(0);
  expect(rma.pickups.at(-1)?.state).toMatch(/^(picked_up|cancelled)$/);
  expect(rma.parcels).toHaveLength(1);
});

test('a parcel that is lost becomes a claim that is answered and ends (L-6, M-8)', async () => {
  const world = await aWorld();
  const kase = caseWith(world, ({ n }, buyer) => {
    const random = randomOf(SEED, 'parcel', n);
    const { waybill } = parcelOf(random);
    return plainReturn(buyer) && !hasSomebodyCome(SEED, n) && !losses.isLeft(SEED, waybill) && journeyIs(n, true);
  });
  await tell(world, kase);
  const rma = await seen(present(kase.rma, 'a return'));
  expect(rma.claims, JSON.stringify(world.tally.latest)).toHaveLength(1);
  expect(rma.claims[0]?.state).toMatch(/^(paid|withdrawn)$/);
});

test('a parcel that is on its way to the buyer is called back and turns round (L-5)', async () => {
  const world = await aWorld();
  const kase = caseWith(
    world,
    (_, buyer) =>
      buyer.wish !== null &&
      !buyer.wish.withdraws &&
      buyer.delivery === 'on_the_way' &&
      turnsRound(SEED, outboundWaybill(buyer)),
  );
  const story = ownShopStory(world, kase);
  while (kase.rma === undefined) expect(await story()).toBeDefined();
  const id = kase.rma;
  await eventually('the courier to be heard of', async () => {
    await applyPushes(app, merchantId);
    return (await seen(id)).outbound[0]?.status === 'in_transit' ? true : undefined;
  });
  // Whether an agent does it hangs on the return's id: this one is made to.
  const found = rmaShape.parse(await seen(id));
  let seed = SEED;
  while (!(await callBack({ ...world, seed }, found))) seed += 1;
  await step(`/api/rmas/${id}/approve`);
  await tell(world, kase);
  expect((await seen(id)).outbound[0]?.intercept?.state, JSON.stringify(world.tally.latest)).toBe('back');
});

test('what the count finds otherwise is judged by an agent (W-1)', async () => {
  const world = await aWorld();
  const rma = await open(await placeOrder(harness, { quantity: 2 }), {});
  const line = present(rma.lines[0], 'a line');
  await step(`/api/rmas/${rma.id}/parcels`, { courier: 'yuantong', waybill: `YT${Date.now()}1` });
  const before = rmaShape.parse(await step(`/api/rmas/${rma.id}/lines/${line.id}/missing`, { cause: 'empty_box' }));
  const difference = present(before.differences[0], 'a difference');
  expect(difference.outcome).toBeNull();
  let seed = SEED;
  while (differences.isLeft(seed, difference.id)) seed += 1;
  differences.judgeLater({ ...world, seed }, randomOf(seed, 'test'), before);
  await eventually('the judgement', async () =>
    (await seen(rma.id)).differences[0]?.outcome === null ? undefined : true,
  );
});

test('shelves are counted, twice where they differ, and a second person puts the books right (W-5)', async () => {
  const world = await aWorld();
  const rma = await open(await placeOrder(harness));
  const line = present(rma.lines[0], 'a line');
  const at = `/api/rmas/${rma.id}/lines/${line.id}`;
  await step(`${at}/receive`, { quantity: 1 });
  await step(`${at}/inspect`, { quantity: 1, grade: 'new' });
  await step(`${at}/dispose`, { quantity: 1, disposition: 'restock', location: 'A-01-1' });
  const states = async () =>
    (await call<{ rows: { state: string }[] }>('GET', '/api/stock/documents?kind=count')).body.rows.map(
      ({ state }) => state,
    );
  // A share of the sheets is the visitor's: the next seed has another.
  for (let seed = SEED; seed < SEED + 20 && !(await states()).includes('done'); seed += 1) {
    await shelfRound({ ...world, seed });
  }
  expect(await states(), JSON.stringify(world.tally.latest)).toContain('done');
});
