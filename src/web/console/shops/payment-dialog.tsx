import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal } from 'antd';
import { connectPayment, listPayments, type PaymentView } from '../../../contract/payments.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { AccountFields, filled, useSide } from './account-fields.tsx';

export type Editing = { of: PaymentView; as: 'current' | 'next' };

type Entry = { settings?: Record<string, string>; credentials?: Record<string, string> };

/** Connects a payment gateway, changes it, or prepares the keys that come next: the form is what its connector asks for. */
export function PaymentDialog({ editing: { of, as }, onClose }: { editing: Editing; onClose: () => void }) {
  const t = useTexts('shops');
  const side = useSide();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Entry>();
  const connect = useAct(connectPayment, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('payments.saved'));
      void queries.invalidateQueries({ queryKey: [listPayments.path] });
      onClose();
    },
  });
  const save = ({ settings, credentials }: Entry) =>
    connect.mutate({
      params: { vendor: of.id },
      body: { as, settings: filled(settings), credentials: filled(credentials) },
    });
  return (
    <Modal
      open
      onCancel={onClose}
      title={t(as === 'next' ? 'payments.nextDialog' : 'payments.dialog', { name: of.label[side] })}
      okText={t('save')}
      okButtonProps={{ loading: connect.isPending }}
      onOk={form.submit}
    >
      <Form<Entry>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{ settings: of.connection?.settings ?? {} }}
        onFinish={save}
      >
        <AccountFields of={of} isNew={of.connection === null} />
      </Form>
    </Modal>
  );
}
