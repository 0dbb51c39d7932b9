import { useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Switch } from 'antd';
import { changeTemplate, createTemplate, listTemplates, type TemplateView } from '../../../contract/templates.ts';
import { forbiddenPhrases } from '../../../domain/returns/forbidden-phrases.ts';
import { placeholders } from '../../../domain/returns/reply-templates.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { ForbiddenNotes } from './forbidden-notes.tsx';

type Fields = Pick<TemplateView, 'title' | 'body' | 'active'>;

export function TemplateDialog({ template, onClose }: { template: TemplateView | null; onClose: () => void }) {
  const t = useTexts('talk');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [form] = Form.useForm<Fields>();
  const body = Form.useWatch('body', form) ?? template?.body ?? '';
  const options = {
    onRefused: showProblem,
    onDone: () => {
      message.success(t('templateSaved'));
      void queries.invalidateQueries({ queryKey: [listTemplates.path] });
      onClose();
    },
  };
  const create = useAct(createTemplate, options);
  const change = useAct(changeTemplate, options);
  const findings = forbiddenPhrases(body);
  const save = (fields: Fields) => {
    const content = { ...fields, audience: template?.audience ?? ('buyer' as const) };
    if (template) change.mutate({ params: { templateId: template.id }, body: content });
    else create.mutate({ body: content });
  };
  return (
    <Modal
      open
      width={560}
      onCancel={onClose}
      title={t(template ? 'changeTemplate' : 'addTemplate')}
      okButtonProps={{
        loading: create.isPending || change.isPending,
        disabled: findings.some((found) => found.severity === 'block'),
      }}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={template ?? { title: '', body: '', active: true }}
        onFinish={save}
      >
        <Form.Item name="title" label={t('templateName')} rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="body"
          label={t('templateBody')}
          extra={t('placeholdersHint', {
            names: placeholders.map((name) => `{${name}} ${t(`placeholder.${name}`)}`).join('  '),
          })}
          rules={[{ required: true, whitespace: true }]}
        >
          <Input.TextArea autoSize={{ minRows: 4, maxRows: 10 }} maxLength={1_000} showCount />
        </Form.Item>
        <ForbiddenNotes text={body} findings={findings} />
        <Form.Item name="active" label={t('inUse')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  );
}
