import { PhoneOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { AlertView } from '../../../contract/alerts.ts';
import { revealBuyer } from '../../../contract/orders.ts';
import { useTexts } from '../locales/texts.ts';
import { RevealDialog } from '../parts/reveal-dialog.tsx';
import { useReveal } from '../parts/use-reveal.ts';

type Props = { alert: AlertView; orderId: NonNullable<AlertView['orderId']> };

/** Shows the buyer's phone to whoever says what for; that stays on record. */
export function CallBuyer({ alert, orderId }: Props) {
  const t = useTexts('alerts');
  const { clear, asking, ask, close, reveal, isBusy } = useReveal(revealBuyer);
  if (clear)
    return (
      <p className="alert-phone">
        <strong>{clear.name}</strong>{' '}
        {clear.phone ? (
          <a href={`tel:${clear.phone}`} className="number">
            {clear.phone}
          </a>
        ) : (
          t('noPhone')
        )}
      </p>
    );
  return (
    <div>
      <Button type="primary" icon={<PhoneOutlined />} onClick={ask}>
        {t('act.call_buyer')}
      </Button>
      {asking ? (
        <RevealDialog
          title={t('revealTitle')}
          purpose={t('purposePreset', { waybill: alert.waybill ?? '', kind: t(`kind.${alert.kind}`) })}
          busy={isBusy}
          onClose={close}
          onReveal={(purpose) => reveal({ params: { orderId }, body: { purpose } })}
        />
      ) : null}
    </div>
  );
}
