import { z } from 'zod';
import { readExactJson } from '../../exact-json.ts';
import { idText, optional, readAs } from '../../vendor-values.ts';
import type { ChannelChange } from '../port.ts';

type Told = { kind: ChannelChange['kind']; id: 'tid' | 'refund_id' };

const refund: Told = { kind: 'refund', id: 'refund_id' };
const order: Told = { kind: 'order', id: 'tid' };

/** Which document has changed when a message of a topic comes, and where its number stands. All other topics say nothing. */
const topics: Readonly<Record<string, Told>> = {
  taobao_refund_RefundCreated: refund,
  taobao_refund_RefundBuyerModifyAgreement: refund,
  taobao_refund_RefundSellerAgreeAgreement: refund,
  taobao_refund_RefundSellerRefuseAgreement: refund,
  taobao_refund_RefundBuyerReturnGoods: refund,
  taobao_refund_RefundCreateMessage: refund,
  taobao_refund_RefundClosed: refund,
  taobao_refund_RefundSuccess: refund,
  taobao_refund_TaobaoInterApplied: refund,
  taobao_refund_TaobaoIntervened: refund,
  taobao_dispute_RefundCreated: refund,
  taobao_dispute_RefundSuccess: refund,
  taobao_dispute_ExchangeAgree: refund,
  taobao_dispute_ExchangeModified: refund,
  taobao_dispute_ExchangeSellerConfirmed: refund,
  taobao_dispute_ExchangeSellerGoodsConsigned: refund,
  taobao_dispute_ExchangeSuccess: refund,
  taobao_dispute_ExchangeClosed: refund,
  taobao_dispute_ExchangeTurnToRefund: refund,
  taobao_dispute_ReshippingBuyerApply: refund,
  taobao_dispute_ReshippingBuyerModify: refund,
  taobao_dispute_ReshippingBuyerConfirm: refund,
  taobao_dispute_ReshippingBuyerClose: refund,
  taobao_dispute_ReshippingSellerAccept: refund,
  taobao_dispute_ReshippingSellerConsignGoods: refund,
  taobao_dispute_ReshippingSellerRefused: refund,
  taobao_dispute_NegotiationApply: refund,
  taobao_dispute_NegotiationAgreed: refund,
  taobao_dispute_NegotiationRefused: refund,
  taobao_dispute_PostageRefundApplied: refund,
  taobao_dispute_PostageRefundSuccess: refund,
  taobao_dispute_TaobaoInterApplied: refund,
  taobao_rdc_AgDealRefund: refund,
  taobao_trade_TradeBuyerPay: order,
  taobao_trade_TradeSellerShip: order,
  taobao_trade_TradePartlySellerShip: order,
  taobao_trade_TradePartlyRefund: order,
  taobao_trade_TradeSuccess: order,
  taobao_trade_TradeClose: order,
  taobao_trade_TradeChanged: order,
  taobao_trade_TradeMemoModified: order,
};

const content = z.object({
  tid: optional(idText),
  refund_id: optional(idText),
  seller_nick: optional(z.string()),
});

/** What a message tells a shop of; nothing where it cannot be read, or where it names another seller inside. */
export function changeIn(topic: string, text: string, sellerNick: string): ChannelChange | undefined {
  const told = Object.hasOwn(topics, topic) ? topics[topic] : undefined;
  const json = readExactJson(text);
  if (!told || json.kind === 'not_json') return undefined;
  const reading = readAs(content, json.value);
  if (reading.kind === 'unreadable') return undefined;
  const { seller_nick: seller = sellerNick, [told.id]: externalId } = reading.value;
  return externalId && seller === sellerNick ? { kind: told.kind, externalId } : undefined;
}
