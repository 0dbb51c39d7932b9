import { Button } from 'antd';
import { useMemo, useState } from 'react';
import type { overview } from '../../../contract/back-office.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { useMode } from '../shell/mode.ts';
import { chartColours, type Mode, paletteOf } from '../theme.ts';
import { Chart } from './chart.tsx';

type Data = ReplyOf<typeof overview>;

/** Opened and refunded per day as two lines with their names at the end, and the same as a table. */
export default function PerDay({ data }: { data: Data }) {
  const t = useTexts('overview');
  const { mode } = useMode();
  const [table, setTable] = useState(false);
  const days = data.perDay;
  const option = useMemo(() => linesOf(days, mode, t), [days, mode, t]);
  const n = days.reduce((all, { opened }) => all + opened, 0);
  return (
    <Panel
      className="wide-tile"
      title={
        <>
          {t('perDay')} <small className="faint">{t('n', { count: n })}</small>
        </>
      }
      tools={
        <Button type="link" size="small" aria-pressed={table} onClick={() => setTable(!table)}>
          {t(table ? 'asChart' : 'asTable')}
        </Button>
      }
    >
      {days.length === 0 ? <Blank title={t('noData')} /> : null}
      {days.length > 0 && !table ? <Chart option={option} label={t('perDay')} /> : null}
      {days.length > 0 && table ? <DayTable days={days} /> : null}
    </Panel>
  );
}

type Texts = ReturnType<typeof useTexts<'overview'>>;

function linesOf(days: Data['perDay'], mode: Mode, t: Texts) {
  const palette = paletteOf(mode);
  const line = (name: string, values: number[], colour: string) => ({
    type: 'line' as const,
    name,
    data: values,
    symbolSize: 5,
    lineStyle: { width: 2 },
    color: colour,
    endLabel: { show: true, formatter: '{a}', color: colour, fontSize: 12 },
    animation: false,
  });
  return {
    grid: { left: 44, right: 64, top: 28, bottom: 28 },
    textStyle: { fontFamily: 'inherit' },
    tooltip: { trigger: 'axis' as const },
    xAxis: {
      type: 'category' as const,
      data: days.map(({ day }) => day.slice(5)),
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { color: palette.muted },
    },
    yAxis: {
      type: 'value' as const,
      min: 0,
      minInterval: 1,
      name: t('perDayAxis'),
      nameTextStyle: { color: palette.muted, align: 'right' as const },
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.muted },
    },
    series: [
      line(
        t('openedLine'),
        days.map(({ opened }) => opened),
        mode === 'dark' ? chartColours[4] : chartColours[0],
      ),
      line(
        t('refundedLine'),
        days.map(({ refunded }) => refunded),
        chartColours[1],
      ),
    ],
  };
}

function DayTable({ days }: { days: Data['perDay'] }) {
  const t = useTexts('overview');
  const formats = useFormats();
  const now = useNow();
  return (
    <table className="balances">
      <thead>
        <tr>
          <th scope="col">{t('day')}</th>
          <th scope="col" className="right">
            {t('openedLine')}
          </th>
          <th scope="col" className="right">
            {t('refundedLine')}
          </th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, opened, refunded }) => (
          <tr key={day}>
            <td>{formats.day(day, now)}</td>
            <td className="right number">{opened}</td>
            <td className="right number">{refunded}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
