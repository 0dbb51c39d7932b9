import { Table } from 'antd';
import { Link } from 'react-router';
import { listMatchDays } from '../../../contract/matching.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Money } from '../parts/money.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { usePages } from '../parts/use-api.ts';
import { useAccountName } from './use-account-name.ts';

type Row = ReplyOf<typeof listMatchDays>['rows'][number];

const tones: Record<Row['state'], Tone> = {
  complete: 'green',
  absent: 'grey',
  failed: 'red',
  not_offered: 'grey',
  missing: 'red',
};

/** Each account's days, with what either book says was refunded. */
export function MatchDays() {
  const t = useTexts('matching');
  const nameOf = useAccountName();
  const pages = usePages<Row>([listMatchDays.path], (after, signal) =>
    call(listMatchDays, { query: after ? { after } : {} }, { signal }),
  );
  const column = (name: 'ours' | 'theirs' | 'gap') => ({
    title: t(`col.${name}`),
    align: 'right' as const,
    render: (_: unknown, row: Row) =>
      row.totals.map((total) => (
        <div key={total.ours.currency}>
          <Money of={total[name]} />
        </div>
      )),
  });
  return (
    <Listing pages={pages} blank={<Blank title={t('noDays')} hint={t('noDaysHint')} />}>
      {(rows) => (
        <Table<Row>
          size="small"
          rowKey={({ vendor, shopId, day }) => `${vendor} ${shopId} ${day}`}
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={rows}
          columns={[
            { title: t('col.day'), dataIndex: 'day', className: 'number' },
            { title: t('col.account'), render: (_, row) => nameOf(row.vendor, row.shopName) },
            {
              title: t('col.state'),
              render: (_, row) => (
                <>
                  <Tag tone={tones[row.state]}>{t(`dayState.${row.state}`)}</Tag>
                  {row.unexplained ? <Tag tone="amber">{t('unexplained')}</Tag> : null}
                  {row.cause ? <div className="faint">{row.cause}</div> : null}
                </>
              ),
            },
            column('ours'),
            column('theirs'),
            column('gap'),
            {
              title: t('col.open'),
              align: 'right',
              render: (_, row) =>
                row.open > 0 ? (
                  <Link
                    to={`/matching?vendor=${row.vendor}${row.shopId ? `&shop=${row.shopId}` : ''}&day=${row.day}&state=open`}
                  >
                    {row.open}
                  </Link>
                ) : (
                  '0'
                ),
            },
          ]}
        />
      )}
    </Listing>
  );
}
