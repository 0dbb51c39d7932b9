import { Form, Input, Modal, Select } from 'antd';
import { useTexts, useWords } from '../locales/texts.ts';

export const rejectReasons = [
  'statutory_exclusion',
  'confirmed_exclusion',
  'window_closed',
  'not_intact',
  'no_evidence',
  'not_our_goods',
  'agreed_otherwise',
  'other',
] as const;

type Refusal = { reasonCode: string; note: string };
type Props = {
  open: boolean;
  subject: string;
  suggested?: string;
  busy: boolean;
  onClose: () => void;
  onReject: (refusal: Refusal) => void;
};

/** A refusal always has a ground and a sentence for the buyer. */
export function RejectDialog({ open, subject, suggested, busy, onClose, onReject }: Props) {
  const t = useTexts('rma');
  const words = useWords();
  const [form] = Form.useForm<Refusal>();
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={`${t('rejectTitle')} · ${subject}`}
      okText={t('rejectGo')}
      okButtonProps={{ danger: true, loading: busy }}
      onOk={form.submit}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        requiredMark={false}
        initialValues={suggested ? { reasonCode: suggested, note: words('rejectReason', suggested) } : {}}
        onFinish={onReject}
      >
        <Form.Item name="reasonCode" label={t('rejectReason')} rules={[{ required: true, message: t('needReason') }]}>
          <Select
            autoFocus
            options={rejectReasons.map((code) => ({ value: code, label: words('rejectReason', code) }))}
          />
        </Form.Item>
        <Form.Item
          name="note"
          label={t('rejectNote')}
          extra={t('rejectNoteHint')}
          rules={[{ required: true, whitespace: true, message: t('needNote') }]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}
