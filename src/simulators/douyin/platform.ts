import { isOpen } from './deadlines.ts';
import { tellOfAfterSale } from './messages.ts';
import type { AfterSale, Parcel, Status } from './shapes.ts';
import { changeAfterSale, type DouyinWorld, nowSeconds, payRefund, settle } from './world.ts';

/** What buyers and the platform do by themselves. */

export function agreeToReturn(world: DouyinWorld, afterSale: AfterSale): void {
  const address = world.addresses.find(({ is_default }) => is_default === 1) ?? world.addresses[0];
  changeAfterSale(world, afterSale, { after_sale_status: 7, return_address_id: address?.address_id ?? '0' });
  tellOfAfterSale(world, afterSale, '202');
}

export function buyerShips(world: DouyinWorld, afterSale: AfterSale, parcel: Omit<Parcel, 'logistics_time'>): void {
  const return_parcel = { ...parcel, logistics_time: nowSeconds(world) };
  changeAfterSale(world, afterSale, { after_sale_status: 11, return_parcel });
  tellOfAfterSale(world, afterSale, '203');
}

export function close(world: DouyinWorld, afterSale: AfterSale): void {
  changeAfterSale(world, afterSale, { after_sale_status: 28 });
  tellOfAfterSale(world, afterSale, '207');
}

/** After a refusal the buyer's edit is a new application; otherwise the status stays. */
export function buyerEdits(world: DouyinWorld, afterSale: AfterSale, edits: Partial<AfterSale>): void {
  const again: Partial<Record<Status, Status>> = { 27: 6, 29: 11 };
  const status = again[afterSale.after_sale_status];
  changeAfterSale(world, afterSale, {
    ...(status === undefined ? {} : { after_sale_status: status }),
    ...edits,
  });
  tellOfAfterSale(world, afterSale, '208');
}

/** What the platform does in place of whoever let the deadline pass. */
const platformActs: Record<Status, (world: DouyinWorld, afterSale: AfterSale) => void> = {
  6: (world, afterSale) =>
    afterSale.after_sale_type === 1 || afterSale.after_sale_type === 2
      ? payRefund(world, afterSale, 'timeout')
      : agreeToReturn(world, afterSale),
  7: close,
  8: close,
  11: (world, afterSale) => {
    if (afterSale.after_sale_type === 0) payRefund(world, afterSale, 'timeout');
    else close(world, afterSale);
  },
  12: () => {},
  13: (world, afterSale) => changeAfterSale(world, afterSale, { after_sale_status: 14 }),
  14: () => {},
  27: close,
  28: () => {},
  29: close,
};

/** Everything whose time has come. */
export function passTime(world: DouyinWorld): void {
  const { book, clock, switches } = world;
  for (const id of [...book.settling]) {
    const afterSale = book.afterSales.get(id);
    if ((afterSale?.settle_at ?? Number.POSITIVE_INFINITY) <= clock.now() && afterSale)
      settle(world, afterSale, 'seller');
  }
  if (!switches.autoAgree) return;
  for (const afterSale of book.afterSales.values()) {
    const { after_sale_status: status, status_deadline: deadline } = afterSale;
    if (deadline > 0 && deadline <= nowSeconds(world) && isOpen(afterSale)) platformActs[status](world, afterSale);
  }
}
