import { Form, Input, Modal, Select } from 'antd';
import type { RmaView } from '../../../contract/returns.ts';
import { forbiddenPhrases } from '../../../domain/returns/forbidden-phrases.ts';
import type { PlatformReason } from '../../../domain/returns/negotiation.ts';
import { refusalReasons } from '../../../domain/returns/refusal-reasons.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import type { FileId } from '../parts/photo-picker.tsx';
import { ForbiddenNotes } from '../talk/forbidden-notes.tsx';
import { PlatformFields, useOwnReasons, useRefusalReasons } from '../talk/refusal-fields.tsx';

type Refusal = { reasonCode: string; note: string; platformReason?: PlatformReason; proof?: FileId };
type Fields = { reasonCode: string; note: string; platformReasonId?: string; proof?: FileId[] };
type Props = {
  open: boolean;
  subject: string;
  /** One return, whose platform may have reasons of its own; absent where several are refused at once. */
  rmaId?: RmaView['id'];
  suggested?: string;
  busy: boolean;
  onClose: () => void;
  onReject: (refusal: Refusal) => void;
};

/** Platforms cut longer words. */
const LONGEST_AT_PLATFORM = 200;

/** A refusal always has a ground and a sentence for the buyer; a platform also wants one of its own reasons. */
export function RejectDialog({ open, subject, rmaId, suggested, busy, onClose, onReject }: Props) {
  const t = useTexts('rma');
  const talk = useTexts('talk');
  const words = useWords();
  const [form] = Form.useForm<Fields>();
  const reasons = useRefusalReasons(rmaId, open);
  const platform = reasons.data?.platform ?? null;
  const explain = useOwnReasons(reasons.data?.own);
  const reasonCode = Form.useWatch('reasonCode', form);
  const note = Form.useWatch('note', form) ?? '';
  const findings = forbiddenPhrases(note);
  const refuse = ({ platformReasonId, proof, ...said }: Fields) => {
    const platformReason = platform?.reasons.find(({ id }) => id === platformReasonId);
    onReject({ ...said, ...(platformReason ? { platformReason } : {}), ...(proof?.[0] ? { proof: proof[0] } : {}) });
  };
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={`${t('rejectTitle')} · ${subject}`}
      okText={t('rejectGo')}
      okButtonProps={{
        danger: true,
        loading: busy,
        disabled: findings.some((found) => found.severity === 'block') || (rmaId !== undefined && reasons.isPending),
      }}
      onOk={form.submit}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        requiredMark={false}
        initialValues={suggested ? { reasonCode: suggested, note: words('rejectReason', suggested) } : {}}
        onFinish={refuse}
      >
        <PlatformFields platform={platform} loading={reasons.isPending} />
        <Form.Item
          name="reasonCode"
          label={platform ? talk('ownReason') : t('rejectReason')}
          extra={explain(reasonCode)}
          rules={[{ required: true, message: t('needReason') }]}
        >
          <Select
            autoFocus
            options={refusalReasons.map(({ code }) => ({ value: code, label: words('rejectReason', code) }))}
          />
        </Form.Item>
        <Form.Item
          name="note"
          label={t('rejectNote')}
          extra={t('rejectNoteHint')}
          rules={[{ required: true, whitespace: true, message: t('needNote') }]}
        >
          <Input.TextArea rows={3} maxLength={platform ? LONGEST_AT_PLATFORM : 500} showCount />
        </Form.Item>
        <ForbiddenNotes text={note} findings={findings} />
      </Form>
    </Modal>
  );
}
