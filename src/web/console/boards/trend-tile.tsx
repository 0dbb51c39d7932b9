import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { boardTrend } from '../../../contract/boards.ts';
import { metrics } from '../../../domain/metrics/metric-catalogue.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { Chart } from '../overview/chart.tsx';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useMode } from '../shell/mode.ts';
import { chartColours, type Mode, paletteOf } from '../theme.ts';
import { BoardTable } from './board-table.tsx';
import { REFRESH, rate } from './reading.ts';
import { Tile } from './tile.tsx';
import { useBoardQuery } from './use-board-query.ts';

type Data = ReplyOf<typeof boardTrend>;
type Point = Data['points'][number];

/** Return rates over the days of the orders: three lines, the young end dotted, and the orders of the period compared. */
export default function TrendTile() {
  const t = useTexts('boards');
  const { mode } = useMode();
  const { query } = useBoardQuery();
  const [asTable, setAsTable] = useState(false);
  const answer = useRead(boardTrend, { query }, REFRESH);
  const { data } = answer;
  const option = useMemo(() => data && linesOf(data, mode, t), [data, mode, t]);
  const young = data?.points.find(({ immature }) => immature);
  return (
    <Tile
      title={t('trend')}
      metric={metrics.return_rate_orders}
      answer={answer}
      note={(trend) => t('n', { count: formatCount(trend.points.reduce((n, { orders }) => n + orders, 0)) })}
      isEmpty={({ points }) => points.every(({ orders }) => orders === 0)}
      csv={({ points }) => ({
        head: [t('day'), t('shippedOrders'), t('returnedOrders'), t('soldUnits'), t('returnedUnits'), t('rate')],
        rows: points.map((point) => [
          point.from,
          point.orders,
          point.returnedOrders,
          point.units,
          point.returnedUnits,
          rate(point.returnedOrders, point.orders) ?? '',
        ]),
      })}
      tools={
        <Button type="link" size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'asChart' : 'asTable')}
        </Button>
      }
    >
      {(trend) => (
        <>
          {asTable || !option ? <TrendTable points={trend.points} /> : <Chart option={option} label={t('trend')} />}
          {young ? <p className="board-note">{t('immature', { day: young.from })}</p> : null}
        </>
      )}
    </Tile>
  );
}

function TrendTable({ points }: { points: Point[] }) {
  const t = useTexts('boards');
  const { percent } = useFormats();
  const share = (part: number, whole: number) => {
    const value = rate(part, whole);
    return value === null ? '–' : percent(value);
  };
  return (
    <BoardTable
      label={t('trend')}
      rows={points}
      keyOf={({ from }) => from}
      columns={[
        { name: t('day'), cell: ({ from, immature }) => `${from}${immature ? ` · ${t('immatureSign')}` : ''}` },
        { name: t('shippedOrders'), right: true, cell: ({ orders }) => formatCount(orders) },
        { name: t('byOrders'), right: true, cell: (row) => share(row.returnedOrders, row.orders) },
        { name: t('byUnits'), right: true, cell: (row) => share(row.returnedUnits, row.units) },
        { name: t('byValue'), right: true, cell: (row) => share(Number(row.returnedMinor), Number(row.paidMinor)) },
      ]}
    />
  );
}

type Texts = ReturnType<typeof useTexts<'boards'>>;

function linesOf({ points, before }: Data, mode: Mode, t: Texts) {
  const palette = paletteOf(mode);
  const percent = (value: number | null) => (value === null ? null : Math.round(value * 10_000) / 100);
  const line = (name: string, values: (number | null)[], colour: string, dashed = false) => ({
    type: 'line' as const,
    name,
    data: values,
    connectNulls: false,
    symbolSize: 4,
    showSymbol: values.length < 40,
    color: colour,
    lineStyle: { width: dashed ? 1 : 2, type: dashed ? ('dashed' as const) : ('solid' as const) },
    animation: false,
  });
  const orders = (some: Point[]) => some.map((row) => percent(rate(row.returnedOrders, row.orders)));
  return {
    grid: { left: 44, right: 12, top: 36, bottom: 28 },
    // The youngest days end near zero on every line, where names at their ends would cover one another.
    legend: { top: 0, right: 0, itemWidth: 18, itemHeight: 8, textStyle: { color: palette.text } },
    textStyle: { fontFamily: 'inherit' },
    tooltip: { trigger: 'axis' as const, valueFormatter: (value: unknown) => (value == null ? '–' : `${value}%`) },
    xAxis: {
      type: 'category' as const,
      data: points.map(({ from }) => from.slice(5)),
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { color: palette.muted },
    },
    yAxis: {
      type: 'value' as const,
      min: 0,
      name: `${t('rate')} %`,
      nameTextStyle: { color: palette.muted, align: 'left' as const },
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.muted },
    },
    series: [
      line(t('byOrders'), orders(points), mode === 'dark' ? chartColours[4] : chartColours[0]),
      line(
        t('byUnits'),
        points.map((row) => percent(rate(row.returnedUnits, row.units))),
        chartColours[1],
      ),
      line(
        t('byValue'),
        points.map((row) => percent(rate(Number(row.returnedMinor), Number(row.paidMinor)))),
        chartColours[2],
      ),
      ...(before.some((row) => row.orders > 0)
        ? [line(t('byOrdersBefore'), orders(before.slice(0, points.length)), palette.muted, true)]
        : []),
    ],
  };
}
