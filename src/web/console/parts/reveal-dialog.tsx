import { Form, Input } from 'antd';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from './form-dialog.tsx';

/** `title`: what is shown; `example`: of a purpose; `purpose`: the one that is meant as a rule. */
type Props = {
  title: string;
  example?: string;
  purpose?: string;
  busy: boolean;
  onClose: () => void;
  onReveal: (purpose: string) => void;
};

/** Whoever needs a person in clear says what for; that stays on record (个人信息保护法). */
export function RevealDialog({ title, example, purpose: usual, busy, onClose, onReveal }: Props) {
  const t = useTexts('orders');
  const [form] = Form.useForm<{ purpose: string }>();
  return (
    <FormDialog
      form={form}
      title={title}
      okText={t('revealGo')}
      busy={busy}
      initialValues={{ purpose: usual }}
      onClose={onClose}
      onFinish={({ purpose }) => onReveal(purpose)}
    >
      <p>{t('revealBody')}</p>
      <Form.Item
        name="purpose"
        label={t('purpose')}
        rules={[{ required: true, whitespace: true, message: t('needPurpose') }]}
      >
        <Input autoFocus maxLength={200} placeholder={example} />
      </Form.Item>
    </FormDialog>
  );
}
