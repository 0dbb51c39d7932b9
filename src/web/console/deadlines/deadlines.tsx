import { useTexts } from '../locales/texts.ts';
import { Page } from '../parts/page.tsx';
import { TabLinks } from '../parts/tab-links.tsx';
import { useAddress } from '../parts/use-address.ts';
import { DeadlineFilters } from './deadline-filters.tsx';
import { Lapses } from './lapses.tsx';
import { NextToLapse } from './next-to-lapse.tsx';

/** What lapses next, and what has lapsed. */
export default function Deadlines() {
  const t = useTexts('deadlines');
  const { get } = useAddress();
  const tab = get('tab') === 'lapses' ? 'lapses' : 'next';
  return (
    <Page title={t('title')} note={t('note')} tools={<DeadlineFilters />}>
      <TabLinks
        label={t('tabs')}
        current={tab}
        param="tab"
        tabs={[
          { key: 'next', name: t('next') },
          { key: 'lapses', name: t('lapses') },
        ]}
      />
      {tab === 'lapses' ? <Lapses /> : <NextToLapse />}
    </Page>
  );
}
