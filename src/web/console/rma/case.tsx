import { Button } from 'antd';
import { Link } from 'react-router';
import { rmaId as rmaIdShape } from '../../../contract/common.ts';
import { getRma, type RmaView } from '../../../contract/returns.ts';
import { problemOf } from '../../ui/api.ts';
import { BuyerBlock } from '../buyers/buyer-block.tsx';
import { RecoveryPanel } from '../claims/recovery-panel.tsx';
import { InvoicePanel } from '../invoicing/invoice-panel.tsx';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { useRead } from '../parts/use-api.ts';
import { ThreadPanel } from '../talk/thread-panel.tsx';
import { ActionBar } from './action-bar.tsx';
import { CaseHead } from './case-head.tsx';
import { ClocksPanel } from './clocks-panel.tsx';
import { DecisionCard } from './decision-card.tsx';
import { DifferencesPanel } from './differences-panel.tsx';
import { EvidencePanel, OrderPanel, ParcelsPanel } from './facts.tsx';
import { Goods } from './goods.tsx';
import { GoodsAreHere } from './goods-are-here.tsx';
import { HandlingPanel } from './handling-panel.tsx';
import { MoneyCard } from './money-card.tsx';
import { OutboundPanel } from './outbound-panel.tsx';
import { PickupsPanel } from './pickups-panel.tsx';
import { RefundsCard } from './refunds-card.tsx';
import { Timeline } from './timeline.tsx';
import type { RmaId } from './use-rma-act.ts';

type Props = { rmaId: string; inPane?: boolean; onDecided?: () => void };

/** One return: its facts, the work on it, what happened to it, and what can be done now. */
export function Case({ rmaId, ...rest }: Props) {
  const t = useTexts('rma');
  const id = rmaIdShape.safeParse(rmaId);
  if (id.success) return <Loaded id={id.data} {...rest} />;
  return (
    <Blank title={t('missing')} hint={t('missingHint')}>
      <ToQueue />
    </Blank>
  );
}

function Loaded({ id, inPane = false, onDecided }: Omit<Props, 'rmaId'> & { id: RmaId }) {
  const t = useTexts('rma');
  const answer = useRead(getRma, { params: { rmaId: id } });
  if (answer.data) {
    return <CaseView rma={answer.data} inPane={inPane} {...(onDecided ? { onDecided } : {})} />;
  }
  if (!answer.error) return <Waiting rows={12} />;
  if (problemOf(answer.error).status === 404) {
    return (
      <Blank title={t('missing')} hint={t('missingHint')}>
        <ToQueue />
      </Blank>
    );
  }
  return <Failed error={answer.error} retry={answer.refetch} />;
}

function ToQueue() {
  const t = useTexts('rma');
  return (
    <Link to="/queue">
      <Button>{t('toQueue')}</Button>
    </Link>
  );
}

function CaseView({ rma, inPane, onDecided }: { rma: RmaView; inPane: boolean; onDecided?: () => void }) {
  return (
    <article className={`case${inPane ? ' in-pane' : ''}`}>
      <CaseHead rma={rma} inPane={inPane} />
      <div className="case-columns">
        <div className="case-facts">
          <ClocksPanel rma={rma} />
          <EvidencePanel rma={rma} />
          <OrderPanel rma={rma} />
          <BuyerBlock buyerId={rma.order.buyer.id} />
          <ParcelsPanel rma={rma} />
          <PickupsPanel rma={rma} />
          <OutboundPanel rma={rma} />
          <HandlingPanel rma={rma} />
        </div>
        <div className="case-work">
          <GoodsAreHere rma={rma} />
          <DecisionCard rma={rma} />
          <DifferencesPanel rma={rma} />
          <Goods rma={rma} />
          <MoneyCard rma={rma} />
          <RefundsCard rma={rma} />
          <InvoicePanel key={`invoices-${rma.id}`} rma={rma} />
          <RecoveryPanel key={`recovery-${rma.id}`} rma={rma} />
          <ThreadPanel key={rma.id} rma={rma} />
        </div>
        <div className="case-story">
          <Timeline rma={rma} />
        </div>
      </div>
      <ActionBar key={rma.id} rma={rma} {...(onDecided ? { onDecided } : {})} />
    </article>
  );
}
