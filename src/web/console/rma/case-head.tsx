import { ExportOutlined } from '@ant-design/icons';
import { Typography } from 'antd';
import { Link } from 'react-router';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { stageTone, Tag } from '../parts/tag.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import { When } from '../parts/when.tsx';
import { Whose } from '../team/whose.tsx';
import { stepOf } from './next-step.ts';
import { PlatformHints, PlatformTags } from './platform-tags.tsx';

/** What must be done comes first, then how long there is, then how much it is about. */
export function CaseHead({ rma, inPane }: { rma: RmaView; inPane: boolean }) {
  const t = useTexts('rma');
  const words = useWords();
  const queue = useTexts('queue');
  const paid = rma.refunds.some((refund) => refund.state === 'succeeded');
  return (
    <header className="case-head">
      <div className="case-head-main">
        <h1 className="case-todo">
          <span className="sr-only">{t('now')}</span>
          {t(`todo.${stepOf(rma).todo}`)}
        </h1>
        <Tag tone={stageTone(rma.stage)}>{words('stage', rma.stage)}</Tag>
        <PlatformTags of={rma} />
        {rma.buyerWroteAt ? <Tag tone="amber">{words('lane', 'buyer_wrote')}</Tag> : null}
        {inPane ? (
          <Link className="case-full" to={`/rmas/${rma.id}`} title="Enter">
            <ExportOutlined aria-hidden /> {queue('openFull')}
          </Link>
        ) : null}
      </div>
      <PlatformHints of={rma} />
      <div className="case-head-facts">
        {rma.due ? (
          <span className="case-due">
            <TimeLeft due={rma.due.at} since={rma.openedAt} large />
            <span className="faint">{t(`dueBy.${rma.due.source}`)}</span>
          </span>
        ) : null}
        <span className="case-amount">
          <span className="faint">{t(paid ? 'refunded' : 'refundable')}</span>
          {rma.amount ? <Money of={rma.amount.total} strong /> : '—'}
        </span>
        <span>
          {words('resolution', rma.resolution)} · {words('reason', rma.reason)}
          {rma.reasonAtPlatform ? (
            <span className="amber"> {t('reasonAtPlatform', { reason: words('reason', rma.reasonAtPlatform) })}</span>
          ) : null}
        </span>
        <span className="faint case-numbers">
          <Typography.Text copyable={{ text: rma.number }} className="number">
            {rma.number}
          </Typography.Text>
          <span>{rma.order.buyer.nick}</span>
          <span>{rma.shopName}</span>
          <span>
            {t('openedAt')} <When at={rma.openedAt} />
          </span>
        </span>
      </div>
      <Whose rma={rma} />
    </header>
  );
}
