import { InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { extendDeadline } from '../../../contract/deadlines.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { useRmaAct } from './use-rma-act.ts';

export const DEFAULT_EXTENSION_DAYS = 3;

export function ExtendDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const [days, setDays] = useState(DEFAULT_EXTENSION_DAYS);
  const t = useTexts('deadlines');
  const extend = useRmaAct(extendDeadline, 'extend_deadline', rma, { onDone: onClose });
  return (
    <Modal
      open
      onCancel={onClose}
      title={`${t('extendTitle')} · ${rma.number}`}
      okText={t('extendGo')}
      okButtonProps={{ loading: extend.isPending }}
      onOk={() => extend.mutate({ params: { rmaId: rma.id }, body: { days } })}
    >
      <ExtensionDays days={days} onChange={setDays} />
    </Modal>
  );
}

/** How much more time is wanted, and what to expect of it. */
export function ExtensionDays({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  const t = useTexts('deadlines');
  return (
    <>
      <p>{t('extendBody')}</p>
      <p className="extension-days">
        <label htmlFor="extension-days">{t('days')}</label>
        <InputNumber
          id="extension-days"
          autoFocus
          min={1}
          max={15}
          precision={0}
          value={days}
          onChange={(value) => onChange(value ?? DEFAULT_EXTENSION_DAYS)}
        />
        {t('daysUnit')}
      </p>
    </>
  );
}
