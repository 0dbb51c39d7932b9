import { InputNumber } from 'antd';
import { formatDecimal, money, parseDecimal } from '../../../domain/money.ts';
import type { Content } from './content.ts';

export type Amount = Content['approvalLimit'];

type Props = {
  label: string;
  /** Absent: none was typed yet. */
  value: Amount | undefined;
  currency: string;
  wrong?: boolean;
  onChange: (value: Amount) => void;
};

/** An amount in yuan; what is none springs back. */
export const AmountField = ({ label, value, currency, wrong = false, onChange }: Props) => (
  <InputNumber<string>
    stringMode
    aria-label={label}
    min="0"
    precision={2}
    controls={false}
    prefix={currency === 'CNY' ? '¥' : currency}
    status={wrong ? 'error' : ''}
    value={value ? formatDecimal(money(BigInt(value.minor), value.currency)) : null}
    onChange={(typed) => {
      const amount = typed === null ? undefined : parseDecimal(String(typed), currency);
      if (amount && amount.minor >= 0n) onChange({ currency, minor: amount.minor.toString() });
    }}
  />
);
