import { Link } from 'react-router';
import { boardArticles, boardCategoriesTile, boardReasons } from '../../../contract/boards.ts';
import { metrics } from '../../../domain/metrics/metric-catalogue.ts';
import { formatDecimal, money } from '../../../domain/money.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { chartColours } from '../theme.ts';
import { BoardTable } from './board-table.tsx';
import { REFRESH, rate } from './reading.ts';
import { Tile } from './tile.tsx';
import { useBoardQuery } from './use-board-query.ts';

const faultColours = { seller: chartColours[5], buyer: chartColours[0], unclear: chartColours[3] } as const;

/** Why goods come back: reasons below whose fault they say it is. */
export function ReasonsTile() {
  const t = useTexts('boards');
  const words = useWords();
  const { percent } = useFormats();
  const { query, casesAt } = useBoardQuery();
  const answer = useRead(boardReasons, { query }, REFRESH);
  return (
    <Tile
      tall
      title={t('reasons')}
      metric={metrics.returns_opened}
      answer={answer}
      note={({ total }) => t('n', { count: formatCount(total) })}
      isEmpty={({ total }) => total === 0}
      csv={({ groups, total }) => ({
        head: [t('reason'), t('count'), t('share'), t('before'), t('units')],
        rows: groups.flatMap(({ reasons }) =>
          reasons.map((row) => [
            words('reason', row.reason),
            row.count,
            row.count / total,
            row.before ?? '',
            row.units,
          ]),
        ),
      })}
    >
      {({ groups, total }) =>
        groups.map(({ fault, count, reasons }) => (
          <section key={fault} className="reason-group">
            <h3>
              {t(`fault.${fault}`)}{' '}
              <small className="faint number">
                {formatCount(count)} · {percent(count / total)}
              </small>
            </h3>
            <BoardTable
              label={t(`fault.${fault}`)}
              rows={reasons}
              keyOf={({ reason }) => reason}
              bar={(row) => ({ share: row.count / total, colour: faultColours[fault] })}
              columns={[
                {
                  name: t('reason'),
                  cell: ({ reason }) => <Link to={casesAt({ reason })}>{words('reason', reason)}</Link>,
                },
                { name: t('count'), right: true, cell: (row) => formatCount(row.count) },
                { name: t('share'), right: true, cell: (row) => percent(row.count / total) },
                { name: t('before'), right: true, cell: ({ before }) => (before === null ? '–' : formatCount(before)) },
              ]}
            />
          </section>
        ))
      }
    </Tile>
  );
}

/** Which articles come back most, at what rate, for what money, and how often for their quality. */
export function ArticlesTile({ currency }: { currency: string }) {
  const t = useTexts('boards');
  const formats = useFormats();
  const { query, casesAt } = useBoardQuery();
  const answer = useRead(boardArticles, { query }, REFRESH);
  const share = (part: number, whole: number) => {
    const value = rate(part, whole);
    return value === null ? '–' : formats.percent(value);
  };
  return (
    <Tile
      title={t('articles')}
      metric={metrics.return_rate_units}
      answer={answer}
      isEmpty={({ rows }) => rows.length === 0}
      csv={({ rows }) => ({
        head: ['SKU', t('article'), t('returnedUnits'), t('soldUnits'), t('rate'), t('returnedValue'), t('quality')],
        rows: rows.map((row) => [
          row.sku,
          row.title,
          row.returnedUnits,
          row.units,
          rate(row.returnedUnits, row.units) ?? '',
          formatDecimal(money(BigInt(row.returnedMinor), currency)),
          rate(row.quality, row.lines) ?? '',
        ]),
      })}
    >
      {({ rows }) => (
        <BoardTable
          label={t('articles')}
          rows={rows}
          keyOf={({ sku }) => sku}
          bar={(row) => ({ share: rate(row.returnedUnits, row.units) ?? 0, colour: chartColours[2] })}
          columns={[
            {
              name: t('article'),
              cell: ({ sku, title }) => (
                <Link to={casesAt({ sku })} title={sku}>
                  {title}
                </Link>
              ),
            },
            { name: t('returnedUnits'), right: true, cell: (row) => formatCount(row.returnedUnits) },
            { name: t('rate'), right: true, cell: (row) => share(row.returnedUnits, row.units) },
            {
              name: t('returnedValue'),
              right: true,
              cell: (row) => formats.money({ minor: row.returnedMinor, currency }),
            },
            { name: t('quality'), right: true, cell: (row) => share(row.quality, row.lines) },
          ]}
        />
      )}
    </Tile>
  );
}

export function CategoriesTile({ currency }: { currency: string }) {
  const t = useTexts('boards');
  const words = useWords();
  const formats = useFormats();
  const { query, casesAt } = useBoardQuery();
  const answer = useRead(boardCategoriesTile, { query }, REFRESH);
  const share = (part: number, whole: number) => {
    const value = rate(part, whole);
    return value === null ? '–' : formats.percent(value);
  };
  return (
    <Tile
      title={t('categories')}
      metric={metrics.return_rate_gmv}
      answer={answer}
      isEmpty={({ rows }) => rows.length === 0}
      csv={({ rows }) => ({
        head: [t('category'), t('returnedUnits'), t('rate'), t('returnedValue'), t('opened'), t('quality')],
        rows: rows.map((row) => [
          words('goodsClass', row.category),
          row.returnedUnits,
          rate(Number(row.returnedMinor), Number(row.paidMinor)) ?? '',
          formatDecimal(money(BigInt(row.returnedMinor), currency)),
          row.opened,
          rate(row.quality, row.opened) ?? '',
        ]),
      })}
    >
      {({ rows }) => (
        <BoardTable
          label={t('categories')}
          rows={rows}
          keyOf={({ category }) => category}
          bar={(row) => ({
            share: rate(Number(row.returnedMinor), Number(row.paidMinor)) ?? 0,
            colour: chartColours[2],
          })}
          columns={[
            {
              name: t('category'),
              cell: ({ category }) => <Link to={casesAt({ category })}>{words('goodsClass', category)}</Link>,
            },
            { name: t('rate'), right: true, cell: (row) => share(Number(row.returnedMinor), Number(row.paidMinor)) },
            { name: t('opened'), right: true, cell: (row) => formatCount(row.opened) },
            { name: t('quality'), right: true, cell: (row) => share(row.quality, row.opened) },
          ]}
        />
      )}
    </Tile>
  );
}
