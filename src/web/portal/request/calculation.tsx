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
        {amount.inKind.length > 0 ? (
          <tr>
            <th scope="row" colSpan={2}>
              {words.inKind.title}
              <span className="quiet-text">
                {amount.inKind
                  .map(({ kind, title, points }) =>
                    kind === 'points' ? words.inKind.points(points ?? 0) : words.inKind.coupon(title),
                  )
                  .join('；')}
              </span>
            </th>
          </tr>
        ) : null}
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

type Named = { title: string; detail: string; note?: string | undefined };

/** A rule goes by the name that the buyer was told. */
function namedOf(row: Row, quantity: string, words: Words, formats: Formats): Named {
  switch (row.code) {
    case 'goods':
      return { title: `${row.title ?? ''}${quantity}`, detail: words.rows.goods, note: row.note };
    case 'goods_listed':
      return { title: `${row.title ?? ''}${quantity}`, detail: words.rows.goodsListed };
    case 'promotion_lost': {
      const detail = row.had && row.has ? words.rows.promotionLost(formats.money(row.had), formats.money(row.has)) : '';
      return { title: row.note ?? words.rows.promotion_lost.title, detail };
    }
    case 'promotion_share':
      return { title: row.note ?? words.rows.promotion_share.title, detail: words.rows.promotion_share.detail };
    case 'gift_lost':
    case 'gift_regained':
    case 'free_shipping_lost':
    case 'free_shipping_regained':
      return words.rows[row.code];
    default:
      return { ...words.rows[row.code], note: row.note };
  }
}

function CalculationRow({ row }: { row: Row }) {
  const { words, formats } = useWords();
  const quantity = row.quantity ? ` ${words.shared.times(row.quantity)}` : '';
  const isGoods = row.code === 'goods' || row.code === 'goods_listed';
  const named = namedOf(row, quantity, words, formats);
  const isTakenOff = row.amount.minor.startsWith('-');
  return (
    <tr>
      <th scope="row">
        {named.title}
        <span className="quiet-text">{named.note || discountIn(row, words, formats) || named.detail}</span>
      </th>
      <td className="amount">
        {isTakenOff || isGoods ? '' : '+'}
        {formats.money(row.amount)}
      </td>
    </tr>
  );
}
