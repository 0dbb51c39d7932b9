import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTexts } from '../locales/texts.ts';

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** Loads the next page when it comes into view; the button is there for keyboards and for slow scrolling. */
export function LoadMore({ pages, count }: { pages: Pages; count: number }) {
  const t = useTexts('shell');
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    const element = end.current;
    if (!element || !hasNextPage) return;
    const seen = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting && !isFetchingNextPage) fetchNextPage();
    });
    seen.observe(element);
    return () => seen.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <div className="load-more" ref={end}>
      {hasNextPage ? (
        <Button type="text" size="small" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('loadMore')}
        </Button>
      ) : (
        <span>{t('thatIsAll', { count })}</span>
      )}
    </div>
  );
}
