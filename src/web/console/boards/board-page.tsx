import { lazy, Suspense } from 'react';
import { boardFigures } from '../../../contract/boards.ts';
import { useTexts } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Page } from '../parts/page.tsx';
import { useRead } from '../parts/use-api.ts';
import { BoardFigures } from './board-figures.tsx';
import { BoardFilters } from './board-filters.tsx';
import { REFRESH } from './reading.ts';
import { StepsTile } from './steps-tile.tsx';
import { useBoardQuery } from './use-board-query.ts';
import { ChannelsTile, LapsesTile, RecoveryTile } from './where-tiles.tsx';
import { ArticlesTile, CategoriesTile, ReasonsTile } from './why-tiles.tsx';

const TrendTile = lazy(() => import('./trend-tile.tsx'));

/** Figures first, then why, then who and where. Every figure opens its cases. */
export default function BoardPage() {
  const t = useTexts('boards');
  const { query } = useBoardQuery();
  const answer = useRead(boardFigures, { query }, REFRESH);
  const { data, error } = answer;
  const currency = data?.currency ?? 'CNY';
  return (
    <Page title={t('title')} note={data && !data.upToDate ? t('behind') : t('note')}>
      <BoardFilters />
      {error && !data ? <Failed error={error} retry={answer.refetch} /> : null}
      {!error && !data ? <Waiting rows={3} /> : null}
      {data ? (
        <>
          <BoardFigures data={data} />
          <div className="board-tiles">
            <Suspense fallback={<Waiting />}>
              <TrendTile />
            </Suspense>
            <ReasonsTile />
            <StepsTile />
            <ArticlesTile currency={currency} />
            <CategoriesTile currency={currency} />
          </div>
          <div className="board-tiles thirds">
            <RecoveryTile currency={currency} />
            <ChannelsTile />
            <LapsesTile />
          </div>
        </>
      ) : null}
    </Page>
  );
}
