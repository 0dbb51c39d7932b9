import { formatDecimal, isMore, least, type Money, subtract, sum, zero } from '../../../domain/money.ts';
import { readAs } from '../../vendor-values.ts';
import type { Acted, ChannelPort, ChannelRefund, ChannelRefundRef } from '../port.ts';
import { done, type Refused, refused, settled, unchanged } from '../settling.ts';
import { call, type Operation } from './call.ts';
import type { ShopifyConfig } from './config.ts';
import { type DecodedReturn, decodeReturn } from './decode-return.ts';
import { gid } from './gid.ts';
import { approveAndRefund, approveReturn, declineReturn, refundReturn } from './operations.ts';
import { getRefund } from './read.ts';
import { type VendorReturn, written } from './vendor-shapes.ts';

/** Where the goods go to stands in Shopify's own settings and mails; an approval takes no address. */
export const agreeReturn = (config: ShopifyConfig, ref: ChannelRefundRef): Promise<Acted> =>
  acted(config, ref, ['awaiting_buyer_shipment', 'awaiting_seller_receipt'], ({ vendor }) => ({
    operation: approveReturn,
    variables: { id: gid('Return', vendor.id), notify: notify(config) },
  }));

/** Shopify takes words but no pictures, so a proof stays with us. */
export const refuse = (
  config: ShopifyConfig,
  ref: ChannelRefundRef,
  { reasonId, message }: Parameters<ChannelPort['refuse']>[1],
): Promise<Acted> =>
  acted(config, ref, ['refused'], ({ vendor }) => ({
    operation: declineReturn,
    variables: {
      input: {
        id: gid('Return', vendor.id),
        declineReason: reasonId,
        declineNote: message,
        notifyCustomer: notify(config),
      },
    },
  }));

/** The first stands where none fits: the words beside it then say more. */
export const refuseReasons = async (): ReturnType<ChannelPort['refuseReasons']> => ({
  kind: 'reasons',
  reasons: [
    { id: 'OTHER', text: '其他原因' },
    { id: 'RETURN_PERIOD_ENDED', text: '已超过退货期限' },
    { id: 'FINAL_SALE', text: '该商品不支持退货' },
  ],
});

/**
 * Shopify would pay any amount up to what was paid for the order; only the amount of the return is let through. Money
 * goes back to the payments it came from, in their order.
 */
export async function agreeRefund(config: ShopifyConfig, ref: ChannelRefundRef, amount: Money): Promise<Acted> {
  if (amount.minor <= 0n) return refused('amount_not_payable', `${formatDecimal(amount)} cannot be refunded`);
  return acted(config, ref, ['refunded'], ({ refund, vendor, line }) => {
    if (amount.currency !== refund.amount.currency || amount.minor !== refund.amount.minor) {
      const due = `${formatDecimal(refund.amount)} ${refund.amount.currency}`;
      return refused('amount_not_asked', `${formatDecimal(amount)} ${amount.currency}, not the ${due} of the return`);
    }
    const isAsked = vendor.status === 'REQUESTED';
    if (isAsked && refund.resolution !== 'refund_only') {
      return refused('goods_not_back', 'the return is not approved, and its goods are not back');
    }
    const payments = paymentsFor(vendor, amount);
    if (!payments) return refused('not_enough_paid', 'the payments of the order do not hold the amount any more');
    const process = {
      returnId: gid('Return', vendor.id),
      returnLineItems: [
        { id: `gid://shopify/ReturnLineItem/${line.id}`, quantity: line.quantity - line.refundedQuantity },
      ],
      notifyCustomer: notify(config),
      financialTransfer: { issueRefund: { orderTransactions: payments } },
    };
    return isAsked
      ? {
          operation: approveAndRefund,
          variables: { id: gid('Return', vendor.id), notify: notify(config), process },
        }
      : { operation: refundReturn, variables: { process } };
  });
}

const notify = ({ notifyCustomer }: ShopifyConfig): boolean => notifyCustomer ?? true;

type Payment = { parentId: string; transactionAmount: { amount: string; currencyCode: string } };

/** Undefined where what is left of the payments is less than the amount. */
function paymentsFor({ order }: VendorReturn, amount: Money): Payment[] | undefined {
  const { presentmentCurrencyCode: currency, transactions } = order;
  const gone = (parent: string): Money =>
    sum(
      transactions
        .filter(
          ({ kind, status, parentTransaction }) =>
            kind === 'REFUND' && status !== 'FAILURE' && status !== 'ERROR' && parentTransaction?.id === parent,
        )
        .map(({ amountSet }) => amountSet),
      currency,
    );
  const payments: Payment[] = [];
  let rest = amount;
  for (const { id, kind, status, amountSet } of transactions) {
    if ((kind !== 'SALE' && kind !== 'CAPTURE') || status !== 'SUCCESS') continue;
    const part = least(rest, subtract(amountSet, gone(id)));
    if (!isMore(part, zero(currency))) continue;
    payments.push({ parentId: id, transactionAmount: { amount: formatDecimal(part), currencyCode: currency } });
    rest = subtract(rest, part);
  }
  return isMore(rest, zero(currency)) ? undefined : payments;
}

type Prepared = { operation: Operation; variables: Record<string, unknown> } | Refused;

/** Shopify itself does not know which version we read: a moment stays open between the look and the write. */
async function acted(
  config: ShopifyConfig,
  ref: ChannelRefundRef,
  goal: readonly ChannelRefund['status'][],
  prepare: (current: DecodedReturn) => Prepared,
): Promise<Acted> {
  const request = {
    ref,
    read: () => getRefund(config, ref.externalId),
    decode: (raw: unknown) => decodeReturn(raw, config.refundOnlyReasons ?? []),
    movedTo: (now: ChannelRefund) => (hasMoved(ref, now) ? `${now.phase}, not ${ref.phase ?? ref.version}` : undefined),
  };
  const before = await unchanged(request);
  if (before.kind !== 'unchanged') return before;
  const prepared = prepare(before.current);
  if ('kind' in prepared) return prepared;
  const outcome = await write(config, prepared.operation, prepared.variables);
  return settled(request, ({ status }) => goal.includes(status), outcome);
}

/** A request for money alone that we have approved already, in a call whose second half failed, has not moved on. */
function hasMoved(ref: ChannelRefundRef, now: ChannelRefund): boolean {
  if (ref.externalId !== now.externalId) return true;
  if (ref.phase === undefined) return ref.version !== now.version;
  if (ref.phase === now.phase) return false;
  return now.resolution !== 'refund_only' || ref.phase.replace(/^REQUESTED\./, 'OPEN.') !== now.phase;
}

/** The payloads of one call stand in the order of its mutations; the last one tells what became of what was wanted. */
async function write(config: ShopifyConfig, operation: Operation, variables: Record<string, unknown>): Promise<Acted> {
  const answer = await call(config, operation, variables);
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(written, answer.data);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: `${operation.name}: ${reading.reason}` };
  const last = Object.values(reading.value).at(-1);
  if (!last) return { kind: 'unknown', cause: `${operation.name}: no payload` };
  const error = last.userErrors[0];
  return error ? refused(error.code ?? 'no_code', last.userErrors.map(({ message }) => message).join('; ')) : done;
}
