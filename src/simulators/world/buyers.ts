import { type Buyer, buyerOf, orderNumber } from './buyer.ts';
import { carry } from './carry.ts';
import { parcelOf } from './couriers.ts';
import { type Desk, hotline, portalDesk } from './desk.ts';
import { shipOut, turnRound } from './intercepts.ts';
import type { Case } from './memory.ts';
import { placeOrder } from './order.ts';
import { randomOf } from './random.ts';
import { hasSomebodyCome, meetCourier } from './visits.ts';
import { meetParcel } from './warehouse.ts';
import { needsPhoto, type Wish } from './wish.ts';
import { endCase, pause, shortly, untilNext, type World } from './world.ts';

/** The way of an order of the own shop. Each look takes it one step on, from wherever it stands. */
export function ownShopStory(world: World, kase: Case): () => Promise<number | undefined> {
  const buyer = buyerOf(world.seed, kase.n, kase.at, 'own');
  const random = randomOf(world.seed, 'pauses', kase.n);
  let desk: Desk | undefined;
  let looks = 0;

  return async () => {
    if (!kase.order) {
      const placed = await placeOrder(world, buyer);
      if (!placed.ok) return endCase(world, kase);
      world.memory.record({ type: 'ordered', n: kase.n, order: placed.value });
      await shipOut(world, buyer);
      return buyer.wish ? shortly(world, random, 1, 10) : endCase(world, kase);
    }
    if (!buyer.wish) return endCase(world, kase);
    if (kase.parcel) return meetParcel(world, kase, random);
    // Few know their way to the portal at the same time; the others ring up.
    if (!desk && kase.rma === undefined && world.mayLookUp()) {
      const opened = await portalDesk(world, kase, orderNumber(buyer), buyer.person.phone);
      if (opened.ok) desk = opened.value;
    }
    desk ??= hotline(world, kase);
    if (kase.rma === undefined) {
      const asked = await ask(world, kase, buyer.wish, desk);
      return asked ? pause(world, random, 2, 24) : endCase(world, kase);
    }
    looks += 1;
    const goesOn = looks < MOST_LOOKS && (await goOn(world, kase, buyer, buyer.wish, desk));
    if (!goesOn) return endCase(world, kase);
    return untilNext(world, kase, random);
  };
}

const MOST_LOOKS = 40;

async function ask(world: World, kase: Case, wish: Wish, desk: Desk): Promise<boolean> {
  const evidence: string[] = [];
  if (needsPhoto(wish.reason) && wish.photoAtOnce) {
    const photo = await desk.upload(randomOf(world.seed, 'photo', kase.n));
    if (photo.ok) evidence.push(photo.value.id);
  }
  const opened = await desk.open({
    resolution: wish.refundOnly ? 'refund_only' : 'return_and_refund',
    reason: wish.reason,
    note: wish.note,
    lines: wish.lines.map(({ index, quantity }) => ({ orderLineId: kase.order?.lineIds[index] ?? '', quantity })),
    evidence,
  });
  if (opened.ok) world.memory.record({ type: 'asked', n: kase.n, rma: opened.value.id });
  return opened.ok;
}

/** Does what the return now allows. False when there is nothing left to wait for. */
async function goOn(world: World, kase: Case, buyer: Buyer, wish: Wish, desk: Desk): Promise<boolean> {
  const id = kase.rma ?? '';
  const found = await desk.progress(id);
  if (!found.ok) return false;
  const { review, stage, canSend, canWithdraw, canAddPhotos } = found.value;
  if (wish.withdraws && canWithdraw) {
    await desk.withdraw(id);
    return false;
  }
  if (canAddPhotos) {
    if (!wish.photoWhenAsked) return false;
    const photo = await desk.upload(randomOf(world.seed, 'photo', kase.n, 'asked'));
    return photo.ok && (await desk.addPhotos(id, [photo.value.id])).ok;
  }
  // What comes back by itself is not sent.
  if (buyer.delivery === 'on_the_way' && (await turnRound(world, kase))) return true;
  if (wish.sends && !wish.refundOnly && review === 'approved' && hasSomebodyCome(world.seed, kase.n)) {
    const visit = await meetCourier(world, kase, buyer, desk);
    if (visit !== 'none') return visit === 'goes_on';
  }
  if (canSend)
    return wish.sends && sendParcel(world, kase, buyer, (courier, waybill) => desk.send(id, courier, waybill));
  return review !== 'approved' && stage !== 'rejected' && stage !== 'withdrawn';
}

/** Gives the parcel to a courier, then says which. False where it will not be seen at the dock. */
export async function sendParcel(
  world: World,
  kase: Case,
  buyer: Buyer,
  tell: (courier: string, waybill: string, name: string) => Promise<{ ok: boolean }>,
): Promise<boolean> {
  const random = randomOf(world.seed, 'parcel', kase.n);
  const { courier, waybill } = parcelOf(random);
  return carry(world, kase, buyer, { com: courier.code, waybill, random }, () =>
    tell(courier.code, waybill, courier.name),
  );
}
