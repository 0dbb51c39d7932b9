import { Button, Form, Select } from 'antd';
import { useState } from 'react';
import { type AlertView, handOverAlert } from '../../../contract/alerts.ts';
import { listTeam } from '../../../contract/team.ts';
import { rolePermissions } from '../../../domain/people/permissions.ts';
import { useTexts } from '../locales/texts.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useAlertDone } from './use-alert-act.ts';

/** Gives an alert to a colleague who may see to it. */
export function HandOver({ alert }: { alert: AlertView }) {
  const t = useTexts('alerts');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('handOver')}</Button>
      {open ? <Dialog alert={alert} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Dialog({ alert, onClose }: { alert: AlertView; onClose: () => void }) {
  const t = useTexts('alerts');
  const formats = useFormats();
  const { onDone, onRefused } = useAlertDone();
  const [form] = Form.useForm<{ to: string }>();
  const team = useRead(listTeam, {});
  const send = useAct(handOverAlert, {
    onRefused,
    onDone: (reply) => {
      onDone(reply);
      onClose();
    },
  });
  const others = (team.data?.members ?? []).filter(
    ({ userId, role }) => userId !== alert.owner?.id && rolePermissions[role].some((held) => held === 'parcel:write'),
  );
  return (
    <FormDialog
      form={form}
      title={t('handOverTitle')}
      okText={t('handOver')}
      busy={send.isPending}
      onClose={onClose}
      onFinish={({ to }) => send.mutate({ params: { alertId: alert.id }, body: { to } })}
    >
      <Form.Item name="to" label={t('handOverTo')} rules={[{ required: true, message: t('handOverNeedsWho') }]}>
        <Select
          autoFocus
          showSearch={{ optionFilterProp: 'label' }}
          loading={team.isPending}
          notFoundContent={team.isPending ? null : t('handOverNobody')}
          options={others.map(({ userId, name, awayUntil }) => ({
            value: userId,
            label: awayUntil ? t('handOverAway', { name, until: formats.full(awayUntil) }) : name,
          }))}
        />
      </Form.Item>
    </FormDialog>
  );
}
