import type { AfterSale, Order } from './shapes.ts';
import { wireJson } from './wire-json.ts';
import { fen, type PinduoduoWorld } from './world.ts';

/** The last two are told of by clients in use, and not in any list of topics that was seen. */
type RefundTopic =
  | 'RefundCreated'
  | 'RefundAgreeAgreement'
  | 'RefundBuyerModifyAgreement'
  | 'RefundClosed'
  | 'RefundBuyerReturnGoods'
  | 'RefundSuccess';
type TradeTopic = 'TradeConfirmed' | 'TradeSellerShip' | 'TradeSuccess' | 'TradeMemoModified';

/** Above 2^53: whoever reads it as a JavaScript number cannot acknowledge it. */
const firstMessageId = 92_100_000_000_000_001n;

export function afterSaleMessage(world: PinduoduoWorld, afterSale: AfterSale, topic: RefundTopic): void {
  const { id, order_sn, mall_id, refund_amount, after_sales_type } = afterSale;
  const content = wireJson({
    mall_id: BigInt(mall_id),
    refund_fee: fen(refund_amount),
    bill_type: after_sales_type === 1 ? 0 : 1,
    modified: world.clock.now(),
    refund_id: BigInt(id),
    operation: 1000,
    tid: order_sn,
  });
  addMessage(world, mall_id, `pdd_refund_${topic}`, content);
}

export function orderMessage(world: PinduoduoWorld, { order_sn, mall_id }: Order, topic: TradeTopic): void {
  addMessage(world, mall_id, `pdd_trade_${topic}`, wireJson({ mall_id: BigInt(mall_id), tid: order_sn }));
}

/** Messages exist only for malls and topics that were switched on by `pdd.pmc.user.permit`. */
function addMessage(world: PinduoduoWorld, mall_id: string, type: string, content: string): void {
  const topics = world.book.permits.get(mall_id);
  if (topics === undefined || (topics !== null && !topics.includes(type))) return;
  recordMessage(world, mall_id, type, content);
}

export function recordMessage(world: PinduoduoWorld, mall_id: string, type: string, content: string): string {
  const id = String(firstMessageId + BigInt(world.book.messages.size) * 2n);
  const message = { id, mall_id, type, content, created_at: world.clock.now() };
  world.book.record({ type: 'message_created', message });
  return id;
}
