import { Link } from 'react-router';
import { boardChannels, boardLapses, boardRecovery } from '../../../contract/boards.ts';
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

/** What became of the goods, and what they are worth since. */
export function RecoveryTile({ currency }: { currency: string }) {
  const t = useTexts('boards');
  const words = useWords();
  const formats = useFormats();
  const { query, casesAt } = useBoardQuery();
  const answer = useRead(boardRecovery, { query }, REFRESH);
  const recovered = (row: { valueMinor: string; paidMinor: string }) =>
    rate(Number(row.valueMinor), Number(row.paidMinor));
  return (
    <Tile
      title={t('recovery')}
      metric={metrics.value_recovered}
      answer={answer}
      isEmpty={({ rows }) => rows.length === 0}
      csv={({ rows }) => ({
        head: [t('way'), t('units'), t('valueAfter'), t('paid'), t('recovered')],
        rows: rows.map((row) => [
          words('disposition', row.disposition),
          row.units,
          formatDecimal(money(BigInt(row.valueMinor), currency)),
          formatDecimal(money(BigInt(row.paidMinor), currency)),
          recovered(row) ?? '',
        ]),
      })}
    >
      {({ rows }) => (
        <BoardTable
          label={t('recovery')}
          rows={rows}
          keyOf={({ disposition }) => disposition}
          bar={(row) => ({ share: recovered(row) ?? 0, colour: chartColours[2] })}
          columns={[
            {
              name: t('way'),
              cell: ({ disposition }) => <Link to={casesAt({ disposition })}>{words('disposition', disposition)}</Link>,
            },
            { name: t('units'), right: true, cell: (row) => formatCount(row.units) },
            {
              name: t('valueAfter'),
              right: true,
              cell: (row) => formats.money({ minor: row.valueMinor, currency }),
            },
            {
              name: t('recovered'),
              right: true,
              cell: (row) => {
                const value = recovered(row);
                return value === null ? '–' : formats.percent(value);
              },
            },
          ]}
        />
      )}
    </Tile>
  );
}

/** Which deadlines of ours ran out. */
export function LapsesTile() {
  const t = useTexts('boards');
  const words = useWords();
  const { query, casesAt } = useBoardQuery();
  const answer = useRead(boardLapses, { query }, REFRESH);
  return (
    <Tile
      title={t('lapses')}
      metric={metrics.deadlines_lapsed}
      answer={answer}
      isEmpty={({ rows }) => rows.length === 0}
      csv={({ rows }) => ({
        head: [t('clockName'), t('times'), t('before')],
        rows: rows.map((row) => [words('clock', row.kind), row.count, row.before ?? '']),
      })}
    >
      {({ rows }) => {
        const most = Math.max(1, ...rows.map(({ count }) => count));
        return (
          <BoardTable
            label={t('lapses')}
            rows={rows}
            keyOf={({ kind }) => kind}
            bar={({ count }) => ({ share: count / most, colour: chartColours[5] })}
            columns={[
              {
                name: t('clockName'),
                cell: ({ kind }) => <Link to={casesAt({ lapsed: kind })}>{words('clock', kind)}</Link>,
              },
              { name: t('times'), right: true, cell: ({ count }) => formatCount(count) },
              { name: t('before'), right: true, cell: ({ before }) => (before === null ? '–' : formatCount(before)) },
            ]}
          />
        );
      }}
    </Tile>
  );
}

/** Shops side by side; a shop leads to its own board. */
export function ChannelsTile() {
  const t = useTexts('boards');
  const words = useWords();
  const formats = useFormats();
  const { query, casesAt } = useBoardQuery();
  const answer = useRead(boardChannels, { query }, REFRESH);
  return (
    <Tile
      title={t('channels')}
      metric={metrics.return_rate_orders}
      answer={answer}
      isEmpty={({ rows }) => rows.length === 0}
      csv={({ rows }) => ({
        head: [t('channel'), t('shop'), t('shippedOrders'), t('returnedOrders'), t('rate'), t('opened'), t('lapsed')],
        rows: rows.map((row) => [
          words('channel', row.channel),
          row.shopName,
          row.orders,
          row.returnedOrders,
          rate(row.returnedOrders, row.orders) ?? '',
          row.opened,
          row.lapsed,
        ]),
      })}
    >
      {({ rows }) => (
        <BoardTable
          label={t('channels')}
          rows={rows}
          keyOf={({ shopId }) => shopId}
          bar={(row) => ({ share: rate(row.returnedOrders, row.orders) ?? 0, colour: chartColours[0] })}
          columns={[
            {
              name: t('shop'),
              cell: ({ shopId, shopName, channel }) => (
                <>
                  <Link to={casesAt({ shopId })}>{shopName}</Link>{' '}
                  <small className="faint">{words('channel', channel)}</small>
                </>
              ),
            },
            {
              name: t('rate'),
              right: true,
              cell: (row) => {
                const value = rate(row.returnedOrders, row.orders);
                return value === null ? '–' : formats.percent(value);
              },
            },
            { name: t('opened'), right: true, cell: (row) => formatCount(row.opened) },
            { name: t('lapsed'), right: true, cell: (row) => formatCount(row.lapsed) },
          ]}
        />
      )}
    </Tile>
  );
}
