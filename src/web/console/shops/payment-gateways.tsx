import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Typography } from 'antd';
import { useState } from 'react';
import { checkPayment, listPayments, type PaymentView, switchPayment } from '../../../contract/payments.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Cause } from '../parts/cause.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSide } from './account-fields.tsx';
import { type Editing, PaymentDialog } from './payment-dialog.tsx';

/** Who pays money back to buyers of the own shop. */
export function PaymentGateways() {
  const t = useTexts('shops');
  const [editing, setEditing] = useState<Editing | null>(null);
  const answer = useRead(listPayments, {});
  return (
    <Panel title={t('payments.title')}>
      <p className="faint">{t('payments.hint')}</p>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {answer.data?.payments.map((payment) => (
        <Gateway key={payment.id} of={payment} onEdit={setEditing} />
      ))}
      {editing ? <PaymentDialog editing={editing} onClose={() => setEditing(null)} /> : null}
    </Panel>
  );
}

function Gateway({ of, onEdit }: { of: PaymentView; onEdit: (editing: Editing) => void }) {
  const t = useTexts('shops');
  const side = useSide();
  const { connection, label } = of;
  return (
    <section className="gateway" aria-label={label[side]}>
      <header>
        <h3>{label[side]}</h3>
        <Tag tone={connection ? 'green' : 'grey'}>{t(connection ? 'connected' : 'payments.notConnected')}</Tag>
      </header>
      <div className="gateway-tools">
        {connection ? <TryIt vendor={of.id} which="current" /> : null}
        <Button size="small" onClick={() => onEdit({ of, as: 'current' })}>
          {t(connection ? 'edit' : 'payments.connect')}
        </Button>
        {connection && connection.other?.role !== 'next' ? (
          <Button size="small" onClick={() => onEdit({ of, as: 'next' })}>
            {t('payments.prepare')}
          </Button>
        ) : null}
      </div>
      {connection?.other?.role === 'next' ? <NextAccount of={of} onEdit={onEdit} /> : null}
      {connection?.other?.role === 'previous' ? <p className="faint gateway-wide">{t('payments.previous')}</p> : null}
      {connection ? (
        <div className="gateway-wide">
          <p className="faint">{t(`payments.${of.noticeAddress}`)}</p>
          <Typography.Paragraph copyable className="push-address">
            {connection.noticeUrl}
          </Typography.Paragraph>
        </div>
      ) : null}
    </section>
  );
}

/** Asks the gateway something harmless with the keys as they are stored. */
function TryIt({ vendor, which }: { vendor: string; which: 'current' | 'other' }) {
  const t = useTexts('shops');
  const check = useAct(checkPayment, { onRefused: useShowProblem() });
  const said = check.data;
  return (
    <>
      <Button
        size="small"
        loading={check.isPending}
        onClick={() => check.mutate({ params: { vendor }, body: { which } })}
      >
        {t(which === 'current' ? 'payments.try' : 'payments.tryNext')}
      </Button>
      {said ? (
        <Alert
          showIcon
          className="gateway-answer"
          type={said.outcome === 'works' ? 'success' : said.outcome === 'refused' ? 'error' : 'warning'}
          title={t(`payments.${said.outcome}`)}
          description={said.outcome === 'works' ? undefined : <Cause of={said.message} />}
        />
      ) : null}
    </>
  );
}

/** Keys are changed without a gap: the next ones wait beside those in use, are tried, and switched to. */
function NextAccount({ of, onEdit }: { of: PaymentView; onEdit: (editing: Editing) => void }) {
  const t = useTexts('shops');
  const queries = useQueryClient();
  const switched = useAct(switchPayment, {
    onRefused: useShowProblem(),
    onDone: () => void queries.invalidateQueries({ queryKey: [listPayments.path] }),
  });
  return (
    <div className="gateway-next">
      <Tag tone="amber">{t('payments.waiting')}</Tag>
      <div className="gateway-tools">
        <TryIt vendor={of.id} which="other" />
        <Button size="small" onClick={() => onEdit({ of, as: 'next' })}>
          {t('payments.prepareAgain')}
        </Button>
        <Popconfirm
          title={t('payments.switchAsk')}
          okText={t('payments.switch')}
          onConfirm={() => switched.mutate({ params: { vendor: of.id }, body: {} })}
        >
          <Button size="small" type="primary" loading={switched.isPending}>
            {t('payments.switch')}
          </Button>
        </Popconfirm>
      </div>
    </div>
  );
}
