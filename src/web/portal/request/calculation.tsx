import type { Formats } from '../../ui/format.ts';
import type { PreviewAmount } from '../shapes.ts';
import { useWords } from '../words/words.tsx';
import type { Words } from '../words/zh.ts';

type Row = PreviewAmount['rows'][number];

/** The sum as one would write it on paper: every row with its reason, the result under a line. */
export function Calculation({ amount }: { amount: PreviewAmount }) {
  const { words, formats } = useWords();
  return (
    <table className="calculation">
      <tbody>
        {amount.rows.map((row, index) => (
          <CalculationRow key={index} row={row} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {words.preview.total}
            <span className="quiet-text">{words.preview.method}</span>
          </th>
          <td className="amount">{formats.money(amount.total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** `原价 ¥100.00，优惠 −¥10.00`: what was never paid cannot come back, so it is shown beside the amount. */
function discountIn(row: Row, words: Words, formats: Formats): string {
  if (row.listed === undefined) return '';
  const discount = BigInt(row.listed.minor) - BigInt(row.amount.minor);
  if (discount <= 0n) return '';
  return words.rows.discount(formats.money(row.listed), formats.money({ ...row.amount, minor: String(discount) }));
}

function CalculationRow({ row }: { row: Row }) {
  const { words, formats } = useWords();
  const quantity = row.quantity ? ` ${words.shared.times(row.quantity)}` : '';
  const named =
    row.code === 'goods' ? { title: `${row.title ?? ''}${quantity}`, detail: words.rows.goods } : words.rows[row.code];
  const isTakenOff = row.amount.minor.startsWith('-');
  return (
    <tr>
      <th scope="row">
        {named.title}
        <span className="quiet-text">{row.note || discountIn(row, words, formats) || named.detail}</span>
      </th>
      <td className="amount">
        {isTakenOff || row.code === 'goods' ? '' : '+'}
        {formats.money(row.amount)}
      </td>
    </tr>
  );
}
