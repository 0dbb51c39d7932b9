import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { checkClosing, closePeriod, listPeriods, reopenPeriod } from '../../../contract/books.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, usePages, useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { TermsPanel } from './terms-panel.tsx';

type Row = ReplyOf<typeof listPeriods>['rows'][number];

/** The months of the books: what was posted in them, which are closed, and how the books are kept. */
export default function Periods() {
  const t = useTexts('books');
  const [closing, setClosing] = useState<string>();
  const [opening, setOpening] = useState<string>();
  const pages = usePages([listPeriods.path], (after, signal) =>
    call(listPeriods, { query: after ? { after } : {} }, { signal }),
  );
  return (
    <Page title={t('periods')} note={t('periodsNote')}>
      <Listing pages={pages} blank={<Blank title={t('noPeriods')} hint={t('noPeriodsHint')} />}>
        {(rows) => <PeriodTable rows={rows} onClose={setClosing} onReopen={setOpening} />}
      </Listing>
      <TermsPanel />
      {closing ? <CloseDialog period={closing} onEnd={() => setClosing(undefined)} /> : null}
      {opening ? <ReopenDialog period={opening} onEnd={() => setOpening(undefined)} /> : null}
    </Page>
  );
}

type TableProps = { rows: Row[]; onClose: (period: string) => void; onReopen: (period: string) => void };

function PeriodTable({ rows, onClose, onReopen }: TableProps) {
  const t = useTexts('books');
  const { may } = useSession();
  const lastClosed = rows.find(({ state }) => state === 'closed')?.period;
  return (
    <PlainTable<Row>
      rowKey="period"
      dataSource={rows}
      expandable={{ expandedRowRender: (row) => <Changes of={row} />, rowExpandable: (row) => row.changes.length > 0 }}
      columns={[
        {
          title: t('month'),
          render: (_, row) => (
            <Link to={`/vouchers?period=${row.period}`} className="number">
              {row.period}
            </Link>
          ),
        },
        {
          title: t('col.state'),
          render: (_, { state }) => <Tag tone={state === 'closed' ? 'grey' : 'green'}>{t(`periodState.${state}`)}</Tag>,
        },
        { title: t('col.entries'), dataIndex: 'entries', align: 'right' },
        { title: t('vouchers'), dataIndex: 'vouchers', align: 'right' },
        {
          title: t('withoutVoucher'),
          align: 'right',
          render: (_, row) => <Count of={row.withoutVoucher} to={`/vouchers?period=${row.period}`} />,
        },
        {
          title: t('unchecked'),
          align: 'right',
          render: (_, row) => <Count of={row.unchecked} to={`/vouchers?period=${row.period}&state=made`} />,
        },
        {
          title: t('col.debit'),
          align: 'right',
          render: (_, row) => (
            <Link to={`/trial-balance?period=${row.period}`}>
              <Money of={row.debit} />
            </Link>
          ),
        },
        { title: t('col.credit'), align: 'right', render: (_, row) => <Money of={row.credit} /> },
        {
          render: (_, row) =>
            row.state === 'open' ? (
              may('ledger:close') && (
                <Button size="small" onClick={() => onClose(row.period)}>
                  {t('close')}
                </Button>
              )
            ) : may('ledger:reopen') && row.period === lastClosed ? (
              <Button size="small" type="text" onClick={() => onReopen(row.period)}>
                {t('reopen')}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

/** What is left to do leads to where it is done. */
const Count = ({ of, to }: { of: number; to: string }) => (of === 0 ? of : <Link to={to}>{of}</Link>);

function Changes({ of }: { of: Row }) {
  const t = useTexts('books');
  const formats = useFormats();
  return (
    <ul className="plain-list">
      {of.changes.map(({ action, by, at, because }) => (
        <li key={at}>
          <span className="number faint">{formats.full(at)}</span> {t(`change.${action}`)} · {by}
          {because ? ` · ${because}` : ''}
        </li>
      ))}
    </ul>
  );
}

function useRenew(onEnd: () => void) {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: [listPeriods.path] });
    onEnd();
  };
}

/** Where it is seen to, or undefined where only time helps. */
const places: Partial<Record<ReplyOf<typeof checkClosing>['checks'][number]['code'], (period: string) => string>> = {
  earlier_open: () => '/periods',
  unbalanced: (period) => `/trial-balance?period=${period}`,
  open_items_differ: () => '/counterparties',
  without_voucher: (period) => `/vouchers?period=${period}`,
  unchecked_vouchers: (period) => `/vouchers?period=${period}&state=made`,
  not_pushed: () => '/finance',
  refunds_unknown: () => '/refunds?state=unknown',
  losses_waiting: () => '/counterparties',
  vat_awaits_red: () => '/red-invoices',
  differences_open: (period) => `/matching?state=open&keepsOpen=${period}`,
  statements_unread: () => '/matching?tab=days',
};

function CloseDialog({ period, onEnd }: { period: string; onEnd: () => void }) {
  const t = useTexts('books');
  const answer = useRead(checkClosing, { params: { period } }, { always: true });
  const close = useAct(closePeriod, { onDone: useRenew(onEnd), onRefused: useShowProblem() });
  const checks = answer.data?.checks ?? [];
  return (
    <Modal
      open
      onCancel={onEnd}
      title={t('closeTitle', { period })}
      okText={t('close')}
      okButtonProps={{ loading: close.isPending, disabled: !answer.data || checks.some(({ blocks }) => blocks) }}
      onOk={() => close.mutate({ params: { period } })}
    >
      <p>{t('closeHint')}</p>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isLoading ? <Waiting rows={3} /> : null}
      {answer.data && checks.length === 0 ? <Tag tone="green">{t('allClear')}</Tag> : null}
      <ul className="plain-list">
        {checks.map(({ code, count, blocks }) => (
          <li key={code}>
            <Tag tone={blocks ? 'red' : 'amber'}>{t(`closing.${code}`, { count })}</Tag>{' '}
            <ToPlace to={places[code]?.(period)} />
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function ToPlace({ to }: { to: string | undefined }) {
  const t = useTexts('books');
  return to ? <Link to={to}>{t('seeTo')}</Link> : null;
}

function ReopenDialog({ period, onEnd }: { period: string; onEnd: () => void }) {
  const t = useTexts('books');
  const [because, setBecause] = useState('');
  const reopen = useAct(reopenPeriod, { onDone: useRenew(onEnd), onRefused: useShowProblem() });
  return (
    <Modal
      open
      onCancel={onEnd}
      title={t('reopenTitle', { period })}
      okText={t('reopen')}
      okButtonProps={{ loading: reopen.isPending, disabled: because.trim() === '' }}
      onOk={() => reopen.mutate({ params: { period }, body: { because } })}
    >
      <p>{t('reopenHint')}</p>
      <Input.TextArea
        rows={3}
        maxLength={200}
        aria-label={t('because')}
        placeholder={t('because')}
        value={because}
        onChange={(event) => setBecause(event.target.value)}
      />
    </Modal>
  );
}
