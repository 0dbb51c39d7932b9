import { changeAfterSale, payAfterSale } from './changes.ts';
import type { AfterSale } from './shapes.ts';
import type { PinduoduoWorld } from './world.ts';

/** What the merchant may do by API; the platform has no call for a refusal. */
export type MerchantMove = 'agree_return' | 'agree_refund' | 'ship_exchange';

/** Why not, in words; undefined = allowed. */
export function barAgainst(move: MerchantMove, { after_sales_status: status, tracking_number }: AfterSale) {
  switch (move) {
    case 'agree_return':
      return status === 3 && !tracking_number ? undefined : '当前售后状态不支持同意退货';
    case 'agree_refund':
      if (status === 2 || (status === 3 && tracking_number)) return undefined;
      return status === 10 ? '售后单已退款，请勿重复操作' : '当前售后状态不支持同意退款';
    case 'ship_exchange':
      return status === 14 || status === 32 ? undefined : '当前售后状态不支持换货发货';
  }
}

const ended: ReadonlySet<number> = new Set([4, 5, 9, 10, 11, 12, 13, 16, 17, 24, 25]);
export const isOpen = ({ after_sales_status }: AfterSale): boolean => !ended.has(after_sales_status);

/** The status in which each type of after-sale begins: 2 waits for money only, 3 for goods as well. */
export const firstStatus: Readonly<Record<AfterSale['after_sales_type'], number>> = { 1: 2, 2: 3, 3: 14, 4: 32, 5: 21 };

export const agreeReturn = (world: PinduoduoWorld, afterSale: AfterSale, return_address_id: string): void =>
  changeAfterSale(world, afterSale, { after_sales_status: 7, return_address_id }, 'RefundAgreeAgreement');

/** The money is on its way in 4 (merchant) or 5 (platform), and arrives in 10. */
export function agreeRefund(world: PinduoduoWorld, afterSale: AfterSale, by: 'seller' | 'platform' | 'timeout'): void {
  const roles = { seller: 2, platform: 3, timeout: 4 } as const;
  const settles_at = world.clock.now() + world.switches.settleAfterMs;
  changeAfterSale(world, afterSale, {
    after_sales_status: by === 'seller' ? 4 : 5,
    refund_operator_role: roles[by],
    settles_at,
  });
  if (settles_at <= world.clock.now()) payAfterSale(world, afterSale, by);
}

export const buyerShips = (world: PinduoduoWorld, one: AfterSale, shipping_name: string, tracking_number: string) =>
  changeAfterSale(world, one, { after_sales_status: 3, shipping_name, tracking_number }, 'RefundBuyerReturnGoods');

export const close = (world: PinduoduoWorld, afterSale: AfterSale, after_sales_status: number): void =>
  changeAfterSale(world, afterSale, { after_sales_status }, 'RefundClosed');

/** What the platform does by itself: money arrives, and whoever is late is overtaken. */
export function passDeadlines(world: PinduoduoWorld): void {
  const now = world.clock.now();
  for (const one of world.book.afterSales.values()) {
    const { after_sales_status: status, settles_at, timeout, refund_operator_role } = one;
    if ((status === 4 || status === 5) && settles_at !== undefined && settles_at <= now) {
      payAfterSale(world, one, payers[refund_operator_role] ?? 'platform');
    }
    if (world.switches.autoAgree && timeout !== undefined && timeout <= now) overtake(world, one);
  }
}

const payers: Readonly<Record<number, 'seller' | 'timeout'>> = { 2: 'seller', 4: 'timeout' };

function overtake(world: PinduoduoWorld, one: AfterSale): void {
  const { after_sales_status: status, tracking_number } = one;
  if (status === 2 || (status === 3 && tracking_number)) agreeRefund(world, one, 'timeout');
  else if (status === 3) agreeReturn(world, one, defaultAddress(world));
  else if (status === 6) close(world, one, 12);
  else if (status === 7) close(world, one, 13);
}

const defaultAddress = ({ addresses }: PinduoduoWorld): string =>
  (addresses.find(({ is_default }) => is_default) ?? addresses[0])?.refund_address_id ?? '';
