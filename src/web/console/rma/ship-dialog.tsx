import { Checkbox, Form, InputNumber, Select } from 'antd';
import { shipReplacement } from '../../../contract/kinds.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { CourierFields, useCourierCode } from './courier-fields.tsx';
import { useRmaAct } from './use-rma-act.ts';

type Line = RmaView['lines'][number];
type Asked = { lineId: Line['id']; quantity: number; courier: string; waybill: string; ahead?: boolean };

const isDue = (line: Line): boolean => line.replacement === 'due';
const isExpected = (line: Line): boolean =>
  line.replacement === 'none' && (line.reception === 'awaiting' || line.reception === 'in_transit');

/** Records what leaves for the buyer. Goods that are exchanged may go first, but only by somebody who says so. */
export function ShipDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const [form] = Form.useForm<Asked>();
  const codeOf = useCourierCode();
  const ship = useRmaAct(shipReplacement, 'ship_replacement', rma, { onDone: onClose });
  const due = rma.lines.filter(isDue);
  const lines = due.length > 0 ? due : rma.lines.filter(isExpected);
  const chosenId = Form.useWatch('lineId', form);
  const chosen = lines.find((line) => line.id === chosenId) ?? lines[0];
  if (!chosen) return null;
  const ahead = isExpected(chosen);
  return (
    <FormDialog
      form={form}
      title={`${t('shipTitle')} · ${rma.number} · ${rma.order.buyer.nick}`}
      okText={t('shipGo')}
      busy={ship.isPending}
      onClose={onClose}
      initialValues={{ lineId: chosen.id, quantity: chosen.quantity }}
      onFinish={({ lineId, quantity, courier, waybill }) =>
        ship.mutate({
          params: { rmaId: rma.id, lineId },
          body: { quantity, courier: codeOf(courier), waybill, ahead },
        })
      }
    >
      <Form.Item name="lineId" label={t('shipWhich')}>
        <Select
          options={lines.map((line) => ({ value: line.id, label: `${line.title} × ${line.quantity}` }))}
          onChange={(id: Line['id']) =>
            form.setFieldValue('quantity', lines.find((line) => line.id === id)?.quantity ?? 1)
          }
        />
      </Form.Item>
      {chosen.quantity > 1 ? (
        <Form.Item name="quantity" label={t('shipUnits')}>
          <InputNumber min={1} max={chosen.quantity} precision={0} mode="spinner" />
        </Form.Item>
      ) : (
        <Form.Item name="quantity" hidden>
          <InputNumber />
        </Form.Item>
      )}
      <CourierFields />
      {ahead ? (
        <Form.Item
          name="ahead"
          valuePropName="checked"
          extra={t('shipAheadWhy')}
          rules={[
            { validator: (_, ticked) => (ticked ? Promise.resolve() : Promise.reject(new Error(t('shipAhead')))) },
          ]}
        >
          <Checkbox>{t('shipAhead')}</Checkbox>
        </Form.Item>
      ) : null}
      <p className="consequence">{t('shipConsequence')}</p>
      {rma.channel === 'own_shop' ? null : <p className="amber">{t('shipAtPlatform')}</p>}
    </FormDialog>
  );
}
