import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { getDifference } from '../../../contract/matching.ts';
import type { MatchAction } from '../../../domain/matching/settle.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Money } from '../parts/money.tsx';
import { refundTone, stageTone, Tag } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useSession } from '../shell/session.tsx';
import { stateTones } from './difference-tones.ts';
import { SettleDialog } from './settle-dialog.tsx';

type Difference = ReplyOf<typeof getDifference>;

/** A difference with its three sides beside each other, what may be done, and what was done. */
export function DifferenceDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useTexts('matching');
  const known = id?.startsWith('mdf_') ? (id as Difference['id']) : undefined;
  const answer = useRead(
    getDifference,
    { params: { differenceId: known ?? 'mdf_0' } },
    { enabled: known !== undefined },
  );
  return (
    <Drawer
      open={known !== undefined}
      onClose={onClose}
      size={900}
      title={answer.data ? `${t(`kind.${answer.data.kind}`)} · ${answer.data.day}` : t('title')}
    >
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isLoading ? <Waiting /> : null}
      {answer.data ? <Content of={answer.data} /> : null}
    </Drawer>
  );
}

function Content({ of }: { of: Difference }) {
  const t = useTexts('matching');
  const { may } = useSession();
  const [doing, setDoing] = useState<MatchAction>();
  return (
    <>
      <p className="match-lead">
        <Tag tone={stateTones[of.state]}>{t(`state.${of.state}`)}</Tag> {t(`cause.${of.cause}`)}
        {of.gap.minor === '0' ? null : (
          <>
            {' '}
            · {t('col.gap')} <Money of={of.gap} strong />
          </>
        )}
      </p>
      <div className="match-sides">
        <OurSide of={of} />
        <TheirSide of={of} />
        <GoodsSide of={of} />
      </div>
      {may('ledger:post') && of.actions.length > 0 ? (
        <p className="match-actions">
          {of.actions.map((action) => (
            <Button key={action} type={action === 'book' ? 'primary' : 'default'} onClick={() => setDoing(action)}>
              {t(`action.${action}`)}
            </Button>
          ))}
        </p>
      ) : null}
      <History of={of} />
      {doing ? <SettleDialog of={of} action={doing} onEnd={() => setDoing(undefined)} /> : null}
    </>
  );
}

const SideBox = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="match-side" aria-label={title}>
    <h3>{title}</h3>
    {children}
  </section>
);

function OurSide({ of: { refund, ours } }: { of: Difference }) {
  const t = useTexts('matching');
  const words = useWords();
  const formats = useFormats();
  if (!refund)
    return (
      <SideBox title={t('refund')}>{ours ? <Money of={ours} /> : <p className="faint">{t('noRefund')}</p>}</SideBox>
    );
  return (
    <SideBox title={t('refund')}>
      <p>
        <Money of={refund.amount} strong />{' '}
        <Tag tone={refundTone(refund.state)}>{words('refundState', refund.state)}</Tag>
      </p>
      <p className="number break">{refund.id}</p>
      <p className="faint break">
        {t('trade')} {refund.tradeNumber}
      </p>
      {refund.settledAt ? (
        <p className="faint">
          {t('settledAt')} {formats.full(refund.settledAt)}
        </p>
      ) : null}
    </SideBox>
  );
}

function TheirSide({ of: { lines } }: { of: Difference }) {
  const t = useTexts('matching');
  const formats = useFormats();
  return (
    <SideBox title={t('statement')}>
      {lines.length === 0 ? <p className="faint">{t('noLines')}</p> : null}
      {lines.map((line, i) => (
        <div key={i}>
          <p>
            <Money of={line.amount} strong /> <span className="number">{line.day}</span>
          </p>
          <p className="number break">{line.refundNumber ?? line.gatewayReference}</p>
          <p className="faint break">
            {t('trade')} {line.tradeNumber}
          </p>
          {line.at ? <p className="faint">{formats.full(line.at)}</p> : null}
        </div>
      ))}
    </SideBox>
  );
}

function GoodsSide({ of: { goods, rmaId, rmaNumber } }: { of: Difference }) {
  const t = useTexts('matching');
  const words = useWords();
  const formats = useFormats();
  if (!goods) return <SideBox title={t('goods')}>{<p className="faint">{t('noGoods')}</p>}</SideBox>;
  return (
    <SideBox title={t('goods')}>
      <p>
        <Link to={`/rmas/${rmaId}`} className="number">
          {rmaNumber}
        </Link>{' '}
        <Tag tone={stageTone(goods.stage)}>{words('stage', goods.stage)}</Tag>
      </p>
      {goods.lines.map((line, i) => (
        <p key={i}>
          <span className="number">
            {line.sku} × {line.quantity}
          </span>{' '}
          {words('reception', line.reception)}
        </p>
      ))}
      <p className="faint">
        {goods.receivedAt ? `${t('received')} ${formats.full(goods.receivedAt)}` : t('notReceived')}
      </p>
    </SideBox>
  );
}

function History({ of: { events } }: { of: Difference }) {
  const t = useTexts('matching');
  const formats = useFormats();
  return (
    <>
      <h3>{t('history')}</h3>
      <ul className="plain-list match-history">
        {events.map((event, i) => (
          <li key={i}>
            <span className="number faint">{formats.full(event.at)}</span>{' '}
            {t(`action.${event.action}` as 'action.take')}
            {event.by === 'system' ? '' : ` · ${event.by}`}
            {event.note ? ` · ${event.note}` : ''}{' '}
            {event.bookNumber ? <span className="number">{event.bookNumber}</span> : null}
          </li>
        ))}
      </ul>
    </>
  );
}
