import { ArrowDownOutlined, ArrowUpOutlined, InfoCircleOutlined, MinusOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { overview } from '../../../contract/back-office.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { useFormats } from '../parts/use-formats.ts';

type Data = ReplyOf<typeof overview>;
type Figure = Data['opened'];
type Better = 'up' | 'down' | 'neither';

const REQUEST_TO_REFUND_TARGET_HOURS = 1.2 * 24;
const RECEIVED_TO_REFUND_TARGET_HOURS = 24;

/** Five figures, each with the period before, its target where it has one, and how many cases it rests on. */
export function Figures({ data }: { data: Data }) {
  const t = useTexts('overview');
  const formats = useFormats();
  const money = (minor: number) => formats.money({ minor: String(Math.round(minor)), currency: data.currency });
  return (
    <section className="figures">
      <FigureTile
        name={t('opened')}
        figure={data.opened}
        say={formatCount}
        better="neither"
        define={t('define.opened')}
      />
      <FigureTile
        name={t('refunded')}
        figure={data.refundedMinor}
        say={money}
        better="neither"
        define={t('define.refunded')}
      />
      <FigureTile
        name={t('autoReview')}
        figure={data.autoReviewShare}
        say={formats.percent}
        better="up"
        define={t('define.autoReview')}
      />
      <FigureTile
        name={t('requestToRefund')}
        figure={data.requestToRefundP50}
        say={formats.hours}
        better="down"
        define={t('define.requestToRefund')}
        target={REQUEST_TO_REFUND_TARGET_HOURS}
        beside={data.requestToRefundP90.now === null ? '' : `P90 ${formats.hours(data.requestToRefundP90.now)}`}
      />
      <FigureTile
        name={t('receivedToRefund')}
        figure={data.receivedToRefundP50}
        say={formats.hours}
        better="down"
        define={t('define.receivedToRefund')}
        target={RECEIVED_TO_REFUND_TARGET_HOURS}
      />
    </section>
  );
}

type TileProps = {
  name: string;
  figure: Figure;
  say: (value: number) => string;
  better: Better;
  define: string;
  target?: number;
  beside?: string;
};

function FigureTile({ name, figure, say, better, define, target, beside }: TileProps) {
  const t = useTexts('overview');
  return (
    <div className="figure">
      <p className="figure-name">
        {name}
        <Tooltip title={define}>
          <button type="button" className="quiet-button" aria-label={`${t('definition')}: ${define}`}>
            <InfoCircleOutlined />
          </button>
        </Tooltip>
      </p>
      <p className="figure-now">
        {figure.now === null ? <span className="faint">{t('noData')}</span> : say(figure.now)}
      </p>
      <p className="figure-more">
        <Trend figure={figure} better={better} say={say} />
        {beside ? <span>{beside}</span> : null}
        {target === undefined ? null : <span>{t('target', { value: say(target) })}</span>}
        {better === 'neither' ? null : <span>{t('n', { count: figure.n })}</span>}
      </p>
    </div>
  );
}

/** Up or down with a sign and a word; green or red only where one direction is better. */
function Trend({ figure, better, say }: { figure: Figure; better: Better; say: (value: number) => string }) {
  const t = useTexts('overview');
  if (figure.now === null || figure.before === null) return null;
  const change = figure.now - figure.before;
  const direction = change === 0 ? 'same' : change > 0 ? 'up' : 'down';
  const verdict = direction === 'same' || better === 'neither' ? 'same' : direction === better ? 'better' : 'worse';
  const sign =
    direction === 'same' ? <MinusOutlined /> : direction === 'up' ? <ArrowUpOutlined /> : <ArrowDownOutlined />;
  return (
    <span className={verdict === 'better' ? 'green' : verdict === 'worse' ? 'red' : ''}>
      <span aria-hidden>{sign}</span> {better === 'neither' ? '' : `${t(verdict)} `}
      {t('before', { value: say(figure.before) })}
    </span>
  );
}
