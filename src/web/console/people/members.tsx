import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { addMember, listMembers } from '../../../contract/people.ts';
import { type Role, roles } from '../../../domain/people/permissions.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed } from '../parts/blank.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { ApiKeys } from './api-keys.tsx';

/** Who works here and which programs may. */
export default function Members() {
  const t = useTexts('people');
  const words = useWords();
  const [adding, setAdding] = useState(false);
  const answer = useRead(listMembers, {});
  return (
    <Page
      title={t('members')}
      tools={
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('addMember')}
        </Button>
      }
    >
      {answer.error ? (
        <Failed error={answer.error} retry={answer.refetch} />
      ) : (
        <Panel>
          <PlainTable
            rowKey="memberId"
            loading={answer.isPending}
            dataSource={answer.data?.members ?? []}
            columns={[
              { title: t('name'), dataIndex: 'name' },
              { title: t('role'), render: (_, member) => words('role', member.role) },
              { title: t('email'), dataIndex: 'email' },
              { title: t('joined'), render: (_, member) => <When at={member.joinedAt} /> },
            ]}
          />
        </Panel>
      )}
      <ApiKeys />
      {adding ? <AddMember onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

type Newcomer = { name: string; email: string; password: string; role: Role };

function AddMember({ onClose }: { onClose: () => void }) {
  const t = useTexts('people');
  const words = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [form] = Form.useForm<Newcomer>();
  const add = useAct(addMember, {
    onRefused: showProblem,
    onDone: () => {
      message.success(t('added', { name: form.getFieldValue('name') }));
      void queries.invalidateQueries({ queryKey: [listMembers.path] });
      onClose();
    },
  });
  return (
    <Modal open onCancel={onClose} title={t('addMember')} okButtonProps={{ loading: add.isPending }} onOk={form.submit}>
      <Form<Newcomer>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'agent' }}
        onFinish={(body) => add.mutate({ body })}
      >
        <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true }]}>
          <Input autoFocus maxLength={80} />
        </Form.Item>
        <Form.Item name="email" label={t('email')} rules={[{ required: true, type: 'email' }]}>
          <Input type="email" autoComplete="off" />
        </Form.Item>
        <Form.Item name="password" label={t('firstPassword')} rules={[{ required: true, min: 10 }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="role" label={t('role')}>
          <Select options={roles.map((code) => ({ value: code, label: words('role', code) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
