import type { RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Cause } from '../parts/cause.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { refundTone, Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';

/** Each movement of money back, with the payment provider's last word on it. */
export function RefundsCard({ rma }: { rma: RmaView }) {
  const t = useTexts('rma');
  const words = useWords();
  if (rma.refunds.length === 0) return null;
  return (
    <Panel title={t('refunds')}>
      <ul className="refund-list">
        {rma.refunds.map((refund) => (
          <li key={refund.id}>
            <div className="refund-line">
              <Tag tone={refundTone(refund.state)}>{words('refundState', refund.state)}</Tag>
              <span>{words('method', refund.method)}</span>
              <span className="faint">
                <When at={refund.settledAt ?? refund.requestedAt} time />
              </span>
              <Money of={refund.amount} strong />
            </div>
            {refund.gatewayReference ? (
              <div className="faint">
                {t('reference')} <span className="number">{refund.gatewayReference}</span>
              </div>
            ) : null}
            <ShopBooks of={refund.shopBooks} />
            {refund.cause && refund.state !== 'succeeded' ? (
              <div className={refund.state === 'rejected' ? 'red' : 'faint'}>
                {t('cause')}: <Cause of={refund.cause} />
                {refund.state === 'rejected' ? ` (${t(refund.retryable ? 'retryable' : 'notRetryable')})` : ''}
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Whether the shop that sold has the refund in its own books. */
function ShopBooks({ of }: { of: RmaView['refunds'][number]['shopBooks'] }) {
  const words = useWords();
  if (!of) return null;
  const isLacking = of.state === 'refused' || of.state === 'unknown';
  return (
    <div className={isLacking ? 'red' : 'faint'}>
      {words('shopBooks', of.state)}
      {isLacking && of.message ? (
        <>
          : <Cause of={of.message} />
        </>
      ) : null}
    </div>
  );
}
