import type { Channel } from './buyer.ts';
import { douyinMarket } from './douyin.ts';
import { jdMarket } from './jd.ts';
import type { Marketplace } from './marketplace.ts';
import { pinduoduoMarket } from './pinduoduo.ts';
import { shopifyMarket } from './shopify.ts';
import { taobaoMarket } from './taobao.ts';
import { woocommerceMarket } from './woocommerce.ts';

/** The platforms of the story, with how much is bought on each: orders of its history, and hours between two others. */
export const markets: Record<
  Exclude<Channel, 'own'>,
  { market: Marketplace; historic: number; everyHours: [number, number] }
> = {
  taobao: { market: taobaoMarket, historic: 20, everyHours: [1.5, 3] },
  jd: { market: jdMarket, historic: 12, everyHours: [2.5, 5] },
  pinduoduo: { market: pinduoduoMarket, historic: 12, everyHours: [2.5, 5] },
  douyin: { market: douyinMarket, historic: 12, everyHours: [2.5, 5] },
  shopify: { market: shopifyMarket, historic: 8, everyHours: [4, 8] },
  woocommerce: { market: woocommerceMarket, historic: 6, everyHours: [5, 10] },
};
