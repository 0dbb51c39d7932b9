import { Link } from 'react-router';
import { boardCases } from '../../../contract/boards.ts';
import { spanMetrics } from '../../../domain/metrics/metric-catalogue.ts';
import { spanCodes } from '../../../domain/metrics/return-spans.ts';
import { reasons } from '../../../domain/policy/reasons.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { formatCount } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { RmaLink } from '../parts/rma-link.tsx';
import { usePages } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { When } from '../parts/when.tsx';
import { useMetricWords } from './definition.tsx';
import { useBoardQuery } from './use-board-query.ts';

type Row = ReplyOf<typeof boardCases>['rows'][number];

/** The returns behind a figure of the board. Its filters stand in the address, and lead back to the same board. */
export default function CasesPage() {
  const t = useTexts('boards');
  const { filters, get, boardAt } = useBoardQuery();
  const reason = reasons.find((one) => one === get('reason'));
  const span = spanCodes.find((one) => one === get('span'));
  const [sku, disposition, lapsed] = [get('sku'), get('disposition'), get('lapsed')];
  const query = {
    ...filters,
    ...(reason ? { reason } : {}),
    ...(span ? { span, ...(get('slow') ? { slow: 'yes' as const } : {}) } : {}),
    ...(sku ? { sku } : {}),
    ...(disposition ? { disposition } : {}),
    ...(lapsed ? { lapsed } : {}),
  };
  const pages = usePages<Row>([boardCases.path, query], (after, signal) =>
    call(boardCases, { query: { ...query, limit: 50, ...(after ? { after } : {}) } }, { signal }),
  );
  const said = useSaid();
  return (
    <Page
      title={t('casesTitle')}
      note={said({ ...query, lapsed, disposition })}
      tools={<Link to={boardAt}>{t('back')}</Link>}
    >
      <Panel>
        <Listing pages={pages} blank={<Blank title={t('noCases')} hint={t('noDataHint')} />}>
          {(rows) => <Cases rows={rows} timed={span !== undefined} />}
        </Listing>
      </Panel>
    </Page>
  );
}

/** The filters in words. */
function useSaid() {
  const words = useWords();
  const t = useTexts('boards');
  const say = useMetricWords();
  return (query: Record<string, string | undefined>): string => {
    const span = spanCodes.find((one) => one === query['span']);
    return [
      `${query['from']} – ${query['to']}`,
      query['channel'] && words('channel', query['channel']),
      query['category'] && words('goodsClass', query['category']),
      query['reason'] && words('reason', query['reason']),
      query['disposition'] && words('disposition', query['disposition']),
      query['sku'],
      query['lapsed'] && (query['lapsed'] === 'any' ? t('lapses') : words('clock', query['lapsed'])),
      span && say(spanMetrics[span].name),
    ]
      .filter(Boolean)
      .join(' · ');
  };
}

function Cases({ rows, timed }: { rows: Row[]; timed: boolean }) {
  const t = useTexts('boards');
  const words = useWords();
  const formats = useFormats();
  const took = ({ minutes, ended }: Row) => {
    if (minutes === null) return '–';
    const value = formats.hours(minutes / 60);
    return ended ? value : t('waiting', { value });
  };
  return (
    <PlainTable<Row>
      rowKey="id"
      dataSource={rows}
      columns={[
        { title: t('number'), render: (_, { id, number }) => <RmaLink id={id} number={number} /> },
        { title: t('askedAt'), render: (_, { openedAt }) => <When at={openedAt} /> },
        ...(timed ? [{ title: t('took'), align: 'right' as const, render: (_: unknown, row: Row) => took(row) }] : []),
        { title: t('shop'), dataIndex: 'shopName' },
        { title: t('reason'), render: (_, { reason }) => words('reason', reason) },
        { title: t('article'), render: (_, { skus }) => skus.join(' ') },
        { title: t('units'), align: 'right', render: (_, { units }) => formatCount(units) },
      ]}
    />
  );
}
