import type { SeededOrder } from '../../bench/lifecycle/seed.ts';
import type { MerchantId } from '../../src/domain/ids.ts';

export type OrdersTold = {
  databaseUrl: string;
  secretKey: string;
  dataDir: string;
  merchantId: MerchantId;
  /** The merchant's app at the gateway. */
  appId: string;
  seed: number;
  /** The chance that somebody claims in the gateway's name that a refund is paid, before it is. */
  forged: number;
  orders: SeededOrder[];
};

/** Pieces bought with each order: where one is asked back, the gateway itself would pay for it twice. */
export const BOUGHT = 2;
/** One order in so many is asked back by several at the same moment, by more than there are pieces. */
const CONTESTED_EVERY = 12;

/** How many ask one piece of the n-th order back at the same moment. */
export const askersOf = (n: number): number => (n % CONTESTED_EVERY === 0 ? 2 * BOUGHT : 1);

/** How many of them may be given their money. */
export const refundsOf = (n: number): number => Math.min(askersOf(n), BOUGHT);

export const refundsOfAll = (orders: number): number =>
  Array.from({ length: orders }, (_, n) => refundsOf(n)).reduce((sum, one) => sum + one, 0);
