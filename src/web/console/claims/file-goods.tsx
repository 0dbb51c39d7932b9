import type { ClaimFile } from '../../../contract/claims.ts';
import type { MoneyView } from '../../../contract/common.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';

/** What was in the parcel and what it is worth: by what the buyer paid, and by what it cost the shop. */
export function FileGoods({ file: { lines } }: { file: ClaimFile }) {
  const t = useTexts('claims');
  const words = useWords();
  return (
    <div className="claim-goods">
      <table>
        <thead>
          <tr>
            <th>{t('goodsCol.title')}</th>
            <th className="right">{t('goodsCol.quantity')}</th>
            <th>{t('goodsCol.reception')}</th>
            <th>{t('goodsCol.grade')}</th>
            <th className="right">{t('goodsCol.paid')}</th>
            <th className="right">{t('goodsCol.cost')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                {line.title} <span className="number faint">{line.sku}</span>
              </td>
              <td className="right">{line.quantity}</td>
              <td>{words('reception', line.reception)}</td>
              <td>
                {line.grade ? words('grade', line.grade) : '—'}
                {line.failedTests.length > 0 ? (
                  <span className="amber"> {line.failedTests.map((test) => words('test', test)).join(' / ')}</span>
                ) : null}
              </td>
              <td className="right">
                <Money of={line.paid} />
              </td>
              <td className="right">{line.cost.minor === '0' ? '—' : <Money of={line.cost} />}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th colSpan={4}>{t('total')}</th>
            <td className="right">
              <Money of={totalOf(lines.map(({ paid }) => paid))} strong />
            </td>
            <td className="right">
              <Money of={totalOf(lines.map(({ cost }) => cost))} strong />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

const totalOf = (amounts: readonly MoneyView[]): MoneyView => ({
  minor: String(amounts.reduce((total, { minor }) => total + BigInt(minor), 0n)),
  currency: amounts[0]?.currency ?? 'CNY',
});
