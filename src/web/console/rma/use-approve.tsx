import { App } from 'antd';
import { approveRma, type RmaView } from '../../../contract/returns.ts';
import { resolutionFacts } from '../../../domain/policy/resolution-facts.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { useRmaAct } from './use-rma-act.ts';

/** Granting asks first only where it sends money; otherwise one press is enough. */
export function useApprove(rma: RmaView, onDecided?: () => void) {
  const t = useTexts('rma');
  const { modal } = App.useApp();
  const approve = useRmaAct(approveRma, 'approve', rma, onDecided ? { onDone: onDecided } : {});
  const send = () => approve.mutateAsync({ params: { rmaId: rma.id }, body: {} }).catch(() => undefined);
  const run = () => {
    if (approve.isPending) return;
    const { money, amount: figure } = resolutionFacts[rma.resolution];
    // A platform pays its own price protection; all else that is due at once goes out with the press.
    const pays = money === 'at_once' && !(figure === 'as_asked' && rma.channel !== 'own_shop');
    if (!pays || !rma.amount) {
      void send();
      return;
    }
    const amount = formatMoney(rma.amount.total);
    modal.confirm({
      title: t('approveMoneyAsk', { amount }),
      content: t('approveMoneyBody', { amount, buyer: rma.order.buyer.nick }),
      okText: t('approveMoneyGo', { amount }),
      onOk: send,
    });
  };
  return { run, busy: approve.isPending };
}
