import type { AfterSale, Status } from './shapes.ts';

const day = 86_400;

/** How long the platform waits in each status, in seconds. The figures are those commonly quoted; none is published. */
const waits: Record<Status, number | undefined> = {
  6: 2 * day,
  7: 7 * day,
  8: 2 * day,
  11: 7 * day,
  12: undefined,
  13: 10 * day,
  14: undefined,
  27: 7 * day,
  28: undefined,
  29: 7 * day,
};

/** In seconds since 1970; 0 = no clock runs. */
export function deadlineFrom(nowSeconds: number, status: Status): number {
  const wait = waits[status];
  return wait === undefined ? 0 : nowSeconds + wait;
}

/** What `afterSale.timeExtend` grants, once. Made up: the platform says nowhere how much it is. */
export const extensionSeconds = 3 * day;

const ended: ReadonlySet<Status> = new Set<Status>([12, 14, 28]);
export const isOpen = ({ after_sale_status: status }: AfterSale): boolean => !ended.has(status);
