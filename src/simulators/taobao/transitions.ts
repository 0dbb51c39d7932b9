import { shanghaiText } from '../clock.ts';
import { isShipped } from './deadlines.ts';
import type { Order, Refund, RefundStatus } from './shapes.ts';
import { changeRefund, payRefund, type TaobaoWorld } from './world.ts';

/** What the seller may do to a refund; the names are those `taobao.refund.detail.get` answers with. */
export const sellerOperations = ['agree_return_goods', 'agree_refund', 'refuse_refund', 'refill_logistics'] as const;
export type SellerOperation = (typeof sellerOperations)[number];

/** Why not, in the platform's words; undefined = allowed. */
const bars: Record<SellerOperation, (refund: Refund, order: Order) => string | undefined> = {
  agree_return_goods: ({ status, dispute_type }) =>
    status === 'WAIT_SELLER_AGREE' && dispute_type === 'REFUND_AND_RETURN' ? undefined : '当前状态不能同意退货',
  agree_refund: ({ status, dispute_type }) =>
    (status === 'WAIT_SELLER_AGREE' && dispute_type === 'REFUND') || status === 'WAIT_SELLER_CONFIRM_GOODS'
      ? undefined
      : '当前状态不能同意退款',
  refuse_refund: refusalBar,
  refill_logistics: ({ status, sid }) =>
    status === 'WAIT_BUYER_RETURN_GOODS' && sid === undefined ? undefined : '买家已填写退货物流',
};

export const barAgainst = (operation: SellerOperation, refund: Refund, order: Order): string | undefined =>
  bars[operation](refund, order);

function refusalBar(refund: Refund, order: Order): string | undefined {
  if (refund.status !== 'WAIT_SELLER_AGREE' && refund.status !== 'WAIT_SELLER_CONFIRM_GOODS') {
    return '当前状态不能拒绝退款';
  }
  if (refund.operation_contraint === 'cannot_refuse') return '该退款不允许拒绝';
  if (!isShipped(order)) return '未发货的退款不能拒绝';
  // Only the application: goods that came back damaged are refused for what they are, whatever the buyer's reason was.
  return refund.status === 'WAIT_SELLER_AGREE' && refund.reason?.includes('七天无理由')
    ? '七天无理由退货不能拒绝'
    : undefined;
}

const ended: ReadonlySet<RefundStatus> = new Set<RefundStatus>(['SUCCESS', 'CLOSED']);
export const isOpen = ({ status }: Refund): boolean => !ended.has(status);

export const agreeReturn = (world: TaobaoWorld, refund: Refund, address: string): void =>
  changeRefund(world, refund, { status: 'WAIT_BUYER_RETURN_GOODS', address });

export const buyerShips = (world: TaobaoWorld, refund: Refund, company_name: string, sid: string): void =>
  changeRefund(world, refund, {
    status: 'WAIT_SELLER_CONFIRM_GOODS',
    good_status: 'BUYER_RETURNED_GOODS',
    company_name,
    sid,
    good_return_time: shanghaiText(world.clock.now()),
  });

export const closeRefund = (world: TaobaoWorld, refund: Refund): void =>
  changeRefund(world, refund, { status: 'CLOSED', end_time: shanghaiText(world.clock.now()) });

/** What the platform does in place of whoever let the deadline pass. */
const platformActs: Record<RefundStatus, (world: TaobaoWorld, refund: Refund) => void> = {
  WAIT_SELLER_AGREE: (world, refund) =>
    refund.dispute_type === 'REFUND_AND_RETURN'
      ? agreeReturn(world, refund, defaultAddress(world))
      : payRefund(world, refund, 'timeout'),
  WAIT_BUYER_RETURN_GOODS: closeRefund,
  WAIT_SELLER_CONFIRM_GOODS: (world, refund) => payRefund(world, refund, 'timeout'),
  SELLER_REFUSE_BUYER: closeRefund,
  CLOSED: () => {},
  SUCCESS: () => {},
};

export function passDeadlines(world: TaobaoWorld): void {
  if (!world.switches.autoAgree) return;
  for (const refund of world.book.refunds.values()) {
    if (isOpen(refund) && refund.timeout !== undefined && refund.timeout <= world.clock.now()) {
      platformActs[refund.status](world, refund);
    }
  }
}

export function defaultAddress({ addresses }: TaobaoWorld): string {
  const address = addresses.find(({ cancel_def }) => cancel_def) ?? addresses[0];
  return address ? addressText(address) : '';
}

export const addressText = (address: TaobaoWorld['addresses'][number]): string =>
  [address.contact_name, address.mobile_phone, address.province, address.city, address.country, address.addr].join(
    '，',
  );
