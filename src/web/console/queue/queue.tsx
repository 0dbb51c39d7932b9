import type { InputRef } from 'antd';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { RmaRow } from '../../../contract/returns.ts';
import { useTexts } from '../locales/texts.ts';
import { useAddress } from '../parts/use-address.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useWide } from '../parts/use-wide.ts';
import { BulkBar } from './bulk-bar.tsx';
import { CasePane } from './case-pane.tsx';
import { Filters } from './filters.tsx';
import { KeyHelp } from './key-help.tsx';
import { LaneTabs } from './lane-tabs.tsx';
import { laneOf } from './lanes.ts';
import { QueueList } from './queue-list.tsx';
import { useExport } from './use-export.ts';
import { useFirstOpen } from './use-first-open.ts';
import { useKeys } from './use-keys.ts';
import { usePicked } from './use-picked.ts';
import { filterNames, queryOf, useQueue } from './use-queue.ts';

/** The work queue: lanes above, the list at the left, the open return at the right like a mail program. */
export default function Queue() {
  const t = useTexts('queue');
  const go = useNavigate();
  const wide = useWide();
  const { params, get, change } = useAddress();
  const { timeZone } = useFormats();
  const query = useMemo(() => queryOf(params, timeZone), [params, timeZone]);
  const pages = useQueue(query);
  const { rows } = pages;
  const searchBox = useRef<InputRef>(null);
  const [helpOpen, setHelpOpen] = useState(false);
  const { picked, pick, clear } = usePicked();
  const exporting = useExport(query);
  const currentId = get('rma');
  const show = useCallback((rma: string | null) => change({ rma }, { replace: true }), [change]);
  const open = useCallback((row: RmaRow) => (wide ? show(row.id) : go(`/rmas/${row.id}`)), [wide, show, go]);
  useFirstOpen({ wide, currentId, firstId: rows[0]?.id, show });
  const at = rows.findIndex((row) => row.id === currentId);
  const step = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return;
    show(next.id);
    document.querySelector(`[data-rma="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    x: () => rows[at] && pick(rows[at]),
    enter: () => currentId && go(`/rmas/${currentId}`),
    '/': () => searchBox.current?.focus(),
    '?': () => setHelpOpen(true),
    escape: clear,
  });
  // What has been decided leaves its lane; the eye is already on the next one.
  const onDecided = () => wide && show(rows[at + 1]?.id ?? null);
  return (
    <div className="queue">
      <h1 className="sr-only">{t('title')}</h1>
      <LaneTabs current={laneOf(get('lane'))} />
      <Filters
        searchBox={searchBox}
        exporting={exporting.busy}
        onExport={exporting.run}
        onHelp={() => setHelpOpen(true)}
      />
      <div className="queue-panes">
        <section className="queue-list" aria-label={t('list')}>
          <QueueList
            pages={pages}
            lane={laneOf(get('lane'))}
            filtered={filterNames.some((name) => params.has(name))}
            currentId={currentId}
            isPicked={(id) => picked.has(id)}
            onOpen={open}
            onPick={pick}
          />
          <BulkBar rows={[...picked.values()]} onClear={clear} onDecided={() => show(null)} />
        </section>
        {wide ? (
          <CasePane rmaId={currentId} waiting={pages.isPending || rows.length > 0} onDecided={onDecided} />
        ) : null}
      </div>
      <KeyHelp open={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}
