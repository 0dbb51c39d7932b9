import { discountShares, lineAmount } from './basket.ts';
import { type Buyer, buyerOf, type Channel } from './buyer.ts';
import type { Client } from './http.ts';
import type { Case } from './memory.ts';
import { digits } from './people.ts';
import { randomOf } from './random.ts';
import { meetParcel } from './warehouse.ts';
import type { Reason, Wish } from './wish.ts';
import { endCase, pause, shortly, untilNext, type World } from './world.ts';

/** What one return on a platform asks for: units of one line of the basket, and their money in fen. */
export type Claim = { wish: Wish; index: number; quantity: number; fen: number };

/** A platform that buyers use. Everything happens there; Guilai hears of it from the platform only. */
export type Marketplace = {
  channel: Exclude<Channel, 'own'>;
  /** Answers how the platform numbers the order and its lines; null where it could not be placed. */
  place(client: Client, buyer: Buyer): Promise<NonNullable<Case['order']> | null>;
  /** Answers the number of the request. */
  ask(client: Client, order: NonNullable<Case['order']>, buyer: Buyer, claim: Claim): Promise<string | null>;
  /** Does what the platform now lets the buyer do. False when there is nothing left to wait for. */
  follow(world: World, client: Client, kase: Case, buyer: Buyer, looks: number): Promise<boolean>;
  /** An order that is kept goes its way: shipped, signed for, finished. False at its end. */
  moveOn(client: Client, order: NonNullable<Case['order']>): Promise<boolean>;
};

const MOST_LOOKS = 40;

/** The way of an order on a platform. Each look takes it one step on, from wherever it stands. */
export function marketplaceStory(world: World, kase: Case, market: Marketplace): () => Promise<number | undefined> {
  const buyer = buyerOf(world.seed, kase.n, kase.at, market.channel);
  const random = randomOf(world.seed, 'pauses', kase.n);
  const client = world.platforms[market.channel];
  let looks = 0;

  return async () => {
    if (!client) return endCase(world, kase);
    if (!kase.order) {
      const order = await market.place(client, buyer);
      if (!order) return endCase(world, kase);
      world.memory.record({ type: 'ordered', n: kase.n, order });
      return shortly(world, random, 0, 3);
    }
    if (kase.parcel) return meetParcel(world, kase, random);
    const claim = claimOf(buyer);
    if (!claim) return (await market.moveOn(client, kase.order)) ? pause(world, random, 8, 24) : endCase(world, kase);
    if (kase.rma === undefined) {
      const rma = await market.ask(client, kase.order, buyer, claim);
      if (rma === null) return endCase(world, kase);
      world.memory.record({ type: 'asked', n: kase.n, rma });
      return pause(world, random, 2, 8);
    }
    looks += 1;
    if (looks >= MOST_LOOKS || !(await market.follow(world, client, kase, buyer, looks))) return endCase(world, kase);
    return untilNext(world, kase, random);
  };
}

/** One line of it: platforms have a request for each. */
function claimOf({ wish, basket }: Buyer): Claim | undefined {
  const shares = discountShares(basket);
  for (const { index, quantity } of wish?.lines ?? []) {
    const line = basket.lines[index];
    if (!wish || !line || lineAmount(line) === 0) continue;
    const paid = lineAmount(line) - (shares[index] ?? 0);
    return { wish, index, quantity, fen: Math.floor((paid * quantity) / line.quantity) };
  }
  return undefined;
}

/** What buyers click on Taobao and on platforms like it. */
export const reasonsToClick: Record<Reason, string> = {
  no_reason: '七天无理由退换货',
  size_or_color: '尺码/颜色不合适',
  quality_fault: '质量问题',
  not_as_described: '商品描述不符',
  wrong_item: '卖家发错货',
  missing_part: '少件/漏发',
  damaged_in_transit: '收到商品时破损',
  not_shipped: '不想要了',
  not_received: '未收到货',
  other: '其他',
};

/** The waybill of the way out. */
export const outboundWaybill = ({ n }: Buyer): string => `73${digits(randomOf(n, 'outbound'), 12)}`;

/** What half of those who were refused say when they try once more. */
export const BETTER_WORDS = '请再看一下，商品未使用，包装完好';
export const triesAgain = ({ n }: Buyer, looks: number): boolean => n % 2 === 0 && looks < 20;
