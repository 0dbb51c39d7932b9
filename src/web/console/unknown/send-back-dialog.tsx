import { App, AutoComplete, Form, Input, Modal } from 'antd';
import { sendBackUnknown, type UnknownView } from '../../../contract/unknown-parcels.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { couriers, useCourierCode } from '../rma/courier-fields.tsx';
import { useParcelChanged } from './use-binding.tsx';

type Fields = { waybill?: string; courier?: string };

/** Goods leave for good, so this one asks first, with how many they are. */
export function SendBackDialog({ parcel, onClose }: { parcel: UnknownView; onClose: () => void }) {
  const t = useTexts('unknownParcels');
  const rma = useTexts('rma');
  const words = useWords();
  const codeOf = useCourierCode();
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const changed = useParcelChanged();
  const [form] = Form.useForm<Fields>();
  const count = parcel.items.reduce((sum, { quantity, bound }) => sum + quantity - bound, 0);
  const send = useAct(sendBackUnknown, {
    onDone: (next) => {
      changed(next);
      message.success(t('sentBackDone'));
      onClose();
    },
    onRefused: showProblem,
  });
  return (
    <Modal
      open
      title={t('sendBackTitle')}
      okText={t('sendBackGo', { count })}
      okButtonProps={{ danger: true }}
      confirmLoading={send.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{t('sendBackBody', { count })}</p>
      <Form<Fields>
        form={form}
        layout="vertical"
        onFinish={({ waybill, courier }) =>
          send.mutate({
            params: { unknownId: parcel.id },
            body: {
              ...(waybill?.trim() ? { waybill: waybill.trim() } : {}),
              ...(courier?.trim() ? { courier: codeOf(courier.trim()) } : {}),
            },
          })
        }
      >
        <p className="faint">{t('withoutWaybill')}</p>
        <Form.Item
          name="waybill"
          label={rma('waybill')}
          rules={[{ pattern: /^\s*[0-9A-Za-z-]{6,32}\s*$/, message: rma('waybillWrong') }]}
        >
          <Input className="number" />
        </Form.Item>
        <Form.Item name="courier" label={rma('courier')}>
          <AutoComplete options={couriers.map((code) => ({ value: words('courier', code) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
