import { shanghaiText } from '../clock.ts';
import { type Basket, basketOf } from './basket.ts';
import { type Person, personOf } from './people.ts';
import { type Random, randomOf } from './random.ts';
import { type Delivery, type Wish, wishOf } from './wish.ts';

export type Channel = 'own' | 'taobao' | 'jd' | 'pinduoduo' | 'douyin' | 'shopify' | 'woocommerce';

/** One order and whoever placed it. All of it follows from the seed, the number and the moment it was made up. */
export type Buyer = {
  n: number;
  channel: Channel;
  person: Person;
  basket: Basket;
  delivery: Delivery;
  placedAt: number;
  paidAt: number;
  shippedAt: number | null;
  deliveredAt: number | null;
  /** Null for the many who keep what they bought. */
  wish: Wish | null;
  /** `261111`: part of the numbers made for it. */
  day: string;
};

const hour = 3_600_000;
const RETURNING = 0.66;

export function buyerOf(seed: number, n: number, at: number, channel: Channel): Buyer {
  const random = randomOf(seed, 'buyer', n);
  const basket = basketOf(random);
  const delivery = random.weighted<Delivery>([
    [70, 'delivered'],
    [9, 'delivered_long_ago'],
    [9, 'on_the_way'],
    [12, 'unshipped'],
  ]);
  return {
    n,
    channel,
    person: personOf(random),
    basket,
    delivery,
    ...datesOf(random, delivery, at),
    wish: random.chance(RETURNING) ? wishOf(random, basket, delivery) : null,
    day: shanghaiText(at).slice(2, 10).replaceAll('-', ''),
  };
}

function datesOf(random: Random, delivery: Delivery, at: number) {
  const before = (from: number, hours: number): number =>
    from - Math.round(hours * hour * 60 + random.unit() * 60) / 60;
  const whole = (ms: number): number => Math.floor(ms / 1_000) * 1_000;
  const deliveredAt =
    delivery === 'delivered'
      ? before(at, random.int(3, 130))
      : delivery === 'delivered_long_ago'
        ? before(at, random.int(240, 480))
        : null;
  const shippedAt = delivery === 'unshipped' ? null : before(deliveredAt ?? at, random.int(30, 80));
  const paidAt = before(shippedAt ?? at, random.int(3, 30));
  return {
    placedAt: whole(paidAt - random.int(20, 900) * 1_000),
    paidAt: whole(paidAt),
    shippedAt: shippedAt === null ? null : whole(shippedAt),
    deliveredAt: deliveredAt === null ? null : whole(deliveredAt),
  };
}

const padded = (n: number, digits: number): string => String(n).padStart(digits, '0');

/** The order's number in the own shop. */
export const orderNumber = ({ day, n }: Buyer): string => `GL${day}${padded(n, 6)}`;
/** 28 digits, as Alipay numbers its payments. */
export const alipayTrade = ({ day, n }: Buyer): string => `20${day}22001${padded(n, 15)}`;
/** 19 digits with room for the sub orders behind. */
export const taobaoTid = ({ day, n }: Buyer): string => `22${day}${padded(n, 8)}000`;
export const taobaoRefundId = ({ day, n }: Buyer): string => `21${day}${padded(n, 7)}001`;
