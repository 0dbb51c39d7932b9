import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Select, Tooltip } from 'antd';
import { useState } from 'react';
import {
  chaseGoods,
  type ExposureRow,
  listExposure,
  sumExposure,
  writeOffAdvance,
} from '../../../contract/advances.ts';
import { countRefundDesk } from '../../../contract/transfers.ts';
import { type ChaseKind, chaseKinds } from '../../../domain/returns/advance.ts';
import { formatMoney } from '../../ui/format.ts';
import { WordsField } from '../claims/fields.tsx';
import { useTexts, useWords } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useBecause } from './use-because.ts';

type Props = { row: ExposureRow };

/** All that the exposure shows, read anew after somebody has acted. */
export function useExposureAnew() {
  const queries = useQueryClient();
  return () => {
    for (const { path } of [listExposure, sumExposure, countRefundDesk])
      void queries.invalidateQueries({ queryKey: [path] });
  };
}

export function ChaseGoods({ row }: Props) {
  const t = useTexts('exposure');
  const words = useWords();
  const { message } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const [form] = Form.useForm<{ kind: ChaseKind; note: string }>();
  const because = useBecause('advance:chase', row.can.chase);
  const readAnew = useExposureAnew();
  const chase = useAct(chaseGoods, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('chased'));
      setOpen(false);
      readAnew();
    },
  });
  return (
    <>
      <Tooltip title={because}>
        <Button size="small" disabled={because !== undefined} onClick={() => setOpen(true)}>
          {t('chase')}
        </Button>
      </Tooltip>
      {isOpen ? (
        <FormDialog
          form={form}
          title={t('chaseTitle')}
          okText={t('chase')}
          busy={chase.isPending}
          initialValues={{ kind: 'reminded' }}
          onClose={() => setOpen(false)}
          onFinish={(body) => chase.mutate({ params: { rmaId: row.rmaId }, body })}
        >
          <Form.Item name="kind" label={t('chaseKind')}>
            <Select options={chaseKinds.map((value) => ({ value, label: words('chaseKind', value) }))} />
          </Form.Item>
          <WordsField name="note" label={t('note')} most={300} long />
        </FormDialog>
      ) : null}
    </>
  );
}

export function WriteOff({ row }: Props) {
  const t = useTexts('exposure');
  const { message } = App.useApp();
  const [isOpen, setOpen] = useState(false);
  const [form] = Form.useForm<{ because: string }>();
  const because = useBecause('advance:write_off', row.can.writeOff);
  const readAnew = useExposureAnew();
  const writeOff = useAct(writeOffAdvance, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('writtenOff'));
      setOpen(false);
      readAnew();
    },
  });
  return (
    <>
      <Tooltip title={because}>
        <Button size="small" danger disabled={because !== undefined} onClick={() => setOpen(true)}>
          {t('writeOff')}
        </Button>
      </Tooltip>
      {isOpen ? (
        <FormDialog
          form={form}
          danger
          title={t('writeOffTitle', { amount: formatMoney(row.open) })}
          okText={t('writeOff')}
          busy={writeOff.isPending}
          onClose={() => setOpen(false)}
          onFinish={(body) => writeOff.mutate({ params: { rmaId: row.rmaId }, body })}
        >
          <p className="faint">{t('writeOffHint')}</p>
          <WordsField name="because" label={t('why')} most={300} long />
        </FormDialog>
      ) : null}
    </>
  );
}
