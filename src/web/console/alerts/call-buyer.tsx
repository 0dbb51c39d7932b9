import { PhoneOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { AlertView } from '../../../contract/alerts.ts';
import { revealBuyer } from '../../../contract/orders.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { RevealDialog } from '../parts/reveal-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

type Props = { alert: AlertView; orderId: NonNullable<AlertView['orderId']> };

/** Shows the buyer's phone to whoever says what for; that stays on record. */
export function CallBuyer({ alert, orderId }: Props) {
  const t = useTexts('alerts');
  const [clear, setClear] = useState<ReplyOf<typeof revealBuyer>>();
  const [asking, setAsking] = useState(false);
  const reveal = useAct(revealBuyer, {
    onRefused: useShowProblem(),
    onDone: (reply) => {
      setClear(reply);
      setAsking(false);
    },
  });
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
      <Button type="primary" icon={<PhoneOutlined />} onClick={() => setAsking(true)}>
        {t('act.call_buyer')}
      </Button>
      {asking ? (
        <RevealDialog
          title={t('revealTitle')}
          purpose={t('purposePreset', { waybill: alert.waybill ?? '', kind: t(`kind.${alert.kind}`) })}
          busy={reveal.isPending}
          onClose={() => setAsking(false)}
          onReveal={(purpose) => reveal.mutate({ params: { orderId }, body: { purpose } })}
        />
      ) : null}
    </div>
  );
}
