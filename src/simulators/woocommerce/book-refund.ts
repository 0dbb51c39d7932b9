import type { Reply } from '../http-server.ts';
import { type Fields, manyOf, optionalBooleanIn, optionalNumberIn, optionalTextIn } from '../steering-input.ts';
import { fenOf, yuanOf } from '../yuan.ts';
import { invalidParam, json, misplaced } from './rest-answers.ts';
import type { Order, Refund, RefundLine } from './shapes.ts';
import { wireRefund } from './wire.ts';
import { fen, refundsOf, saveOrder, sumOf, totalOf, type WooWorld } from './world.ts';

/** `POST /orders/{id}/refunds`. By default the payment gateway pays and the goods go back on the shelf. */
export function bookRefund(world: WooWorld, order: Order, fields: Fields): Reply {
  const lines = linesIn(world, order, fields);
  if (!lines) return invalidParam('line_items');
  const amount = amountIn(fields, lines);
  if (amount === undefined) return invalidParam('amount');
  const left = totalOf(order) - sumOf(refundsOf(world, order).map((one) => one.amount));
  // A refund of nothing is one too: a note on the order.
  if (amount < 0n || amount > left) {
    return misplaced(500, 'woocommerce_rest_cannot_create_order_refund', 'Invalid refund amount.');
  }
  const meta = fields['meta_data'] === undefined ? [] : manyOf(fields['meta_data']);
  const refund: Refund = {
    id: world.book.nextId(),
    orderId: order.id,
    createdAt: world.clock.now(),
    amount: yuanOf(amount),
    reason: optionalTextIn(fields, 'reason') ?? '',
    refundedPayment: optionalBooleanIn(fields, 'api_refund') ?? true,
    restocked: optionalBooleanIn(fields, 'api_restock') ?? true,
    meta: meta.map((one) => ({
      id: world.book.nextId(),
      key: optionalTextIn(one, 'key') ?? '',
      value: one['value'] ?? '',
    })),
    lines,
  };
  world.book.record({ type: 'refund_booked', refund });
  const isWhole = amount === left && amount > 0n;
  const saved = saveOrder(world, order, isWhole ? { status: 'refunded' } : {});
  return json(201, wireRefund(world, refund, saved));
}

/** Undefined where a line is not the order's, or a number cannot be read. */
function linesIn(world: WooWorld, order: Order, fields: Fields): RefundLine[] | undefined {
  const lines: RefundLine[] = [];
  for (const one of fields['line_items'] === undefined ? [] : manyOf(fields['line_items'])) {
    const itemId = Number(optionalTextIn(one, 'id'));
    if (!order.lines.some(({ id }) => id === itemId)) return undefined;
    const total = centsIn(one, 'refund_total');
    const taxes = (one['refund_tax'] === undefined ? [] : manyOf(one['refund_tax'])).map((tax) =>
      centsIn(tax, 'refund_total'),
    );
    if (total === undefined || taxes.some((tax) => tax === undefined)) return undefined;
    lines.push({
      id: world.book.nextId(),
      itemId,
      quantity: optionalNumberIn(one, 'quantity') ?? 0,
      total: yuanOf(total),
      tax: yuanOf(taxes.reduce<bigint>((sum, tax) => sum + (tax ?? 0n), 0n)),
    });
  }
  return lines;
}

function amountIn(fields: Fields, lines: readonly RefundLine[]): bigint | undefined {
  if (fields['amount'] === undefined) return lines.reduce((sum, { total, tax }) => sum + fen(total) + fen(tax), 0n);
  return centsIn(fields, 'amount');
}

/** A number or a text, as PHP takes either. */
function centsIn(fields: Fields, name: string): bigint | undefined {
  const given = fields[name];
  const text = typeof given === 'number' ? given.toFixed(2) : typeof given === 'string' ? given : '0.00';
  const [whole = '', cents = ''] = text.split('.');
  return fenOf(`${whole}.${cents.padEnd(2, '0')}`);
}
