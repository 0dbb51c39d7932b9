import { ArrowDownOutlined, ArrowUpOutlined, MinusOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import type { BoardFigure, boardFigures } from '../../../contract/boards.ts';
import { type Metric, type MetricCode, metrics } from '../../../domain/metrics/metric-catalogue.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { useFormats } from '../parts/use-formats.ts';
import { Definition, useMetricWords } from './definition.tsx';
import { useBoardQuery } from './use-board-query.ts';

type Data = ReplyOf<typeof boardFigures>;

const shown: readonly MetricCode[] = [
  'return_rate_orders',
  'returns_opened',
  'quality_share',
  'refunded',
  'auto_review_share',
  'deadlines_lapsed',
  'value_recovered',
];

/** The main figures, each with what it is compared with, how sure it is, its definition and its cases. */
export function BoardFigures({ data }: { data: Data }) {
  const { casesAt } = useBoardQuery();
  return (
    <section className="figures of-board">
      {shown.map((code) => (
        <FigureTile
          key={code}
          metric={metrics[code]}
          pair={data.figures[code]}
          currency={data.currency}
          to={casesAt(code === 'deadlines_lapsed' ? { lapsed: 'any' } : {})}
        />
      ))}
    </section>
  );
}

type TileProps = { metric: Metric; pair: Data['figures'][string] | undefined; currency: string; to: string };

function FigureTile({ metric, pair, currency, to }: TileProps) {
  const t = useTexts('boards');
  const say = useMetricWords();
  const formats = useFormats();
  const write = (value: number): string => {
    if (metric.unit === 'share') return formats.percent(value);
    return metric.unit === 'money' ? formats.money({ minor: String(value), currency }) : formatCount(value);
  };
  const now = pair?.now;
  const value = now?.value ?? null;
  return (
    <div className="figure">
      <p className="figure-name">
        {say(metric.name)}
        <Definition metric={metric} />
      </p>
      <p className="figure-now">
        {value === null ? <span className="faint">–</span> : <Link to={to}>{write(value)}</Link>}
      </p>
      <p className="figure-more">
        {pair?.before ? <Change now={value} before={pair.before} better={metric.better} write={write} /> : null}
        {now?.low != null && now.high != null ? (
          <span>{t('interval', { low: formats.percent(now.low), high: formats.percent(now.high) })}</span>
        ) : null}
        {now?.denominator && metric.name !== metrics.value_recovered.name ? (
          <span>{t('n', { count: formatCount(Number(now.denominator)) })}</span>
        ) : null}
      </p>
    </div>
  );
}

type ChangeProps = {
  now: number | null;
  before: BoardFigure;
  better: Metric['better'];
  write: (value: number) => string;
};

/** Up or down with a sign and a word; a colour only where one direction is better. */
function Change({ now, before, better, write }: ChangeProps) {
  const t = useTexts('boards');
  if (now === null || before.value === null) return null;
  const direction = now === before.value ? 'same' : now > before.value ? 'up' : 'down';
  const verdict = direction === 'same' || better === 'neither' ? null : direction === better ? 'better' : 'worse';
  const signs = { same: <MinusOutlined />, up: <ArrowUpOutlined />, down: <ArrowDownOutlined /> };
  return (
    <span className={verdict === 'better' ? 'green' : verdict === 'worse' ? 'red' : ''}>
      <span aria-hidden>{signs[direction]}</span> {verdict ? `${t(verdict)} ` : ''}
      {t('beforeValue', { value: write(before.value) })}
    </span>
  );
}
