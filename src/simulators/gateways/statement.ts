import type { GatewayFault } from './fault-kinds.ts';
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

/** Each fault spoils a refund of its own, the last one first. */
function spoiled({ faults }: GatewayWorld, rows: StatementRow[]): StatementRow[] {
  const refunds = rows.filter((row) => row.kind === 'refund');
  const spoil = (fault: GatewayFault, instead: (refund: Refund) => Refund[]): void => {
    const row = refunds.at(-1);
    if (!row || !faults.take([fault], {})) return;
    refunds.pop();
    rows.splice(rows.indexOf(row), 1, ...instead(row.refund).map((refund) => ({ ...row, refund })));
  };
  const twin = (refund: Refund): Refund => ({ ...refund, number: `${refund.number}X`, id: `${refund.id}9` });
  spoil('statement_missing', () => []);
  spoil('statement_extra', (refund) => [refund, twin(refund)]);
  spoil('statement_off_by_one', (refund) => [{ ...refund, amount: refund.amount + 1 }]);
  spoil('statement_renumbered', (refund) => [twin(refund)]);
  return rows;
}
