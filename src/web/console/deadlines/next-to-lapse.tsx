import { useState } from 'react';
import { countDeadlines, type DeadlineRow, dueBuckets, listDeadlines } from '../../../contract/deadlines.ts';
import { call } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Panel } from '../parts/page.tsx';
import { usePages, useRead } from '../parts/use-api.ts';
import { BucketTabs } from './bucket-tabs.tsx';
import { DeadlineTable } from './deadline-table.tsx';
import { ExtendBar } from './extend-bar.tsx';
import { useDeadlineQuery } from './use-deadline-query.ts';

const NONE: ReadonlyMap<string, DeadlineRow> = new Map();

/** Every running clock in the order in which they end; those of platforms that give more time can be picked. */
export function NextToLapse() {
  const t = useTexts('deadlines');
  const { filter, bucket, isFiltered } = useDeadlineQuery();
  const [picked, setPicked] = useState(NONE);
  const counts = useRead(countDeadlines, { query: filter }, { keep: true, everyMs: 60_000 }).data?.counts;
  const query = { ...filter, ...(bucket ? { bucket } : {}) };
  const pages = usePages([listDeadlines.path, query], (after, signal) =>
    call(listDeadlines, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  const pick = (row: DeadlineRow) =>
    setPicked((before) => {
      const next = new Map(before);
      if (!next.delete(row.rmaId)) next.set(row.rmaId, row);
      return next;
    });
  return (
    <>
      <BucketTabs current={bucket} buckets={dueBuckets} counts={counts} />
      <ExtendBar rows={[...picked.values()]} onClear={() => setPicked(NONE)} />
      <Listing
        pages={pages}
        blank={
          isFiltered ? (
            <Blank title={t('emptyFiltered')} hint={t('emptyFilteredHint')} />
          ) : (
            <Blank title={t('empty')} hint={t('emptyHint')} />
          )
        }
      >
        {(rows) => (
          <Panel>
            <DeadlineTable rows={rows} isPicked={(id) => picked.has(id)} onPick={pick} />
          </Panel>
        )}
      </Listing>
    </>
  );
}
