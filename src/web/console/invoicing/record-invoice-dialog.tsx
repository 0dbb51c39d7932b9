import { App, DatePicker, Form, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import { recordInvoice } from '../../../contract/invoicing.ts';
import type { RmaView } from '../../../contract/returns.ts';
import type { BuyerKind } from '../../../domain/invoicing/blue-invoice.ts';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { InvoiceNumberField, useRedsAnew } from './red-acts.tsx';

type Entry = { number: string; issuedOn: Dayjs; buyerKind: BuyerKind; booked: 'yes' | 'no' | 'unknown' };

/** Says that the order was invoiced, over all that was paid for it. */
export function RecordInvoiceDialog({ order, onClose }: { order: RmaView['order']; onClose: () => void }) {
  const t = useTexts('invoicing');
  const { message } = App.useApp();
  const [form] = Form.useForm<Entry>();
  const readAnew = useRedsAnew();
  const kind = Form.useWatch('buyerKind', form);
  const record = useAct(recordInvoice, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('recorded'));
      readAnew();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={t('recordTitle')}
      okText={t('save')}
      busy={record.isPending}
      onClose={onClose}
      initialValues={{ buyerKind: 'person', booked: 'unknown' }}
      onFinish={({ number, issuedOn, buyerKind, booked }) =>
        record.mutate({
          params: { orderId: order.id },
          body: {
            number: number.trim(),
            issuedOn: issuedOn.format('YYYY-MM-DD'),
            buyerKind,
            booked: booked === 'unknown' || buyerKind === 'person' ? null : booked === 'yes',
          },
        })
      }
    >
      <p className="faint">{t('recordHint')}</p>
      <InvoiceNumberField name="number" label={t('blueNumber')} />
      <Form.Item name="issuedOn" label={t('issuedOn')} rules={[{ required: true }]}>
        <DatePicker />
      </Form.Item>
      <Form.Item name="buyerKind" label={t('buyerKind')}>
        <Radio.Group
          options={(['person', 'company'] as const).map((value) => ({ value, label: t(`buyer.${value}`) }))}
        />
      </Form.Item>
      {kind === 'company' ? (
        <Form.Item name="booked" label={t('booked')} extra={t('bookedHint')}>
          <Radio.Group
            options={(['yes', 'no', 'unknown'] as const).map((value) => ({ value, label: t(`bookedIs.${value}`) }))}
          />
        </Form.Item>
      ) : null}
    </FormDialog>
  );
}
