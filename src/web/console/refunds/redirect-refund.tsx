import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Tooltip } from 'antd';
import { useState } from 'react';
import { listRefunds } from '../../../contract/back-office.ts';
import { redirectRefund } from '../../../contract/payments.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import { useAct } from '../parts/use-api.ts';
import { useRefusal, useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';

type Row = ReplyOf<typeof listRefunds>['rows'][number];
type Account = { bankCode: string; bankAccount: string; accountHolder: string };

/** The buyer's account cannot be paid: the gateway is told another one, which is kept nowhere. */
export function RedirectRefund({ row }: { row: Row }) {
  const t = useTexts('refunds');
  const say = useRefusal();
  const { may } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Account>();
  const redirect = useAct(redirectRefund, {
    onRefused: useShowProblem(),
    onDone: (said) => {
      const isTaken = said.outcome === 'accepted' || said.outcome === 'succeeded';
      if (isTaken) message.success(t('redirectTaken'));
      else message.error(`${t(said.outcome === 'refused' ? 'redirectRefused' : 'redirectUnknown')} ${said.message}`);
      void queries.invalidateQueries({ queryKey: [listRefunds.path] });
      if (isTaken) setOpen(false);
    },
  });
  const allowed = may('refund:retry');
  const required = [{ required: true }];
  return (
    <>
      <Tooltip title={allowed ? undefined : say({ code: 'not_permitted', permission: 'refund:retry' })}>
        <Button size="small" type="primary" disabled={!allowed} onClick={() => setOpen(true)}>
          {t('redirect')}
        </Button>
      </Tooltip>
      <Modal
        open={open}
        destroyOnHidden
        onCancel={() => setOpen(false)}
        title={t('redirectTitle', { amount: formatMoney(row.amount) })}
        okText={t('redirect')}
        okButtonProps={{ loading: redirect.isPending }}
        onOk={form.submit}
      >
        <p className="faint">{t('redirectHint')}</p>
        <Form<Account>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(body) => redirect.mutate({ params: { rmaId: row.rmaId, refundId: row.id }, body })}
        >
          <Form.Item name="accountHolder" label={t('accountHolder')} rules={required}>
            <Input autoComplete="off" maxLength={80} />
          </Form.Item>
          <Form.Item name="bankAccount" label={t('bankAccount')} rules={required}>
            <Input autoComplete="off" inputMode="numeric" maxLength={40} />
          </Form.Item>
          <Form.Item name="bankCode" label={t('bankCode')} rules={required} extra={t('bankCodeHint')}>
            <Input autoComplete="off" maxLength={40} placeholder="CMB_DEBIT" />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
