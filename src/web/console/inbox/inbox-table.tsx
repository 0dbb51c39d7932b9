import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { listInbox, retryInbox } from '../../../contract/back-office.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Cause, useCauseText } from '../parts/cause.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';

export type InboxRow = ReplyOf<typeof listInbox>['rows'][number];

const keyOf = (row: InboxRow): string => [row.shopId, row.kind, row.documentId, row.version].join('/');

export function InboxTable({ rows, onOpen }: { rows: InboxRow[]; onOpen: (row: InboxRow) => void }) {
  const t = useTexts('inbox');
  const words = useWords();
  return (
    <PlainTable<InboxRow>
      rowKey={keyOf}
      dataSource={rows}
      columns={[
        {
          title: t('col.document'),
          render: (_, row) => (
            <>
              {words('documentKind', row.kind)} <span className="number">{row.documentId}</span>
            </>
          ),
        },
        {
          title: t('col.reason'),
          render: (_, row) => (
            <span className="cause red">
              <Cause of={row.reason} />
            </span>
          ),
        },
        { title: t('col.shop'), render: (_, row) => row.shopName },
        { title: t('col.received'), render: (_, row) => <When at={row.receivedAt} time /> },
        {
          title: t('col.attempts'),
          align: 'right',
          render: (_, row) => <span className="number">{row.attempts}</span>,
        },
        {
          title: '',
          align: 'right',
          render: (_, row) => (
            <>
              <Button type="link" size="small" onClick={() => onOpen(row)}>
                {t('view')}
              </Button>
              {row.state === 'refused' ? <RetryDocument row={row} /> : null}
            </>
          ),
        },
      ]}
    />
  );
}

export function RetryDocument({ row }: { row: InboxRow }) {
  const t = useTexts('inbox');
  const words = useWords();
  const sayCause = useCauseText();
  const { may } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const retry = useAct(retryInbox, {
    onRefused: showProblem,
    onDone: ({ state, reason }) => {
      const said = t('retryDone', { state: words('inboxState', state) });
      if (state === 'refused') message.warning(reason ? `${said} · ${sayCause(reason)}` : said, 6);
      else message.success(said);
      void queries.invalidateQueries({ queryKey: [listInbox.path] });
    },
  });
  if (!may('inbox:retry')) return null;
  const { shopId, kind, documentId, version } = row;
  return (
    <Button
      size="small"
      loading={retry.isPending}
      onClick={() => retry.mutate({ body: { shopId, kind, documentId, version } })}
    >
      {t('retry')}
    </Button>
  );
}
