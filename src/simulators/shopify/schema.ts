/** The part of the Admin schema (2026-04) that an app for returns uses, in the vendor's own words. */
export const sdl = `
scalar DateTime
scalar Decimal
scalar URL
enum CurrencyCode { CNY USD EUR GBP HKD JPY AUD CAD }
enum OrderSortKeys { CREATED_AT ID UPDATED_AT }
enum OrderDisplayFinancialStatus { PENDING AUTHORIZED PARTIALLY_PAID PARTIALLY_REFUNDED VOIDED PAID REFUNDED EXPIRED }
enum OrderReturnStatus { NO_RETURN RETURN_REQUESTED IN_PROGRESS INSPECTION_COMPLETE RETURNED RETURN_FAILED }
enum OrderTransactionKind { SALE CAPTURE AUTHORIZATION VOID REFUND CHANGE EMV_AUTHORIZATION }
enum OrderTransactionStatus { SUCCESS FAILURE PENDING ERROR AWAITING_RESPONSE UNKNOWN }
enum FulfillmentStatus { PENDING OPEN SUCCESS CANCELLED ERROR FAILURE }
enum ReturnStatus { REQUESTED OPEN CLOSED DECLINED CANCELED }
enum ReturnReason { SIZE_TOO_SMALL SIZE_TOO_LARGE UNWANTED NOT_AS_DESCRIBED WRONG_ITEM DEFECTIVE STYLE COLOR OTHER UNKNOWN }
enum ReturnDeclineReason { FINAL_SALE RETURN_PERIOD_ENDED OTHER }
enum ReturnErrorCode { INTERNAL_ERROR BLANK INVALID INVALID_STATE NOT_FOUND NOT_EDITABLE ALREADY_EXISTS CREATION_FAILED MISSING_PERMISSION }
enum ReverseFulfillmentOrderStatus { OPEN CLOSED CANCELED }
enum ReverseFulfillmentOrderDispositionType { RESTOCKED PROCESSING_REQUIRED NOT_RESTOCKED MISSING }

interface Node { id: ID! }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
type TaxLine { title: String! priceSet: MoneyBag! }
type DiscountAllocation { allocatedAmountSet: MoneyBag! }
type Customer implements Node { id: ID! displayName: String! email: String }
type MailingAddress { name: String phone: String address1: String }
type ProductVariant implements Node { id: ID! }

type LineItem implements Node {
  id: ID! title: String! sku: String quantity: Int! currentQuantity: Int! originalUnitPriceSet: MoneyBag!
  originalTotalSet: MoneyBag! discountAllocations: [DiscountAllocation!]! taxLines: [TaxLine!]! variant: ProductVariant
}
type LineItemConnection { nodes: [LineItem!]! pageInfo: PageInfo! }
type ShippingLine { title: String! discountedPriceSet: MoneyBag! taxLines: [TaxLine!]! }
type ShippingLineConnection { nodes: [ShippingLine!]! pageInfo: PageInfo! }
type OrderTransaction implements Node {
  id: ID! kind: OrderTransactionKind! status: OrderTransactionStatus! amountSet: MoneyBag! processedAt: DateTime
  parentTransaction: OrderTransaction
}
type FulfillmentTrackingInfo { company: String number: String url: URL }
type FulfillmentLineItem implements Node { id: ID! quantity: Int lineItem: LineItem! }
type FulfillmentLineItemConnection { nodes: [FulfillmentLineItem!]! pageInfo: PageInfo! }
type Fulfillment implements Node {
  id: ID! status: FulfillmentStatus! createdAt: DateTime! deliveredAt: DateTime
  trackingInfo(first: Int): [FulfillmentTrackingInfo!]!
  fulfillmentLineItems(first: Int, after: String): FulfillmentLineItemConnection!
}
type Order implements Node {
  id: ID! legacyResourceId: String! name: String! createdAt: DateTime! updatedAt: DateTime! cancelledAt: DateTime
  currencyCode: CurrencyCode! presentmentCurrencyCode: CurrencyCode! taxesIncluded: Boolean! tags: [String!]!
  displayFinancialStatus: OrderDisplayFinancialStatus returnStatus: OrderReturnStatus! email: String customer: Customer
  shippingAddress: MailingAddress totalPriceSet: MoneyBag! totalRefundedSet: MoneyBag!
  lineItems(first: Int, after: String): LineItemConnection!
  shippingLines(first: Int, after: String): ShippingLineConnection!
  transactions(first: Int): [OrderTransaction!]!
  fulfillments(first: Int): [Fulfillment!]!
  refunds(first: Int): [Refund!]!
  returns(first: Int, after: String): ReturnConnection!
}
type OrderConnection { nodes: [Order!]! edges: [OrderEdge!]! pageInfo: PageInfo! }
type OrderEdge { cursor: String! node: Order! }

type ReturnDecline { reason: ReturnDeclineReason! note: String }
type RestockingFee { id: ID! amountSet: MoneyBag! }
type ReturnShippingFee { id: ID! amountSet: MoneyBag! }
type ReturnReasonDefinition implements Node { id: ID! handle: String! name: String! deleted: Boolean! }
interface ReturnLineItemType {
  id: ID! quantity: Int! processableQuantity: Int! processedQuantity: Int! unprocessedQuantity: Int!
  refundableQuantity: Int! refundedQuantity: Int! returnReason: ReturnReason!
  returnReasonDefinition: ReturnReasonDefinition returnReasonNote: String! customerNote: String
}
type ReturnLineItem implements ReturnLineItemType & Node {
  id: ID! quantity: Int! processableQuantity: Int! processedQuantity: Int! unprocessedQuantity: Int!
  refundableQuantity: Int! refundedQuantity: Int! returnReason: ReturnReason!
  returnReasonDefinition: ReturnReasonDefinition returnReasonNote: String! customerNote: String
  fulfillmentLineItem: FulfillmentLineItem! restockingFee: RestockingFee
}
type ReturnLineItemTypeConnection { nodes: [ReturnLineItemType!]! pageInfo: PageInfo! }
type Refund implements Node { id: ID! createdAt: DateTime note: String totalRefundedSet: MoneyBag! }
type RefundConnection { nodes: [Refund!]! pageInfo: PageInfo! }
type ReverseDeliveryTrackingV2 { carrierName: String number: String url: URL }
type ReverseDeliveryShippingDeliverable { tracking: ReverseDeliveryTrackingV2 }
union ReverseDeliveryDeliverable = ReverseDeliveryShippingDeliverable
type ReverseDelivery implements Node { id: ID! deliverable: ReverseDeliveryDeliverable }
type ReverseDeliveryConnection { nodes: [ReverseDelivery!]! pageInfo: PageInfo! }
type ReverseFulfillmentOrder implements Node {
  id: ID! status: ReverseFulfillmentOrderStatus! reverseDeliveries(first: Int, after: String): ReverseDeliveryConnection!
}
type ReverseFulfillmentOrderConnection { nodes: [ReverseFulfillmentOrder!]! pageInfo: PageInfo! }
type Return implements Node {
  id: ID! name: String! status: ReturnStatus! createdAt: DateTime! requestApprovedAt: DateTime closedAt: DateTime
  decline: ReturnDecline order: Order! totalQuantity: Int! returnShippingFees: [ReturnShippingFee!]!
  returnLineItems(first: Int, after: String): ReturnLineItemTypeConnection!
  refunds(first: Int, after: String): RefundConnection!
  reverseFulfillmentOrders(first: Int, after: String): ReverseFulfillmentOrderConnection!
}
type ReturnConnection { nodes: [Return!]! pageInfo: PageInfo! }

type Query {
  order(id: ID!): Order
  orders(
    first: Int, after: String, query: String, sortKey: OrderSortKeys = ID, reverse: Boolean = false
  ): OrderConnection!
  return(id: ID!): Return
}

input MoneyInput { amount: Decimal! currencyCode: CurrencyCode! }
input ReturnApproveRequestInput { id: ID! notifyCustomer: Boolean = false }
input ReturnDeclineRequestInput {
  id: ID! declineReason: ReturnDeclineReason! declineNote: String notifyCustomer: Boolean = false
}
input ReverseFulfillmentOrderDisposeInput {
  reverseFulfillmentOrderLineItemId: ID! quantity: Int! locationId: ID
  dispositionType: ReverseFulfillmentOrderDispositionType!
}
input ReturnProcessReturnLineItemInput { id: ID! quantity: Int! dispositions: [ReverseFulfillmentOrderDisposeInput!] }
input ReturnRefundOrderTransactionInput { parentId: ID! transactionAmount: MoneyInput! }
input ReturnProcessRefundInput {
  allowOverRefunding: Boolean = false orderTransactions: [ReturnRefundOrderTransactionInput!]!
}
input ReturnProcessFinancialTransferInput { issueRefund: ReturnProcessRefundInput }
input ReturnProcessInput {
  returnId: ID! returnLineItems: [ReturnProcessReturnLineItemInput!] note: String notifyCustomer: Boolean = false
  financialTransfer: ReturnProcessFinancialTransferInput
}
type ReturnUserError { code: ReturnErrorCode field: [String!] message: String! }
type ReturnApproveRequestPayload { return: Return userErrors: [ReturnUserError!]! }
type ReturnDeclineRequestPayload { return: Return userErrors: [ReturnUserError!]! }
type ReturnProcessPayload { return: Return userErrors: [ReturnUserError!]! }
type ReturnCancelPayload { return: Return userErrors: [ReturnUserError!]! }
type ReturnClosePayload { return: Return userErrors: [ReturnUserError!]! }

type Mutation {
  returnApproveRequest(input: ReturnApproveRequestInput!): ReturnApproveRequestPayload
  returnDeclineRequest(input: ReturnDeclineRequestInput!): ReturnDeclineRequestPayload
  returnProcess(input: ReturnProcessInput!): ReturnProcessPayload
  returnCancel(id: ID!, notifyCustomer: Boolean = false): ReturnCancelPayload
  returnClose(id: ID!): ReturnClosePayload
}
`;
