import { formatCount, formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { useAddress } from '../parts/use-address.ts';
import { matrixOf, outcomeOfKey } from './outcome-matrix.ts';
import type { Trial } from './trial-list.tsx';
import { useOutcomeText } from './use-rule-words.ts';

/** Answers then against answers with the draft; each number leads to its cases. */
export function TrialMatrix({ trial }: { trial: Trial }) {
  const t = useTexts('trial');
  const { change, get } = useAddress();
  const outcomeText = useOutcomeText();
  const { was, would, cell, sumOfRow, sumOfColumn } = matrixOf(trial.outcomes);
  const text = (key: string) => outcomeText(outcomeOfKey(key));
  return (
    <Panel title={t('matrix')} tools={<span className="faint">{t('matrixNote')}</span>}>
      <div className="scroll-x">
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{t('wasColumn')}</th>
              {would.map((key) => (
                <th key={key} scope="col">
                  {text(key)}
                </th>
              ))}
              <th scope="col">{t('sum')}</th>
            </tr>
          </thead>
          <tbody>
            {was.map((from) => (
              <tr key={from}>
                <th scope="row">{text(from)}</th>
                {would.map((to) => {
                  const found = cell(from, to);
                  const chosen = get('was') === from && get('would') === to;
                  return (
                    <td key={to} className={`${from === to ? 'same' : 'other'}${chosen ? ' chosen' : ''}`}>
                      {found ? (
                        <Count
                          cases={found.cases}
                          amount={formatMoney(found.amount)}
                          onOpen={from === to ? null : () => change({ was: from, would: to, goodsClass: null })}
                        />
                      ) : null}
                    </td>
                  );
                })}
                <td className="number sum-cell">{formatCount(sumOfRow(from))}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('sum')}</th>
              {would.map((key) => (
                <td key={key} className="number sum-cell">
                  {formatCount(sumOfColumn(key))}
                </td>
              ))}
              <td className="number sum-cell">{formatCount(trial.tried)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

function Count({ cases, amount, onOpen }: { cases: number; amount: string; onOpen: (() => void) | null }) {
  const figures = (
    <>
      <span className="number">{formatCount(cases)}</span>
      <small className="money faint">{amount}</small>
    </>
  );
  if (!onOpen) return <span className="matrix-count">{figures}</span>;
  return (
    <button type="button" className="matrix-count as-link" onClick={onOpen}>
      {figures}
    </button>
  );
}
