import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { Link } from 'react-router';
import { listRefunds } from '../../../contract/back-office.ts';
import { listPaymentNotices, retryPaymentNotice } from '../../../contract/payment-notices.ts';
import { countRefundDesk } from '../../../contract/transfers.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Cause, useCauseText } from '../parts/cause.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, usePages } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useBecause } from './use-because.ts';

type Row = ReplyOf<typeof listPaymentNotices>['rows'][number];

/** What payment gateways have told and nobody could read or use. */
export function PaymentNotices() {
  const t = useTexts('exposure');
  const words = useWords();
  const pages = usePages([listPaymentNotices.path], (after, signal) =>
    call(listPaymentNotices, { query: after ? { after } : {} }, { signal }),
  );
  return (
    <Listing pages={pages} blank={<Blank title={t('noNotices')} hint={t('noticesHint')} />}>
      {(rows) => (
        <Panel title={t('notices')} tools={<span className="faint">{t('noticesHint')}</span>}>
          <PlainTable<Row>
            rowKey={({ vendor, documentId }) => `${vendor}/${documentId}`}
            dataSource={rows}
            columns={[
              { title: t('gateway'), render: (_, row) => words('method', row.vendor) },
              {
                title: t('problem'),
                render: (_, row) => (
                  <>
                    <Tag tone="red">{t(`noticeState.${row.state}`)}</Tag>{' '}
                    <span className="cause">
                      <Cause of={row.reason} />
                    </span>
                  </>
                ),
              },
              { title: '', render: (_, row) => <Retry row={row} /> },
              {
                title: t('col.rma'),
                render: (_, { rma }) =>
                  rma ? (
                    <Link to={`/rmas/${rma.id}`} className="number">
                      {rma.number}
                    </Link>
                  ) : null,
              },
              { title: t('refund'), render: (_, row) => <span className="number">{row.refundNumber}</span> },
              { title: t('received'), render: (_, row) => <When at={row.receivedAt} time /> },
              {
                title: t('attempts'),
                align: 'right',
                render: (_, row) => <span className="number">{row.attempts}</span>,
              },
            ]}
          />
        </Panel>
      )}
    </Listing>
  );
}

function Retry({ row: { vendor, documentId } }: { row: Row }) {
  const t = useTexts('exposure');
  const sayCause = useCauseText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const because = useBecause('refund:retry', null);
  const retry = useAct(retryPaymentNotice, {
    onRefused: useShowProblem(),
    onDone: ({ state, reason }) => {
      const said = t('retryDone', { state: t(`noticeState.${state}`) });
      if (state === 'applied') message.success(said);
      else message.warning(reason ? `${said} · ${sayCause(reason)}` : said, 6);
      for (const { path } of [listPaymentNotices, countRefundDesk, listRefunds])
        void queries.invalidateQueries({ queryKey: [path] });
    },
  });
  return (
    <Tooltip title={because}>
      <Button
        size="small"
        disabled={because !== undefined}
        loading={retry.isPending}
        onClick={() => retry.mutate({ body: { vendor, documentId } })}
      >
        {t('retry')}
      </Button>
    </Tooltip>
  );
}
