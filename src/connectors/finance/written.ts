import { formatDecimal, isPositive, type Money } from '../../domain/money.ts';
import type { FinanceLine, FinanceVoucher } from './port.ts';

const MOST_SUMMARY = 200;

/** Our id as it stands in a summary: finance systems without a key of ours are searched for it. */
export const markOf = (id: string): string => `[${id}]`;

/** The first line carries the mark, whatever else has to be cut. */
export function summaryOf({ id, lines }: FinanceVoucher, index: number): string {
  const text = lines[index]?.summary ?? '';
  const mark = index === 0 ? ` ${markOf(id)}` : '';
  return `${text.slice(0, MOST_SUMMARY - mark.length)}${mark}`;
}

/** Yuan as a JSON number: exact, because a double writes up to fifteen digits as they were read. */
export function yuanNumber(amount: Money): number {
  const digits = formatDecimal(amount);
  if (digits.replaceAll(/\D/g, '').length > 15) throw new Error(`${digits} has too many digits for a JSON number`);
  return Number(digits);
}

export const amountOf = ({ debit, credit }: FinanceLine): Money => (isPositive(debit) ? debit : credit);
