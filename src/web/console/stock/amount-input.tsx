import { Input } from 'antd';
import { parseDecimal } from '../../../domain/money.ts';

/** What is typed as money on the wire; undefined while it is none. */
export function amountOf(text: string, currency: string): { minor: string; currency: string } | undefined {
  const read = parseDecimal(text, currency);
  return read && read.minor >= 0n ? { minor: String(read.minor), currency } : undefined;
}

type Props = { label: string; value: string; onChange: (value: string) => void };

export const AmountInput = ({ label, value, onChange }: Props) => (
  <Input
    className="number"
    inputMode="decimal"
    placeholder={label}
    aria-label={label}
    value={value}
    maxLength={16}
    onChange={(event) => onChange(event.target.value)}
  />
);
