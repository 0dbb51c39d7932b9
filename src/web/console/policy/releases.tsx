import type { TableColumnsType } from 'antd';
import { listReleases } from '../../../contract/policy.ts';
import { call, type ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { usePages } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';
import { useShopsText } from './use-shops.ts';

type Row = ReplyOf<typeof listReleases>['rows'][number];

/** Who let which rules decide, when and why. */
export function Releases() {
  const t = useTexts('policy');
  const shops = useShopsText();
  const pages = usePages([listReleases.path], (after, signal) =>
    call(listReleases, { query: after ? { after } : {} }, { signal }),
  );
  const columns: TableColumnsType<Row> = [
    { title: t('column.at'), render: (_, { at }) => <When at={at} time /> },
    {
      title: t('column.action'),
      render: (_, { action, version, rollOut }) => (
        <>
          {t(`action.${action}`, { version: rollOut?.candidate ?? version })}
          {rollOut ? (
            <div className="faint">
              {t('rollOutScope', { shops: shops(rollOut.shopIds), share: rollOut.sharePercent })}
            </div>
          ) : null}
        </>
      ),
    },
    { title: t('column.who'), render: (_, { by }) => by.name },
    { title: t('column.note'), render: (_, { note }) => <span className="wrap">{note}</span> },
  ];
  return (
    <Panel>
      <Listing pages={pages} blank={<Blank title={t('noReleases')} />}>
        {(rows) => <PlainTable rowKey="seq" columns={columns} dataSource={rows} />}
      </Listing>
    </Panel>
  );
}
