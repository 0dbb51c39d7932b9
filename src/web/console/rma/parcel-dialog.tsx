import { Form, Modal } from 'antd';
import { announceParcel, type RmaView } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { CourierFields, useCourierCode } from './courier-fields.tsx';
import { useRmaAct } from './use-rma-act.ts';

export function ParcelDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const [form] = Form.useForm<{ courier: string; waybill: string }>();
  const announce = useRmaAct(announceParcel, 'announce_parcel', rma, { onDone: onClose });
  const codeOf = useCourierCode();
  return (
    <Modal
      open
      onCancel={onClose}
      title={`${t('parcelTitle')} · ${rma.number}`}
      okText={t('parcelGo')}
      okButtonProps={{ loading: announce.isPending }}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ courier, waybill }) =>
          announce.mutate({ params: { rmaId: rma.id }, body: { courier: codeOf(courier), waybill } })
        }
      >
        <CourierFields />
      </Form>
    </Modal>
  );
}
