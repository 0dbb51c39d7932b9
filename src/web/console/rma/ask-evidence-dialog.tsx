import { Button, Form, Input } from 'antd';
import { type RmaView, requestEvidence } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useRmaAct } from './use-rma-act.ts';

const presets = ['fault', 'whole', 'label', 'parcel'] as const;

export function AskEvidenceDialog(props: { rma: RmaView; onClose: () => void; onDecided?: () => void }) {
  const { rma, onClose, onDecided } = props;
  const t = useTexts('rma');
  const [form] = Form.useForm<{ note: string }>();
  const ask = useRmaAct(requestEvidence, 'request_evidence', rma, {
    onDone: () => {
      onClose();
      onDecided?.();
    },
  });
  const add = (words: string) => {
    const before: unknown = form.getFieldValue('note');
    form.setFieldValue('note', typeof before === 'string' && before ? `${before}、${words}` : words);
  };
  return (
    <FormDialog
      form={form}
      title={`${t('askTitle')} · ${rma.number}`}
      okText={t('askGo')}
      busy={ask.isPending}
      onClose={onClose}
      onFinish={(body) => ask.mutate({ params: { rmaId: rma.id }, body })}
    >
      <div className="chips">
        {presets.map((preset) => (
          <Button key={preset} size="small" onClick={() => add(t(`askPreset.${preset}`))}>
            {t(`askPreset.${preset}`)}
          </Button>
        ))}
      </div>
      <Form.Item
        name="note"
        label={t('askNote')}
        rules={[{ required: true, whitespace: true, message: t('needNote') }]}
      >
        <Input.TextArea autoFocus rows={3} maxLength={500} />
      </Form.Item>
    </FormDialog>
  );
}
