import { Modal } from 'antd';
import { type RmaView, retryRefund } from '../../../contract/returns.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useCauseText } from '../parts/cause.tsx';
import { useRmaAct } from './use-rma-act.ts';

/** Sends the first refused refund again. */
export function RetryDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const words = useWords();
  const sayCause = useCauseText();
  const retry = useRmaAct(retryRefund, 'retry_refund', rma, { onDone: onClose });
  const refund = rma.refunds.find((candidate) => candidate.state === 'rejected');
  if (!refund) return null;
  const amount = formatMoney(refund.amount);
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('retryAsk', { amount })}
      okText={t('retryGo')}
      okButtonProps={{ loading: retry.isPending }}
      onOk={() => retry.mutate({ params: { rmaId: rma.id, refundId: refund.id }, body: {} })}
    >
      <p>
        {t('retryBody', {
          buyer: rma.order.buyer.nick,
          method: words('method', refund.method),
          cause: sayCause(refund.cause ?? ''),
        })}
      </p>
    </Modal>
  );
}
