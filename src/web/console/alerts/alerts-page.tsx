import { SettingOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type AlertRow, countAlerts, listAlerts } from '../../../contract/alerts.ts';
import { idOf } from '../../../contract/common.ts';
import { call } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages, useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { AlertBulk } from './alert-bulk.tsx';
import { AlertDrawer } from './alert-drawer.tsx';
import { AlertFilters } from './alert-filters.tsx';
import { AlertList } from './alert-list.tsx';
import { KindTiles } from './kind-tiles.tsx';
import { useAlertExport } from './use-alert-export.ts';
import { useAlertQuery } from './use-alert-query.ts';

const alertId = idOf('alt');
const NONE: ReadonlyMap<string, AlertRow> = new Map();

/** What of parcels somebody must see to: by kind at the top, each in the order in which it goes up below. */
export default function AlertsPage() {
  const t = useTexts('alerts');
  const shell = useTexts('shell');
  const { get, change } = useAddress();
  const { filter, state, isFiltered } = useAlertQuery();
  const [picked, setPicked] = useState(NONE);
  const counts = useRead(countAlerts, {}, { keep: true, everyMs: 60_000 }).data;
  const query = { ...filter, state };
  const pages = usePages([listAlerts.path, query], (after, signal) =>
    call(listAlerts, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  const saving = useAlertExport({ filter, state });
  const chosen = alertId.safeParse(get('alert'));
  const pick = (row: AlertRow) =>
    setPicked((before) => {
      const next = new Map(before);
      if (!next.delete(row.id)) next.set(row.id, row);
      return next;
    });
  return (
    <Page
      title={t('title')}
      note={counts ? <Closed closed={counts.closed} /> : t('note')}
      tools={
        <>
          <Button loading={saving.busy} onClick={saving.run}>
            {shell('export')}
          </Button>
          <Link to="/alerts/settings">
            <Button icon={<SettingOutlined />}>{t('settings')}</Button>
          </Link>
        </>
      }
    >
      {counts ? <KindTiles counts={counts} current={filter.kind} /> : null}
      <AlertFilters />
      <TabLinks
        label={t('title')}
        current={state}
        param="state"
        tabs={[
          { key: 'open', name: t('open') },
          { key: 'over', name: t('over') },
        ]}
      />
      <AlertBulk rows={[...picked.values()]} onClear={() => setPicked(NONE)} />
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
            <AlertList rows={rows} isPicked={(id) => picked.has(id)} onPick={pick} />
          </Panel>
        )}
      </Listing>
      {chosen.success ? <AlertDrawer id={chosen.data} onClose={() => change({ alert: null })} /> : null}
    </Page>
  );
}

type ClosedFigures = { count: number; p50Hours: number | null; p90Hours: number | null };

function Closed({ closed: { count, p50Hours, p90Hours } }: { closed: ClosedFigures }) {
  const t = useTexts('alerts');
  const formats = useFormats();
  if (count === 0 || p50Hours === null || p90Hours === null) return t('note');
  const span = (hours: number) => formats.span(hours * 3_600_000);
  return t('closedFigure', { count, p50: span(p50Hours), p90: span(p90Hours) });
}
