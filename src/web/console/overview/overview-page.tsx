import { Segmented } from 'antd';
import { lazy, Suspense } from 'react';
import { overview } from '../../../contract/back-office.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Page } from '../parts/page.tsx';
import { useAddress } from '../parts/use-address.ts';
import { useRead } from '../parts/use-api.ts';
import { Figures } from './figures.tsx';
import { Rankings } from './rankings.tsx';
import { TodoLanes } from './todo-lanes.tsx';

const PerDay = lazy(() => import('./per-day.tsx'));
const periods = [7, 30, 90] as const;

/** What must be done now, then how it goes, then why. */
export default function OverviewPage() {
  const t = useTexts('overview');
  const { get, change } = useAddress();
  const days = periods.find((each) => String(each) === get('days')) ?? 7;
  const answer = useRead(overview, { query: { days } }, { keep: true, everyMs: 60_000 });
  if (answer.error) return <Failed error={answer.error} retry={answer.refetch} />;
  return (
    <Page title={t('title')}>
      {answer.data ? (
        <>
          <TodoLanes data={answer.data} />
          <div className="section-head">
            <h2>{t('figures', { days })}</h2>
            <Segmented<number>
              size="small"
              value={days}
              options={periods.map((each) => ({ value: each, label: t('days', { count: each }) }))}
              onChange={(next) => change({ days: String(next) })}
            />
          </div>
          <Figures data={answer.data} />
          <div className="tiles">
            <Suspense fallback={<Waiting />}>
              <PerDay data={answer.data} />
            </Suspense>
            <Rankings data={answer.data} />
          </div>
        </>
      ) : (
        <Waiting rows={12} />
      )}
    </Page>
  );
}
