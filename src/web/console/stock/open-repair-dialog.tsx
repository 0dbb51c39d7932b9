import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { listStock } from '../../../contract/back-office.ts';
import { openRepair } from '../../../contract/repairs.ts';
import type { RmaId } from '../../../domain/ids.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { ReturnField } from './return-field.tsx';

type Fields = { from: string; quantity: number; booking: 'expense' | 'capitalise'; rmaId?: RmaId; fault?: string };

/** Of what waits for a repair; with a return, of its buyer's goods. */
export function OpenRepairDialog({
  onClose,
  onOpened,
}: {
  onClose: () => void;
  onOpened: (order: { id: string }) => void;
}) {
  const t = useTexts('warehouse');
  const words = useWords();
  const showProblem = useShowProblem();
  const [form] = Form.useForm<Fields>();
  const waiting = useRead(listStock, { query: { condition: 'to_repair', limit: 200 } });
  const start = useAct(openRepair, { onDone: onOpened, onRefused: showProblem });
  const rows = waiting.data?.rows ?? [];
  return (
    <Modal
      open
      title={t('openRepair')}
      okText={t('openGo')}
      okButtonProps={{ loading: start.isPending }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ quantity: 1, booking: 'expense' }}
        onFinish={({ from, quantity, booking, rmaId, fault }) => {
          const row = rows[Number(from)];
          if (!row) return;
          const goods = { sku: row.sku, location: row.location, quantity };
          start.mutate({
            body: { ...goods, booking, fault: fault?.trim() ?? '', ...(rmaId ? { rmaId } : {}) },
          });
        }}
      >
        <Form.Item
          name="from"
          label={words('condition', 'to_repair')}
          rules={[{ required: true, message: t('scanSku') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            loading={waiting.isPending}
            options={rows.map((row, n) => ({
              value: String(n),
              label: `${row.sku} · ${row.title} · ${words('location', row.location)} · ${row.quantity}`,
            }))}
          />
        </Form.Item>
        <Form.Item name="quantity" label={t('quantity')} rules={[{ required: true, message: t('quantity') }]}>
          <InputNumber min={1} max={99_999} precision={0} />
        </Form.Item>
        <Form.Item name="booking" label={t('bookingLabel')}>
          <Select
            options={(['expense', 'capitalise'] as const).map((value) => ({ value, label: t(`booking.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="rmaId" label={t('returnOf')} extra={t('returnOfHelp')}>
          <ReturnField />
        </Form.Item>
        <Form.Item name="fault" label={t('fault')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
