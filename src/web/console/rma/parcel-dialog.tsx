import { AutoComplete, Form, Input, Modal } from 'antd';
import { announceParcel, type RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRmaAct } from './use-rma-act.ts';

const couriers = [
  'shunfeng',
  'zhongtong',
  'yuantong',
  'yunda',
  'shentong',
  'jtexpress',
  'jd',
  'youzhengguonei',
  'ems',
  'debangkuaidi',
  'danniao',
] as const;

export function ParcelDialog({ rma, onClose }: { rma: RmaView; onClose: () => void }) {
  const t = useTexts('rma');
  const words = useWords();
  const [form] = Form.useForm<{ courier: string; waybill: string }>();
  const announce = useRmaAct(announceParcel, 'announce_parcel', rma, { onDone: onClose });
  const options = couriers.map((code) => ({ value: words('courier', code), code }));
  const codeOf = (name: string): string => options.find(({ value }) => value === name)?.code ?? name;
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
        <Form.Item
          name="waybill"
          label={t('waybill')}
          rules={[{ required: true, pattern: /^\s*[0-9A-Za-z-]{6,32}\s*$/, message: t('waybillWrong') }]}
        >
          <Input autoFocus className="number" />
        </Form.Item>
        <Form.Item name="courier" label={t('courier')} rules={[{ required: true, message: t('courier') }]}>
          <AutoComplete
            options={options}
            showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) ?? false }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
