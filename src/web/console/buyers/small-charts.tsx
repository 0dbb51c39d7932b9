import type { BuyerView } from '../../../contract/buyers.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { useMode } from '../shell/mode.ts';
import { chartColours } from '../theme.ts';

function useColours() {
  const { mode } = useMode();
  return { orders: mode === 'dark' ? chartColours[4] : chartColours[0], returns: chartColours[1] };
}

/** Orders and returns of twelve months as pairs of bars over one zero; the figures are in the table that it is. */
export function MonthsPanel({ months }: { months: BuyerView['months'] }) {
  const t = useTexts('buyers');
  const colours = useColours();
  const most = Math.max(1, ...months.flatMap(({ orders, returns }) => [orders, returns]));
  const bar = (count: number, colour: string) => (
    <span className="month-bar" style={{ blockSize: `${(count / most) * 100}%`, background: colour }} />
  );
  return (
    <Panel
      title={t('months')}
      tools={
        <span className="chart-key">
          <i style={{ background: colours.orders }} aria-hidden /> {t('orders')}
          <i style={{ background: colours.returns }} aria-hidden /> {t('returns')}
        </span>
      }
    >
      <div className="months" role="img" aria-label={t('months')}>
        {months.map(({ month, orders, returns }) => (
          <div key={month} title={`${month} · ${t('orders')} ${orders} · ${t('returns')} ${returns}`}>
            <span className="month-count number">{orders + returns > 0 ? `${orders}/${returns}` : ''}</span>
            <span className="month-bars">
              {bar(orders, colours.orders)}
              {bar(returns, colours.returns)}
            </span>
            <span className="month-name number">{Number(month.slice(5))}</span>
          </div>
        ))}
      </div>
      <table className="sr-only">
        <thead>
          <tr>
            <th scope="col">{t('month')}</th>
            <th scope="col">{t('orders')}</th>
            <th scope="col">{t('returns')}</th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, orders, returns }) => (
            <tr key={month}>
              <th scope="row">{month}</th>
              <td>{orders}</td>
              <td>{returns}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

export function ShopsPanel({ shops }: { shops: BuyerView['shops'] }) {
  const t = useTexts('buyers');
  const words = useWords();
  const colours = useColours();
  const most = Math.max(1, ...shops.map(({ orders }) => orders));
  return (
    <Panel title={t('perShop')}>
      {shops.length === 0 ? <p className="faint">{t('none')}</p> : null}
      <table className="ranking">
        <tbody>
          {shops.map(({ id, name, channel, nick, orders, returns }) => (
            <tr key={id}>
              <th scope="row">
                {name} <small className="faint">{[words('channel', channel), nick].filter(Boolean).join(' · ')}</small>
                <span className="ranking-bar" aria-hidden>
                  <span style={{ inlineSize: `${(orders / most) * 100}%`, background: colours.orders }} />
                </span>
                <span className="ranking-bar" aria-hidden>
                  <span style={{ inlineSize: `${(returns / most) * 100}%`, background: colours.returns }} />
                </span>
              </th>
              <td className="number nowrap">{t('shopMore', { returns, orders })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

export function ReasonsPanel({ reasons }: { reasons: BuyerView['reasons'] }) {
  const t = useTexts('buyers');
  const words = useWords();
  const colours = useColours();
  const most = Math.max(1, ...reasons.map(({ count }) => count));
  return (
    <Panel title={t('perReason')}>
      {reasons.length === 0 ? <p className="faint">{t('none')}</p> : null}
      <table className="ranking">
        <tbody>
          {reasons.map(({ reason, count }) => (
            <tr key={reason}>
              <th scope="row">
                {words('reason', reason)}
                <span className="ranking-bar" aria-hidden>
                  <span style={{ inlineSize: `${(count / most) * 100}%`, background: colours.returns }} />
                </span>
              </th>
              <td className="number">{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
