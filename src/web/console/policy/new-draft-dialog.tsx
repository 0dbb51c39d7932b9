import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Radio } from 'antd';
import { useNavigate } from 'react-router';
import { createDraft, listDrafts } from '../../../contract/policy.ts';
import { now } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';

type From = number | 'live' | 'default';
type Props = { live: number | null; from?: number; onClose: () => void };

/** Makes a draft to work on; a published version stays what it was. */
export function NewDraftDialog({ live, from, onClose }: Props) {
  const t = useTexts('policy');
  const go = useNavigate();
  const queries = useQueryClient();
  const formats = useFormats();
  const [form] = Form.useForm<{ name: string; from: From }>();
  const create = useAct(createDraft, {
    onRefused: useShowProblem(),
    onDone: (draft) => {
      void queries.invalidateQueries({ queryKey: [listDrafts.path] });
      void go(`/policy/drafts/${draft.id}`);
    },
  });
  const choices: { value: From; label: string }[] = [
    ...(from === undefined ? [] : [{ value: from, label: t('fromVersion', { version: from }) }]),
    { value: 'live', label: t('fromLive', { version: live ?? '?' }) },
    { value: 'default', label: t('fromDefault') },
  ];
  return (
    <Modal
      open
      title={t('newDraft')}
      okText={t('create')}
      okButtonProps={{ loading: create.isPending }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="faint">{t('newDraftNote')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: t('draftNamePreset', { date: formats.today(now()) }), from: from ?? 'live' }}
        onFinish={(body) => create.mutate({ body })}
      >
        <Form.Item name="name" label={t('draftName')} rules={[{ required: true, whitespace: true, max: 60 }]}>
          <Input autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item name="from" label={t('draftFrom')}>
          <Radio.Group options={choices} className="radio-column" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
