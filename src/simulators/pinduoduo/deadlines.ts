import type { AfterSale } from './shapes.ts';

const day = 86_400_000;

/** How long the platform waits in each status. The platform publishes no figures for these. */
const waits: Readonly<Record<number, number>> = {
  2: 2 * day,
  3: 5 * day,
  6: 7 * day,
  7: 7 * day,
  14: 3 * day,
  21: 3 * day,
  32: 3 * day,
};

export const waitMs = ({ after_sales_status }: AfterSale): number | undefined => waits[after_sales_status];

/** `expire_time` is told only while the merchant is waited for. */
export const waitsForMerchant = ({ after_sales_status }: AfterSale): boolean =>
  [2, 3, 14, 21, 32].includes(after_sales_status);
