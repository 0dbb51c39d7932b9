import { useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Form, Input, Space } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import {
  applyForReds,
  finishRedByHand,
  listOrderInvoices,
  listRedInvoices,
  type RedInvoiceRow,
  sumRedInvoices,
  withdrawRed,
} from '../../../contract/invoicing.ts';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useRefusal, useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

/** All that shows red invoices, read anew after somebody has acted. */
export function useRedsAnew() {
  const queries = useQueryClient();
  return () => {
    for (const { path } of [listRedInvoices, sumRedInvoices, listOrderInvoices])
      void queries.invalidateQueries({ queryKey: [path] });
  };
}

/** Only what may be done now is offered; what is under way by itself has no buttons. */
export function RedActs({ row }: { row: RedInvoiceRow }) {
  const t = useTexts('invoicing');
  const { may } = useSession();
  const { message } = App.useApp();
  const readAnew = useRedsAnew();
  const say = useRefusal();
  const [byHand, setByHand] = useState(false);
  const onRefused = useShowProblem();
  const apply = useAct(applyForReds, {
    onRefused,
    onDone: ({ verdicts: [said] }) => {
      if (said?.ok) message.success(t('applied'));
      else message.error(say(said?.rejection ?? { code: 'unknown' }));
      readAnew();
    },
  });
  const withdraw = useAct(withdrawRed, { onRefused, onDone: readAnew });
  if (!may('invoice:manage')) return null;
  return (
    <Space>
      {row.can.apply ? null : (
        <Button
          size="small"
          type="primary"
          loading={apply.isPending}
          onClick={() => apply.mutate({ body: { redIds: [row.id] } })}
        >
          {t(row.state === 'due' ? 'apply' : 'applyAgain')}
        </Button>
      )}
      {row.can.withdraw ? null : (
        <Button
          size="small"
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate({ params: { redId: row.id }, body: {} })}
        >
          {t('withdraw')}
        </Button>
      )}
      {row.can.finishByHand ? null : (
        <Button size="small" onClick={() => setByHand(true)}>
          {t('byHand')}
        </Button>
      )}
      {byHand ? <ByHandDialog row={row} onClose={() => setByHand(false)} /> : null}
    </Space>
  );
}

type Entry = { redNumber: string; issuedOn: Dayjs; note?: string };

function ByHandDialog({ row, onClose }: { row: RedInvoiceRow; onClose: () => void }) {
  const t = useTexts('invoicing');
  const [form] = Form.useForm<Entry>();
  const readAnew = useRedsAnew();
  const finish = useAct(finishRedByHand, {
    onRefused: useShowProblem(),
    onDone: () => {
      readAnew();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t('byHandTitle')}
      okText={t('save')}
      busy={finish.isPending}
      onClose={onClose}
      onFinish={({ redNumber, issuedOn, note }) =>
        finish.mutate({
          params: { redId: row.id },
          body: { redNumber: redNumber.trim(), issuedOn: issuedOn.format('YYYY-MM-DD'), note: note?.trim() ?? '' },
        })
      }
    >
      <p className="faint">{t('byHandHint')}</p>
      <InvoiceNumberField name="redNumber" label={t('redNumber')} />
      <Form.Item name="issuedOn" label={t('issuedOn')} rules={[{ required: true }]}>
        <DatePicker />
      </Form.Item>
      <Form.Item name="note" label={t('remark')}>
        <Input maxLength={300} />
      </Form.Item>
    </FormDialog>
  );
}

export function InvoiceNumberField({ name, label }: { name: string; label: string }) {
  const t = useTexts('invoicing');
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[{ required: true, pattern: /^\s*\d{20}\s*$/, message: t('twentyDigits') }]}
    >
      <Input inputMode="numeric" maxLength={24} className="number" />
    </Form.Item>
  );
}
