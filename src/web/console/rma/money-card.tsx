import type { ReactNode } from 'react';
import type { MoneyView } from '../../../contract/common.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { useRefusal } from '../parts/use-refusal.ts';
import { AmountFacts } from './amount-facts.tsx';
import { InKindOwed } from './in-kind-owed.tsx';

type Explanation = NonNullable<RmaView['amount']>['rows'][number];

/** The sum as a buyer could follow it: each row with where it comes from, and what it comes to. */
export function MoneyCard({ rma }: { rma: RmaView }) {
  const t = useTexts('rma');
  const say = useRefusal();
  const ordered = rma.refunds.length > 0;
  return (
    <Panel
      title={t(ordered ? 'moneyWas' : 'money')}
      tools={
        rma.requested ? (
          <span className="faint">
            {t('requested')} <Money of={rma.requested} />
          </span>
        ) : null
      }
    >
      {rma.amount ? (
        <>
          <MoneyRows rma={rma} rows={rma.amount.rows} total={rma.amount.total} />
          <AmountFacts amount={rma.amount} isOrdered={ordered} />
        </>
      ) : (
        <p className="faint">
          {rma.amountProblem ? t('amountProblem', { why: say(rma.amountProblem) }) : t('noAmount')}
        </p>
      )}
      <InKindOwed rma={rma} />
    </Panel>
  );
}

const isGoods = ({ code }: Explanation): boolean => code === 'goods' || code === 'goods_listed';

type RowsProps = { rma: RmaView; rows: readonly Explanation[]; total: MoneyView };

export function MoneyRows({ rma, rows, total }: RowsProps) {
  const t = useTexts('rma');
  const words = useWords();
  return (
    <table className="sum">
      <tbody>
        {rows.map((row, i) => (
          <tr key={i} className={row.code}>
            <th scope="row">
              <span>{row.title && isGoods(row) ? row.title : t(`row.${row.code}`)}</span>
              <small>{noteOf(row, rma, t, words)}</small>
            </th>
            <td>
              <Money of={row.amount} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('total')}</th>
          <td>
            <Money of={total} strong />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** How the goods' amount comes about: list price times units, less this line's share of the discounts. */
function noteOf(
  row: Explanation,
  rma: RmaView,
  t: ReturnType<typeof useTexts<'rma'>>,
  words: ReturnType<typeof useWords>,
): ReactNode {
  if (row.code === 'discount_share' && row.funder) return t('borneBy', { funder: words('funder', row.funder) });
  if (row.had && row.has && row.note !== undefined)
    return t('promotionNote', { title: row.note, had: formatMoney(row.had), has: formatMoney(row.has) });
  if (!isGoods(row)) return row.note ?? (row.code === 'freight' ? row.title : '');
  const bought = rma.order.lines.find((line) => line.title === row.title);
  if (!bought || row.quantity === undefined) return '';
  const price = formatMoney(bought.unitPrice);
  const list = BigInt(bought.unitPrice.minor) * BigInt(row.quantity);
  const discount = list - BigInt(row.amount.minor);
  if (discount <= 0n) return t('goodsNote', { price, quantity: row.quantity });
  return t('goodsDiscount', {
    price,
    quantity: row.quantity,
    discount: formatMoney({ minor: String(discount), currency: row.amount.currency }),
  });
}
