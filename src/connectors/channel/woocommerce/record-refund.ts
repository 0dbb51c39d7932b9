import { allocate, formatDecimal, isMore, type Money, parseDecimal, sum, zero } from '../../../domain/money.ts';
import { readAs } from '../../vendor-values.ts';
import type { Acted, PaidElsewhere } from '../port.ts';
import { post } from './call.ts';
import { unverified, type WoocommerceConfig } from './config.ts';
import { ownReasonPrefix } from './decode-refund.ts';
import { listRefunds, readOrder } from './read.ts';
import {
  moneyOf,
  order as orderShape,
  refund as refundShape,
  type VendorLine,
  type VendorOrder,
} from './vendor-shapes.ts';

/**
 * Books a refund without asking the shop's payment gateway, and without moving its stock: the money has gone back and the
 * goods have come back through us. The shop has no key against repetition, so we look for our reference first, and once
 * more where the outcome is in doubt; two that look at the same moment would both write.
 */
export async function recordRefund(config: WoocommerceConfig, paid: PaidElsewhere): Promise<Acted> {
  const order = await readOrder(config, paid.orderExternalId);
  if (order.kind === 'absent') return refused('order_absent', `there is no order ${paid.orderExternalId}`);
  if (order.kind !== 'answered') return order;
  const reading = readAs(orderShape, order.body);
  if (reading.kind === 'unreadable') return refused('order_unreadable', reading.reason);
  const prepared = bodyOf(config, paid, reading.value);
  if (prepared.kind !== 'body') return prepared;
  const before = await look(config, paid);
  if (before.kind !== 'not_booked') return before;
  const answer = await post(config, `orders/${reading.value.id}/refunds`, prepared.body);
  if (answer.kind === 'answered') return done;
  const written: Acted =
    answer.kind === 'absent' ? refused('order_absent', `there is no order ${paid.orderExternalId}`) : answer;
  if (written.kind !== 'unknown' && written.kind !== 'refused') return written;
  const after = await look(config, paid);
  return after.kind === 'done' || after.kind === 'refused' ? after : written;
}

const done = { kind: 'done' } as const;
const refused = (code: string, message: string): Extract<Acted, { kind: 'refused' }> => ({
  kind: 'refused',
  code,
  message,
  stale: false,
});

/** Whether a refund of the order bears our reference already. */
async function look(config: WoocommerceConfig, paid: PaidElsewhere): Promise<Acted | { kind: 'not_booked' }> {
  const listed = await listRefunds(config, paid.orderExternalId);
  if (listed.kind === 'absent') return refused('order_absent', `there is no order ${paid.orderExternalId}`);
  if (listed.kind !== 'rows') return listed;
  for (const row of listed.rows) {
    const reading = readAs(refundShape, row);
    if (reading.kind === 'unreadable') return { kind: 'unknown', cause: `refunds: ${reading.reason}` };
    const { meta_data, reason = '', amount } = reading.value;
    const { referenceKey } = unverified(config);
    const bears =
      meta_data.some(({ key, value }) => key === referenceKey && value === paid.reference) ||
      // A shop whose plug-ins drop foreign fields still keeps the reason.
      reason === reasonOf(paid);
    if (!bears) continue;
    const booked = parseDecimal(amount.replace(/^-/, ''), paid.amount.currency);
    return booked?.minor === paid.amount.minor
      ? done
      : refused('reference_differs', `${paid.reference} stands there with ${amount}`);
  }
  return { kind: 'not_booked' };
}

const reasonOf = ({ reference }: PaidElsewhere): string => `${ownReasonPrefix}${reference}`;

type Body = { kind: 'body'; body: Record<string, unknown> } | Extract<Acted, { kind: 'refused' }>;

function bodyOf(config: WoocommerceConfig, paid: PaidElsewhere, order: VendorOrder): Body {
  const { currency } = order;
  const foreign = [paid.amount, ...paid.lines.map(({ amount }) => amount)].find((one) => one.currency !== currency);
  if (foreign) return refused('wrong_currency', `${foreign.currency}, and the order is in ${currency}`);
  if (paid.amount.minor <= 0n) return refused('amount_not_payable', `${formatDecimal(paid.amount)} cannot be booked`);
  const lined = sum(
    paid.lines.map(({ amount }) => amount),
    currency,
  );
  if (isMore(lined, paid.amount)) return refused('lines_exceed_amount', 'the lines add up to more than the refund');
  const lines: Record<string, unknown>[] = [];
  for (const { lineExternalId, quantity, amount } of paid.lines) {
    const sold = order.line_items.find(({ id }) => id === lineExternalId);
    if (!sold) return refused('line_absent', `line ${lineExternalId} is not on order ${order.id}`);
    lines.push({ id: Number(sold.id), quantity, ...splitByTax(sold, amount) });
  }
  return {
    kind: 'body',
    body: {
      amount: formatDecimal(paid.amount),
      reason: reasonOf(paid),
      api_refund: false,
      api_restock: false,
      line_items: lines,
      meta_data: [{ key: unverified(config).referenceKey, value: paid.reference }],
    },
  };
}

/** The shop wants the price of a line and each of its taxes apart; they are split as they were when it was sold. */
function splitByTax(sold: VendorLine, amount: Money): Record<string, unknown> {
  const { currency } = amount;
  const taxes = sold.taxes.flatMap(({ id, total }) => {
    const tax = parseDecimal(centsOf(total ?? ''), currency);
    return tax && isMore(tax, zero(currency)) ? [{ id, tax }] : [];
  });
  const net = moneyOf(sold.total, currency);
  const weights = [net.minor, ...taxes.map(({ tax }) => tax.minor)];
  if (taxes.length === 0 || weights.some((weight) => weight < 0n)) return { refund_total: wireNumber(amount) };
  const [goods = amount, ...parts] = allocate(amount, weights);
  return {
    refund_total: wireNumber(goods),
    refund_tax: taxes.map(({ id }, i) => ({
      id: Number(id),
      refund_total: wireNumber(parts[i] ?? zero(currency)),
    })),
  };
}

/** Some shops keep a tax with four or six digits: only its weight matters here. */
const centsOf = (text: string): string => /^-?\d+(?:\.\d{1,2})?/.exec(text)?.[0] ?? '';

/** The one place where the shop wants a number: two decimals survive a double, and print as they were. */
const wireNumber = (amount: Money): number => Number(formatDecimal(amount));
