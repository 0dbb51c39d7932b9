import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { boardSpans } from '../../../contract/boards.ts';
import { spanMetrics } from '../../../domain/metrics/metric-catalogue.ts';
import { type ReturnSpan, waterfall } from '../../../domain/metrics/return-spans.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { chartColours } from '../theme.ts';
import { BoardTable } from './board-table.tsx';
import { Definition, useMetricWords } from './definition.tsx';
import { REFRESH } from './reading.ts';
import { Tile } from './tile.tsx';
import { useBoardQuery } from './use-board-query.ts';

type Row = ReplyOf<typeof boardSpans>['spans'][number];

/** Those that follow one another first. */
const ordered = (spans: Row[]): Row[] => [
  ...waterfall.flatMap((code) => spans.find((row) => row.code === code) ?? []),
  ...spans.filter(({ code }) => !isOfWaterfall(code)),
];

const isOfWaterfall = (code: ReturnSpan): boolean => waterfall.some((one) => one === code);

/** How long each step takes, those that follow one another first; a bar is half of the cases, against the slowest step. */
export function StepsTile() {
  const t = useTexts('boards');
  const say = useMetricWords();
  const { query } = useBoardQuery();
  const answer = useRead(boardSpans, { query }, REFRESH);
  return (
    <Tile
      title={t('steps')}
      answer={answer}
      isEmpty={({ spans }) => spans.every(({ now }) => now.ended + now.open === 0)}
      csv={({ spans }) => ({
        head: [t('step'), `${t('p50')} min`, `${t('p90')} min`, `${t('p95')} min`, t('within'), t('ended'), t('open')],
        rows: ordered(spans).map(({ code, now }) => [
          say(spanMetrics[code].name),
          now.p50 ?? '',
          now.p90 ?? '',
          now.p95 ?? '',
          now.withinTarget ?? '',
          now.ended,
          now.open,
        ]),
      })}
    >
      {({ spans }) => <StepTable spans={ordered(spans)} />}
    </Tile>
  );
}

function StepTable({ spans }: { spans: Row[] }) {
  const t = useTexts('boards');
  const say = useMetricWords();
  const formats = useFormats();
  const { casesAt } = useBoardQuery();
  const time = (minutes: number | null) => (minutes === null ? t('notReached') : formats.hours(minutes / 60));
  const longest = Math.max(1, ...spans.map(({ now }) => now.p50 ?? 0));
  const column = (name: string, cell: (row: Row) => ReactNode) => ({ name, right: true, cell });
  return (
    <BoardTable
      label={t('steps')}
      rows={spans}
      keyOf={({ code }) => code}
      bar={({ code, now }) => ({
        share: (now.p50 ?? 0) / longest,
        colour: isOfWaterfall(code) ? chartColours[0] : chartColours[4],
      })}
      columns={[
        {
          name: t('step'),
          cell: ({ code }) => (
            <>
              <Link to={casesAt({ span: code, slow: 'yes' })}>{say(spanMetrics[code].name)}</Link>
              <Definition metric={spanMetrics[code]} />
            </>
          ),
        },
        column(t('p50'), ({ now }) => time(now.p50)),
        column(t('p90'), ({ now }) => time(now.p90)),
        column(t('p95'), ({ now }) => time(now.p95)),
        column(t('within'), ({ now, targetMinutes }) => (
          <span title={targetMinutes === null ? '' : t('target', { value: time(targetMinutes) })}>
            {now.withinTarget === null ? '–' : formats.percent(now.withinTarget)}
          </span>
        )),
        column(t('before'), ({ before }) => (before && before.p50 !== null ? time(before.p50) : '–')),
        column(t('open'), ({ now }) => formatCount(now.open)),
        column(t('ended'), ({ now }) => formatCount(now.ended)),
      ]}
    />
  );
}
