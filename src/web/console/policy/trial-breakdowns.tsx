import { formatCount, formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { useAddress } from '../parts/use-address.ts';
import type { Content } from './content.ts';
import type { Trial } from './trial-list.tsx';
import { useRuleName } from './use-rule-name.ts';

/** Differing cases by class of goods, each a way to its cases. */
export function ByClass({ trial }: { trial: Trial }) {
  const t = useTexts('trial');
  const words = useWords();
  const { change } = useAddress();
  return (
    <Panel title={t('byClass')}>
      <table className="breakdown">
        <thead>
          <tr>
            <th scope="col">{t('class')}</th>
            <th scope="col">{t('count')}</th>
            <th scope="col">{t('amount')}</th>
          </tr>
        </thead>
        <tbody>
          {trial.goodsClasses.map(({ goodsClass, cases, amount }) => (
            <tr key={goodsClass}>
              <th scope="row">{words('goodsClass', goodsClass)}</th>
              <td>
                <button
                  type="button"
                  className="number as-link"
                  onClick={() => change({ goodsClass, was: null, would: null })}
                >
                  {formatCount(cases)}
                </button>
              </td>
              <td className="money">{formatMoney(amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {trial.goodsClasses.length === 0 ? <p className="faint">{t('noDiffering')}</p> : null}
    </Panel>
  );
}

/** What each rule of the draft decided, and how much of it otherwise than then. */
export function ByRule({ trial, content }: { trial: Trial; content: Content }) {
  const t = useTexts('trial');
  const ruleName = useRuleName(content);
  return (
    <Panel title={t('byRule')}>
      <table className="breakdown">
        <thead>
          <tr>
            <th scope="col">{t('rule')}</th>
            <th scope="col">{t('decided')}</th>
            <th scope="col">{t('differing')}</th>
          </tr>
        </thead>
        <tbody>
          {trial.rules.map(({ ruleId, cases, differing }) => (
            <tr key={ruleId}>
              <th scope="row">{ruleName(ruleId)}</th>
              <td className="number">{formatCount(cases)}</td>
              <td className={`number${differing > 0 ? ' amber' : ' faint'}`}>{formatCount(differing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
