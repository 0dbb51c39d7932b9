import { Link } from 'react-router';
import type { overview } from '../../../contract/back-office.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { useSession } from '../shell/session.tsx';
import { chartColours } from '../theme.ts';

type Data = ReplyOf<typeof overview>;
type Item = { key: string; name: string; count: number; to?: string };

/** Why goods come back, and which ones: bars that are rows of a table, each leading to its cases. */
export function Rankings({ data }: { data: Data }) {
  const t = useTexts('overview');
  const words = useWords();
  const { may } = useSession();
  return (
    <>
      <Ranking
        title={t('reasons')}
        unit={t('count')}
        colour={chartColours[0]}
        items={data.reasons.map(({ reason, count }) => ({
          key: reason,
          name: words('reason', reason),
          count,
          to: `/queue?lane=all&reason=${reason}`,
        }))}
      />
      <Ranking
        title={t('skus')}
        unit={t('units')}
        colour={chartColours[2]}
        items={data.skus.map(({ sku, title, count }) => ({
          key: sku,
          name: title || sku,
          count,
          ...(may('stock:read') ? { to: `/stock?q=${encodeURIComponent(sku)}` } : {}),
        }))}
      />
    </>
  );
}

function Ranking({ title, unit, colour, items }: { title: string; unit: string; colour: string; items: Item[] }) {
  const t = useTexts('overview');
  const most = Math.max(1, ...items.map((item) => item.count));
  const all = items.reduce((sum, item) => sum + item.count, 0);
  return (
    <Panel
      title={
        <>
          {title} <small className="faint">{t('n', { count: all })}</small>
        </>
      }
    >
      {items.length === 0 ? <Blank title={t('noData')} /> : null}
      <table className="ranking">
        <thead className="sr-only">
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{unit}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.key}>
              <th scope="row">
                {item.to ? <Link to={item.to}>{item.name}</Link> : item.name}
                <span className="ranking-bar" aria-hidden>
                  <span style={{ inlineSize: `${(item.count / most) * 100}%`, background: colour }} />
                </span>
              </th>
              <td className="number">{formatCount(item.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
