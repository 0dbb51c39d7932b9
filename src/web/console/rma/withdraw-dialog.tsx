import { Form, Input, Modal } from 'antd';
import { type RmaView, withdrawRma } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { useRmaAct } from './use-rma-act.ts';

export function WithdrawDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const [form] = Form.useForm<{ cause: string }>();
  const withdraw = useRmaAct(withdrawRma, 'withdraw', rma, { onDone: onClose });
  return (
    <Modal
      open
      onCancel={onClose}
      title={`${t('withdrawTitle')} · ${rma.number} · ${rma.order.buyer.nick}`}
      okText={t('withdrawGo')}
      okButtonProps={{ danger: true, loading: withdraw.isPending }}
      onOk={form.submit}
    >
      <p>{t('withdrawBody')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => withdraw.mutate({ params: { rmaId: rma.id }, body })}
      >
        <Form.Item
          name="cause"
          label={t('withdrawCause')}
          rules={[{ required: true, whitespace: true, message: t('needNote') }]}
        >
          <Input autoFocus maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
