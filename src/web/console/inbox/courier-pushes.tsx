import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { listCourierPushes, retryCourierPush } from '../../../contract/courier-pushes.ts';
import { listCouriers } from '../../../contract/couriers.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Cause, useCauseText } from '../parts/cause.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct, usePages, useRead } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { useSide } from '../shops/account-fields.tsx';

type Row = ReplyOf<typeof listCourierPushes>['rows'][number];

/** What courier services have pushed and nobody could read or take over. */
export function CourierPushes() {
  const t = useTexts('inbox');
  const side = useSide();
  const couriers = useRead(listCouriers, {}).data?.couriers ?? [];
  const nameOf = (vendor: string) => couriers.find(({ id }) => id === vendor)?.label[side] ?? vendor;
  const pages = usePages([listCourierPushes.path], (after, signal) =>
    call(listCourierPushes, { query: after ? { after } : {} }, { signal }),
  );
  return (
    <Listing pages={pages} blank={<Blank title={t('empty.couriers')} hint={t('couriersHint')} />}>
      {(rows) => (
        <Panel>
          <PlainTable<Row>
            rowKey={({ vendor, documentId }) => `${vendor}/${documentId}`}
            dataSource={rows}
            columns={[
              { title: t('col.service'), render: (_, row) => nameOf(row.vendor) },
              {
                title: t('col.problem'),
                render: (_, row) => (
                  <>
                    <Tag tone="red">{t(`push.${row.state}`)}</Tag>{' '}
                    <span className="cause">
                      <Cause of={row.reason} />
                    </span>
                  </>
                ),
              },
              { title: t('col.received'), render: (_, row) => <When at={row.receivedAt} time /> },
              {
                title: t('col.attempts'),
                align: 'right',
                render: (_, row) => <span className="number">{row.attempts}</span>,
              },
              { title: '', align: 'right', render: (_, row) => <Retry row={row} /> },
            ]}
          />
        </Panel>
      )}
    </Listing>
  );
}

function Retry({ row: { vendor, documentId } }: { row: Row }) {
  const t = useTexts('inbox');
  const sayCause = useCauseText();
  const { may } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const showProblem = useShowProblem();
  const retry = useAct(retryCourierPush, {
    onRefused: showProblem,
    onDone: ({ state, reason }) => {
      const said = t('retryDone', { state: t(`push.${state}`) });
      if (state === 'unreadable' || state === 'failed')
        message.warning(reason ? `${said} · ${sayCause(reason)}` : said, 6);
      else message.success(said);
      void queries.invalidateQueries({ queryKey: [listCourierPushes.path] });
    },
  });
  if (!may('inbox:retry')) return null;
  return (
    <Button size="small" loading={retry.isPending} onClick={() => retry.mutate({ body: { vendor, documentId } })}>
      {t('retry')}
    </Button>
  );
}
