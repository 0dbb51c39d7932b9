import { present } from '../../../domain/assert.ts';
import type { OrderRefusal } from '../../../domain/orders/incoming-order.ts';
import type { Taken } from '../take-orders.ts';
import type { Batch, RefusedRow } from './group-orders.ts';
import type { Counts } from './import-run.ts';

/** All rows of a refused order, so that the file of refused rows holds it whole; the field is named where it stands. */
export function refusedRows(batch: Batch, taken: readonly Taken[]): RefusedRow[] {
  return batch.orders.flatMap(({ rows }, i) => {
    const outcome = present(taken[i], 'the outcome of an order');
    if (outcome.kind !== 'refused') return [];
    const { refusal } = outcome;
    const at = Number(/^lines\.(\d+)/.exec(refusal.field)?.[1] ?? -1);
    return rows.map((row, n) => ({
      row,
      field: at < 0 || at === n ? refusal.field : 'order',
      reason: sentenceOf(refusal),
    }));
  });
}

function sentenceOf(refusal: OrderRefusal): string {
  switch (refusal.code) {
    case 'payments_do_not_match':
      return `${refusal.code}: the lines and the freight come to ${refusal.expected.minor}, paid is ${refusal.paid.minor} (minor units)`;
    case 'wrong_currency':
      return `${refusal.code}: expected ${refusal.expected}`;
    case 'differs_from_known':
      return `${refusal.code}: an order of this number is known with other lines or amounts; the rows of one order must follow each other`;
    default:
      return refusal.code;
  }
}

export function counted(before: Counts, batch: Batch, taken: readonly Taken[], refused: readonly RefusedRow[]): Counts {
  const count = (kind: Taken['kind']) => taken.filter((one) => one.kind === kind).length;
  const setAside = { ...before.setAside };
  for (const { reason, amountMinor } of batch.setAside) {
    const known = setAside[reason] ?? { rows: 0, amountMinor: '0' };
    setAside[reason] = { rows: known.rows + 1, amountMinor: String(BigInt(known.amountMinor) + amountMinor) };
  }
  const reasons = { ...before.refused };
  for (const { reason } of refused) {
    const code = reason.split(':')[0] ?? reason;
    reasons[code] = (reasons[code] ?? 0) + 1;
  }
  const orderRows = batch.orders.reduce((n, { rows }, i) => n + (taken[i]?.kind === 'refused' ? 0 : rows.length), 0);
  return {
    rows: before.rows + batch.rows,
    ordersTaken: before.ordersTaken + count('taken'),
    ordersUpdated: before.ordersUpdated + count('updated'),
    ordersUnchanged: before.ordersUnchanged + count('unchanged'),
    ordersRefused: before.ordersRefused + count('refused'),
    orderRows: before.orderRows + orderRows,
    returnRows: before.returnRows + batch.returns.length,
    refusedRows: before.refusedRows + refused.length,
    setAside,
    refused: reasons,
  };
}
