import type { Payment, Refund } from './refund-book.ts';
import type { GatewayWorld } from './world.ts';

export type StatementRow = { kind: 'payment'; payment: Payment } | { kind: 'refund'; refund: Refund; payment: Payment };

const day = 86_400_000;
const shanghai = 8 * 3_600_000;

/** What moved on a day of China, in the order in which it moved; on demand with a line missing, extra or one minor unit off. */
export function statementOf(world: GatewayWorld, date: string): StatementRow[] {
  const { payments, refunds } = world.book;
  const from = Date.parse(`${date}T00:00:00Z`) - shanghai;
  const isOfDay = (at: number): boolean => at >= from && at < from + day;
  const rows: (StatementRow & { at: number })[] = [];
  for (const payment of payments.values())
    if (isOfDay(payment.paidAt)) rows.push({ kind: 'payment', payment, at: payment.paidAt });
  for (const refund of refunds.values()) {
    const payment = payments.get(refund.paymentId);
    const { settledAt, state } = refund;
    if (payment && state === 'succeeded' && settledAt !== undefined && isOfDay(settledAt))
      rows.push({ kind: 'refund', refund, payment, at: settledAt });
  }
  return spoiled(
    world,
    rows.sort((a, b) => a.at - b.at),
  );
}

function spoiled({ faults }: GatewayWorld, rows: StatementRow[]): StatementRow[] {
  const last = rows.findLastIndex(({ kind }) => kind === 'refund');
  const row = rows[last];
  if (row?.kind !== 'refund') return rows;
  if (faults.take(['statement_missing'], {})) rows.splice(last, 1);
  if (faults.take(['statement_extra'], {}))
    rows.push({ ...row, refund: { ...row.refund, number: `${row.refund.number}X`, id: `${row.refund.id}9` } });
  if (faults.take(['statement_off_by_one'], {}))
    rows.splice(rows.indexOf(row), 1, { ...row, refund: { ...row.refund, amount: row.refund.amount + 1 } });
  return rows;
}
