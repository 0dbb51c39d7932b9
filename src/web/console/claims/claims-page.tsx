import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { listClaims, listPostage } from '../../../contract/claims.ts';
import { claimParties, claimStates } from '../../../domain/recovery/loss-claim.ts';
import { postageStates } from '../../../domain/recovery/postage.ts';
import { call, type QueryOf } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { SearchTool, SelectTool } from '../parts/address-tools.tsx';
import { Blank } from '../parts/blank.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { usePages } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { ClaimTable } from './claim-table.tsx';
import { ClaimTiles } from './claim-tiles.tsx';
import { PostageTable } from './postage-table.tsx';
import { TermsDialog } from './terms-dialog.tsx';
import { useClaimExport } from './use-claim-export.ts';

const tabs = ['claims', 'postage'] as const;

/** What others owe for losses, and what buyers want back for freight. */
export default function ClaimsPage() {
  const t = useTexts('claims');
  const { get } = useAddress();
  const { may } = useSession();
  const [setting, setSetting] = useState(false);
  const tab = tabs.find((each) => each === get('tab')) ?? 'claims';
  return (
    <Page
      title={t('title')}
      note={t('note')}
      tools={
        <>
          <SearchTool label={t('search')} />
          {tab === 'claims' ? <PartyTool /> : null}
          {tab === 'claims' ? <ExportTool /> : null}
          {may('claim:settle') ? <Button onClick={() => setSetting(true)}>{t('terms')}</Button> : null}
        </>
      }
    >
      <ClaimTiles />
      <TabLinks
        label={t('title')}
        current={tab}
        param="tab"
        tabs={tabs.map((key) => ({ key, name: t(`tab.${key}`) }))}
      />
      {tab === 'claims' ? <Claims /> : <Postages />}
      {setting ? <TermsDialog onClose={() => setSetting(false)} /> : null}
    </Page>
  );
}

function PartyTool() {
  const t = useTexts('claims');
  const words = useWords();
  return (
    <SelectTool
      name="against"
      label={t('anyParty')}
      options={claimParties.map((value) => ({ value, label: words('claimParty', value) }))}
    />
  );
}

/** The filters of the address; what they do not know, they leave out. */
function useClaimQuery(): QueryOf<typeof listClaims> {
  const { get } = useAddress();
  const wanted = get('state') ?? (get('q') ? 'all' : 'open');
  const state = ([...claimStates, 'open', 'overdue'] as const).find((each) => each === wanted);
  const against = claimParties.find((each) => each === get('against'));
  const [party, q] = [get('party'), get('q')];
  return {
    ...(state ? { state } : {}),
    ...(against ? { against } : {}),
    ...(party ? { party } : {}),
    ...(q ? { q } : {}),
  };
}

const pageOfClaims = (query: QueryOf<typeof listClaims>, after?: string, signal?: AbortSignal) =>
  call(listClaims, { query: { ...query, ...(after ? { after } : {}) } }, signal ? { signal } : {});

function ExportTool() {
  const t = useTexts('claims');
  const query = useClaimQuery();
  const { run, busy } = useClaimExport((limit, after) => pageOfClaims({ ...query, limit }, after));
  return (
    <Button loading={busy} onClick={run}>
      {t('export')}
    </Button>
  );
}

function Claims() {
  const t = useTexts('claims');
  const words = useWords();
  const query = useClaimQuery();
  const pages = usePages([listClaims.path, query], (after, signal) => pageOfClaims(query, after, signal));
  return (
    <>
      <TabLinks
        label={t('states')}
        current={query.state ?? 'all'}
        param="state"
        tabs={[
          { key: 'open', name: t('open') },
          { key: 'overdue', name: t('overdue') },
          ...claimStates.map((key) => ({ key, name: words('claimState', key) })),
          { key: 'all', name: t('all') },
        ]}
      />
      <Listing
        pages={pages}
        blank={
          <Blank title={t('empty')} hint={t('emptyHint')}>
            <Link to="/alerts?kind=suspected_lost">{t('toLost')}</Link>
          </Blank>
        }
      >
        {(rows) => (
          <Panel>
            <ClaimTable rows={rows} />
          </Panel>
        )}
      </Listing>
    </>
  );
}

function Postages() {
  const t = useTexts('claims');
  const words = useWords();
  const { get } = useAddress();
  const wanted = get('state') ?? (get('q') ? 'all' : 'open');
  const state = ([...postageStates, 'open'] as const).find((each) => each === wanted);
  const q = get('q');
  const query = { ...(state ? { state } : {}), ...(q ? { q } : {}) };
  const pages = usePages([listPostage.path, query], (after, signal) =>
    call(listPostage, { query: { ...query, ...(after ? { after } : {}) } }, { signal }),
  );
  return (
    <>
      <TabLinks
        label={t('states')}
        current={state ?? 'all'}
        param="state"
        tabs={[
          { key: 'open', name: t('open') },
          ...postageStates.map((key) => ({ key, name: words('postageState', key) })),
          { key: 'all', name: t('all') },
        ]}
      />
      <Listing pages={pages} blank={<Blank title={t('postageEmpty')} hint={t('postageEmptyHint')} />}>
        {(rows) => (
          <Panel>
            <PostageTable rows={rows} />
          </Panel>
        )}
      </Listing>
    </>
  );
}
