import { App, Form, Input, Modal } from 'antd';
import type { TaskView } from '../../../contract/inspection.ts';
import { refuseScrap, resolveSecondLook } from '../../../contract/warehouse.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

type Props = {
  task: TaskView;
  answer: 'first' | 'second' | 'refuse';
  onClose: () => void;
  onDone: () => void;
};

/** A supervisor's word with its reason, which stays on record. */
export function SayDialog({ task, answer, onClose, onDone }: Props) {
  const t = useTexts('inspection');
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const [form] = Form.useForm<{ note: string }>();
  const after = {
    onDone: () => {
      message.success(t('said'));
      onDone();
    },
    onRefused: showProblem,
  };
  const resolve = useAct(resolveSecondLook, after);
  const refuse = useAct(refuseScrap, after);
  const params = { rmaId: task.rmaId, lineId: task.lineId };
  const send = ({ note }: { note: string }) =>
    answer === 'refuse'
      ? refuse.mutate({ params, body: { note } })
      : resolve.mutate({ params, body: { take: answer, note } });
  return (
    <Modal
      open
      onCancel={onClose}
      title={`${t(`say.${answer}`)} · ${task.title}`}
      okText={t(`say.${answer}`)}
      okButtonProps={{ loading: resolve.isPending || refuse.isPending }}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={send}>
        <Form.Item
          name="note"
          label={t('because')}
          rules={[{ required: true, whitespace: true, message: t('becauseNeeded') }]}
        >
          <Input.TextArea autoFocus maxLength={500} rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
