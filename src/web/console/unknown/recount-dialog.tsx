import { Input, Modal } from 'antd';
import { useState } from 'react';
import { recountUnknown, type UnknownView } from '../../../contract/unknown-parcels.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { type Counted, CountGoods, withOneMore } from './count-goods.tsx';
import { useParcelChanged } from './use-binding.tsx';

/** Somebody looks again, and what lies there is put right. */
export function RecountDialog({ parcel, onClose }: { parcel: UnknownView; onClose: () => void }) {
  const t = useTexts('unknownParcels');
  const showProblem = useShowProblem();
  const changed = useParcelChanged();
  const [typed, setTyped] = useState('');
  const [counted, setCounted] = useState<Counted[]>(() => parcel.items.map(({ sku, quantity }) => ({ sku, quantity })));
  const recount = useAct(recountUnknown, {
    onDone: (next) => {
      changed(next);
      onClose();
    },
    onRefused: showProblem,
  });
  const add = () => {
    const sku = typed.trim();
    if (sku) setCounted(withOneMore(counted, sku));
    setTyped('');
  };
  return (
    <Modal
      open
      title={t('recountTitle')}
      okText={t('recountGo')}
      okButtonProps={{ disabled: counted.length === 0 }}
      confirmLoading={recount.isPending}
      onCancel={onClose}
      onOk={() => recount.mutate({ params: { unknownId: parcel.id }, body: { contents: counted } })}
    >
      <p className="faint">{t('bookHint')}</p>
      <Input
        autoFocus
        size="large"
        value={typed}
        maxLength={64}
        placeholder={t('scanSku')}
        aria-label={t('scanSku')}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={add}
      />
      <CountGoods counted={counted} onChange={setCounted} />
    </Modal>
  );
}
