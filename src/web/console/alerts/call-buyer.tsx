import { PhoneOutlined } from '@ant-design/icons';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { AlertView } from '../../../contract/alerts.ts';
import { revealBuyer } from '../../../contract/orders.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

type Props = { alert: AlertView; orderId: NonNullable<AlertView['orderId']> };

/** Shows the buyer's phone to whoever says what for; that stays on record. */
export function CallBuyer({ alert, orderId }: Props) {
  const t = useTexts('alerts');
  const [clear, setClear] = useState<ReplyOf<typeof revealBuyer>>();
  const [asking, setAsking] = useState(false);
  const kind = t(`kind.${alert.kind}`);
  const [purpose, setPurpose] = useState(t('purposePreset', { waybill: alert.waybill ?? '', kind }));
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
      <Modal
        open={asking}
        onCancel={() => setAsking(false)}
        title={t('revealTitle')}
        okText={t('act.call_buyer')}
        okButtonProps={{ loading: reveal.isPending, disabled: purpose.trim() === '' }}
        onOk={() => reveal.mutate({ params: { orderId }, body: { purpose: purpose.trim() } })}
      >
        <p>{t('revealBody')}</p>
        <Input
          value={purpose}
          maxLength={200}
          aria-label={t('revealTitle')}
          onChange={(event) => setPurpose(event.target.value)}
        />
      </Modal>
    </div>
  );
}
