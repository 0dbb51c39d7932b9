import type { MoneyView } from '../../../contract/common.ts';
import { formatMoney } from '../../ui/format.ts';

/** An amount in figures of one width. */
export const Money = ({ of, strong = false }: { of: MoneyView; strong?: boolean }) => (
  <span className={strong ? 'money strong' : 'money'}>{formatMoney(of)}</span>
);

/** A debit or credit: accountants leave an empty side blank. */
export const Side = ({ of }: { of: MoneyView }) => (of.minor === '0' ? null : <Money of={of} />);
