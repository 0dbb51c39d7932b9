import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import { createApiKey, listApiKeys, revokeApiKey } from '../../../contract/people.ts';
import type { Permission } from '../../../domain/people/permissions.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';

type Key = ReplyOf<typeof listApiKeys>['apiKeys'][number];

export function ApiKeys() {
  const t = useTexts('people');
  const words = useWords();
  const [making, setMaking] = useState(false);
  const answer = useRead(listApiKeys, {});
  const keys = answer.data?.apiKeys ?? [];
  return (
    <Panel title={t('apiKeys')} tools={<Button onClick={() => setMaking(true)}>{t('addKey')}</Button>}>
      {answer.data && keys.length === 0 ? (
        <Blank title={t('noKeys')} hint={t('noKeysHint')} />
      ) : (
        <PlainTable<Key>
          rowKey="apiKeyId"
          loading={answer.isPending}
          dataSource={keys}
          columns={[
            { title: t('keyName'), dataIndex: 'name' },
            { title: t('keyStart'), render: (_, key) => <code>{key.start}…</code> },
            {
              title: t('keyPermissions'),
              render: (_, key) => (
                <span className="wrap">{key.permissions.map((code) => words('permission', code)).join(' / ')}</span>
              ),
            },
            {
              title: t('lastUsed'),
              render: (_, key) => (key.lastUsedAt ? <When at={key.lastUsedAt} time /> : t('never')),
            },
            { title: '', align: 'right', render: (_, key) => <Revoke apiKey={key} /> },
          ]}
        />
      )}
      {making ? <NewKey onClose={() => setMaking(false)} /> : null}
    </Panel>
  );
}

function Revoke({ apiKey }: { apiKey: Key }) {
  const t = useTexts('people');
  const { modal, message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const revoke = useAct(revokeApiKey, {
    onRefused: showProblem,
    onDone: () => {
      message.success(t('revoked'));
      void queries.invalidateQueries({ queryKey: [listApiKeys.path] });
    },
  });
  const ask = () =>
    modal.confirm({
      title: t('revokeAsk', { name: apiKey.name }),
      okText: t('revoke'),
      okButtonProps: { danger: true },
      onOk: () => revoke.mutateAsync({ params: { apiKeyId: apiKey.apiKeyId } }).catch(() => undefined),
    });
  return (
    <Button size="small" danger onClick={ask}>
      {t('revoke')}
    </Button>
  );
}

function NewKey({ onClose }: { onClose: () => void }) {
  const t = useTexts('people');
  const words = useWords();
  const { permissions } = useSession();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const [form] = Form.useForm<{ name: string; permissions: Permission[] }>();
  const [key, setKey] = useState<string>();
  const make = useAct(createApiKey, {
    onRefused: showProblem,
    onDone: (reply) => {
      setKey(reply.key);
      void queries.invalidateQueries({ queryKey: [listApiKeys.path] });
    },
  });
  return (
    <Modal
      open
      onCancel={onClose}
      title={t('addKey')}
      okButtonProps={{ loading: make.isPending }}
      onOk={key ? onClose : form.submit}
    >
      {key ? (
        <>
          <Alert type="warning" showIcon title={t('keyOnce')} />
          <Typography.Paragraph copyable code className="api-key">
            {key}
          </Typography.Paragraph>
        </>
      ) : (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(body) => make.mutate({ body })}>
          <Form.Item name="name" label={t('keyName')} rules={[{ required: true, whitespace: true }]}>
            <Input autoFocus maxLength={80} placeholder={t('keyNamePlaceholder')} />
          </Form.Item>
          <Form.Item name="permissions" label={t('keyPermissions')} rules={[{ required: true }]}>
            <Select
              mode="multiple"
              options={permissions.map((code) => ({ value: code, label: words('permission', code) }))}
            />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
