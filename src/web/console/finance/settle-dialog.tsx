import { useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { getFinance, listVoucherExports, settleVoucherExport } from '../../../contract/finance.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import type { ExportRow } from './export-row.ts';

/** Somebody has looked into the finance system, and says what he found. */
export function SettleDialog({ row, onClose }: { row: ExportRow; onClose: () => void }) {
  const t = useTexts('finance');
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<'booked' | 'absent'>('booked');
  const [number, setNumber] = useState('');
  const settle = useAct(settleVoucherExport, {
    onRefused: useShowProblem(),
    onDone: () => {
      for (const { path } of [getFinance, listVoucherExports]) void queries.invalidateQueries({ queryKey: [path] });
      onClose();
    },
  });
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('settleTitle', { number: `${row.word}-${row.number}` })}
      okText={t('save')}
      okButtonProps={{ loading: settle.isPending, disabled: outcome === 'booked' && number.trim() === '' }}
      onOk={() =>
        settle.mutate({
          params: { voucherId: row.id },
          body: outcome === 'booked' ? { outcome, vendorNumber: number.trim() } : { outcome },
        })
      }
    >
      <p>{t('settleHint')}</p>
      <p className="number faint">{row.id}</p>
      <Radio.Group
        className="finance-found"
        value={outcome}
        onChange={(event) => setOutcome(event.target.value === 'absent' ? 'absent' : 'booked')}
      >
        <Radio value="booked">{t('found')}</Radio>
        <Radio value="absent" disabled={row.state === 'refused'}>
          {t('absent')}
        </Radio>
      </Radio.Group>
      {outcome === 'booked' ? (
        <Input
          maxLength={40}
          aria-label={t('found')}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
      ) : null}
    </Modal>
  );
}
