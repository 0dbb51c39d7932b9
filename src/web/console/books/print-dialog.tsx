import { InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../locales/texts.ts';
import { useVoucherPdf } from './use-voucher-pdf.ts';

/** Vouchers of a month as a PDF to print and bind; the numbers may be narrowed. */
export function PrintDialog({ month, onClose }: { month: string; onClose: () => void }) {
  const t = useTexts('books');
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const pdf = useVoucherPdf(onClose);
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('printTitle', { month })}
      okText={t('makePdf')}
      okButtonProps={{ loading: pdf.isPending, disabled: from !== null && to !== null && from > to }}
      onOk={() => pdf.mutate({ period: month, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) })}
    >
      <p className="faint">{t('printHint')}</p>
      <div className="number-range">
        <InputNumber
          min={1}
          precision={0}
          placeholder={t('firstNumber')}
          aria-label={t('fromNumber')}
          value={from}
          onChange={setFrom}
        />
        <span>–</span>
        <InputNumber
          min={1}
          precision={0}
          placeholder={t('lastNumber')}
          aria-label={t('toNumber')}
          value={to}
          onChange={setTo}
        />
      </div>
    </Modal>
  );
}
