import { type LapseRow, listLapses } from '../../../contract/deadlines.ts';
import { call } from '../../ui/api.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { RmaLink } from '../parts/rma-link.tsx';
import { stageTone, Tag } from '../parts/tag.tsx';
import { usePages } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { When } from '../parts/when.tsx';
import { filterNames, useDeadlineQuery } from './use-deadline-query.ts';

/** What ran out: whose work it was, who had set the clock, and how late it was done. */
export function Lapses() {
  const t = useTexts('deadlines');
  const { filter } = useDeadlineQuery();
  const pages = usePages([listLapses.path, filter], (after, signal) =>
    call(listLapses, { query: { ...filter, ...(after ? { after } : {}) } }, { signal }),
  );
  const isFiltered = filterNames.some((name) => filter[name] !== undefined);
  return (
    <Listing
      pages={pages}
      blank={
        isFiltered ? (
          <Blank title={t('emptyFiltered')} hint={t('emptyFilteredHint')} />
        ) : (
          <Blank title={t('emptyLapses')} hint={t('emptyLapsesHint')} />
        )
      }
    >
      {(rows) => (
        <Panel>
          <LapseTable rows={rows} />
        </Panel>
      )}
    </Listing>
  );
}

function LapseTable({ rows }: { rows: LapseRow[] }) {
  const t = useTexts('deadlines');
  const words = useWords();
  return (
    <PlainTable<LapseRow>
      rowKey={(row) => `${row.rmaId}/${row.kind}/${row.dueAt}`}
      dataSource={rows}
      columns={[
        { title: t('col.due'), render: (_, row) => <When at={row.dueAt} time /> },
        { title: t('col.late'), render: (_, row) => <HowLate row={row} /> },
        { title: t('col.what'), render: (_, row) => words('clock', row.kind) },
        {
          title: t('col.who'),
          render: (_, row) => (
            <>
              {words('desk', row.desk)}
              {row.of === 'seller' ? <span className="faint"> · {row.person || t('nobody')}</span> : null}
            </>
          ),
        },
        { title: t('col.source'), render: (_, row) => words('clockSource', row.source) },
        {
          title: t('col.rma'),
          render: (_, row) => <RmaLink id={row.rmaId} number={row.rmaNumber} />,
        },
        { title: t('shop'), render: (_, row) => row.shopName },
        {
          title: t('col.stage'),
          render: (_, row) => <Tag tone={stageTone(row.stage)}>{words('stage', row.stage)}</Tag>,
        },
      ]}
    />
  );
}

/** How long after its end it was done; what is not done yet grows later with every minute. */
function HowLate({ row: { dueAt, doneAt } }: { row: LapseRow }) {
  const t = useTexts('deadlines');
  const formats = useFormats();
  const now = useNow();
  const span = formats.span(Date.parse(doneAt ?? now) - Date.parse(dueAt));
  return doneAt ? (
    <Tag tone="amber">{t('doneLate', { span })}</Tag>
  ) : (
    <Tag tone="red">
      {span} · {t('notDone')}
    </Tag>
  );
}
