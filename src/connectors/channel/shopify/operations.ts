import type { Operation } from './call.ts';

const money = 'presentmentMoney { amount currencyCode }';
const page = 'pageInfo { hasNextPage endCursor }';

/** What a line of an order was sold for; also read through the lines of a return. */
const priced = `id quantity originalTotalSet { ${money} } discountAllocations { allocatedAmountSet { ${money} } }
  taxLines { priceSet { ${money} } }`;

const orderLines = `nodes { ${priced} title sku originalUnitPriceSet { ${money} } variant { id } } ${page}`;

/** No address and no e-mail is asked for: returns do not need them. */
export const readOrder: Operation = {
  name: 'ReadOrder',
  text: `query ReadOrder($id: ID!, $first: Int!) {
    order(id: $id) {
      id name createdAt updatedAt cancelledAt displayFinancialStatus presentmentCurrencyCode taxesIncluded
      customer { id }
      shippingAddress { name phone }
      shippingLines(first: 10) { nodes { discountedPriceSet { ${money} } taxLines { priceSet { ${money} } } } }
      transactions(first: 20) { kind status processedAt }
      fulfillments(first: 20) { status createdAt deliveredAt trackingInfo(first: 5) { company number } }
      lineItems(first: $first) { ${orderLines} }
    }
  }`,
};

export const readOrderLines: Operation = {
  name: 'ReadOrderLines',
  text: `query ReadOrderLines($id: ID!, $first: Int!, $after: String) {
    order(id: $id) { lineItems(first: $first, after: $after) { ${orderLines} } }
  }`,
};

const returnLines = `nodes {
    __typename
    ... on ReturnLineItem {
      id quantity refundedQuantity returnReason returnReasonNote customerNote
      returnReasonDefinition { handle name }
      restockingFee { amountSet { ${money} } }
      fulfillmentLineItem { lineItem { ${priced} } }
    }
  } ${page}`;

export const readReturn: Operation = {
  name: 'ReadReturn',
  text: `query ReadReturn($id: ID!, $first: Int!) {
    return(id: $id) {
      id name status createdAt
      decline { reason note }
      returnShippingFees { amountSet { ${money} } }
      refunds(first: 10) { nodes { totalRefundedSet { ${money} } } }
      reverseFulfillmentOrders(first: 3) { nodes { reverseDeliveries(first: 3) { nodes {
        deliverable { ... on ReverseDeliveryShippingDeliverable { tracking { carrierName number } } }
      } } } }
      order {
        id updatedAt presentmentCurrencyCode taxesIncluded
        transactions(first: 20) { id kind status amountSet { ${money} } parentTransaction { id } }
      }
      returnLineItems(first: $first) { ${returnLines} }
    }
  }`,
};

export const readReturnLines: Operation = {
  name: 'ReadReturnLines',
  text: `query ReadReturnLines($id: ID!, $first: Int!, $after: String) {
    return(id: $id) { returnLineItems(first: $first, after: $after) { ${returnLines} } }
  }`,
};

export const listOrders: Operation = {
  name: 'ListOrders',
  text: `query ListOrders($query: String!, $first: Int!, $after: String) {
    orders(query: $query, first: $first, after: $after, sortKey: UPDATED_AT) { nodes { id updatedAt } ${page} }
  }`,
};

export const listReturns: Operation = {
  name: 'ListReturns',
  text: `query ListReturns($query: String!, $first: Int!, $after: String, $returns: Int!) {
    orders(query: $query, first: $first, after: $after, sortKey: UPDATED_AT) {
      nodes { id updatedAt returns(first: $returns) { nodes { id } ${page} } } ${page}
    }
  }`,
};

export const listReturnsOfOrder: Operation = {
  name: 'ListReturnsOfOrder',
  text: `query ListReturnsOfOrder($id: ID!, $first: Int!, $after: String) {
    order(id: $id) { returns(first: $first, after: $after) { nodes { id } ${page} } }
  }`,
};

const userErrors = 'userErrors { code field message }';
const approve = `returnApproveRequest(input: { id: $id, notifyCustomer: $notify }) { ${userErrors} }`;
const process = `returnProcess(input: $process) { ${userErrors} }`;

export const approveReturn: Operation = {
  name: 'ApproveReturn',
  text: `mutation ApproveReturn($id: ID!, $notify: Boolean!) { ${approve} }`,
};

export const declineReturn: Operation = {
  name: 'DeclineReturn',
  text: `mutation DeclineReturn($input: ReturnDeclineRequestInput!) { returnDeclineRequest(input: $input) { ${userErrors} } }`,
};

export const refundReturn: Operation = {
  name: 'RefundReturn',
  text: `mutation RefundReturn($process: ReturnProcessInput!) { ${process} }`,
};

/** Mutations of one call run one after the other, so no answer can be lost between the yes and the money. */
export const approveAndRefund: Operation = {
  name: 'ApproveAndRefund',
  text: `mutation ApproveAndRefund($id: ID!, $notify: Boolean!, $process: ReturnProcessInput!) { ${approve} ${process} }`,
};
