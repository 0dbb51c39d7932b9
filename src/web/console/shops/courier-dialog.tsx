import { useQueryClient } from '@tanstack/react-query';
import { App, Form, InputNumber, Modal } from 'antd';
import { type CourierView, connectCourier, listCouriers } from '../../../contract/couriers.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { AccountFields, filled, useSide } from './account-fields.tsx';

type Entry = {
  settings?: Record<string, string>;
  credentials?: Record<string, string>;
  followOrder?: number | null;
};

/** Connects a courier service, or changes it: the form is what its connector asks for. */
export function CourierDialog({ courier, onClose }: { courier: CourierView; onClose: () => void }) {
  const t = useTexts('shops');
  const side = useSide();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Entry>();
  const connect = useAct(connectCourier, {
    onRefused: useShowProblem(),
    onDone: () => {
      message.success(t('couriers.saved'));
      void queries.invalidateQueries({ queryKey: [listCouriers.path] });
      onClose();
    },
  });
  const save = ({ settings, credentials, followOrder }: Entry) =>
    connect.mutate({
      params: { vendor: courier.id },
      body: { settings: filled(settings), credentials: filled(credentials), followOrder: followOrder ?? null },
    });
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('couriers.dialog', { name: courier.label[side] })}
      okText={t('save')}
      okButtonProps={{ loading: connect.isPending }}
      onOk={form.submit}
    >
      <Form<Entry>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={courier.connection ?? { followOrder: 1 }}
        onFinish={save}
      >
        <AccountFields of={courier} isNew={courier.connection === null} />
        <Form.Item name="followOrder" label={t('couriers.order')} extra={t('couriers.orderHint')}>
          <InputNumber min={1} max={99} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
