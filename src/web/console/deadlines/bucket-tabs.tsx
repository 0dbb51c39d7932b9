import { Link, useSearchParams } from 'react-router';
import { useTexts } from '../locales/texts.ts';
import { formatLaneCount } from '../queue/lanes.ts';
import type { Bucket } from './use-deadline-query.ts';

type Props = {
  current: Bucket | undefined;
  buckets: readonly Bucket[];
  counts: Partial<Record<Bucket, number>> | undefined;
};

const loud: ReadonlySet<Bucket> = new Set<Bucket>(['overdue', 'hour']);

/** When clocks end, as links with their counts. */
export function BucketTabs({ current, buckets, counts }: Props) {
  const t = useTexts('deadlines');
  const [params] = useSearchParams();
  const addressOf = (bucket: Bucket | undefined): string => {
    const next = new URLSearchParams(params);
    if (bucket) next.set('bucket', bucket);
    else next.delete('bucket');
    return `?${next}`;
  };
  return (
    <nav className="lanes" aria-label={t('buckets')}>
      <Link to={addressOf(undefined)} className="lane" aria-current={current === undefined ? 'page' : undefined}>
        {t('bucket.all')}
      </Link>
      {buckets.map((bucket) => {
        const count = counts?.[bucket] ?? 0;
        return (
          <Link
            key={bucket}
            to={addressOf(bucket)}
            className={`lane${loud.has(bucket) && count > 0 ? ' loud' : ''}${counts && count === 0 ? ' nothing' : ''}`}
            aria-current={bucket === current ? 'page' : undefined}
          >
            {t(`bucket.${bucket}`)}
            <span className="lane-count">{counts ? formatLaneCount(count) : ''}</span>
          </Link>
        );
      })}
    </nav>
  );
}
