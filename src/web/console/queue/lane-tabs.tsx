import { Link, useSearchParams } from 'react-router';
import { countLanes } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { alarming, formatLaneCount, type Lane, lanesShown, uncounted } from './lanes.ts';

/** The lanes as tabs; each is a link, so it can be opened beside and sent to a colleague. */
export function LaneTabs({ current }: { current: Lane }) {
  const t = useTexts('queue');
  const words = useWords();
  const [params] = useSearchParams();
  const counts = useRead(countLanes, {}, { everyMs: 60_000 }).data?.lanes;
  const addressOf = (lane: Lane): string => {
    const next = new URLSearchParams(params);
    next.set('lane', lane);
    next.delete('rma');
    return `?${next}`;
  };
  return (
    <nav className="lanes" aria-label={t('lanes')}>
      {lanesShown(counts ?? {}, current).map((lane) => {
        const count = counts?.[lane] ?? 0;
        const loud = alarming.has(lane) && count > 0;
        return (
          <Link
            key={lane}
            to={addressOf(lane)}
            className={`lane${loud ? ' loud' : ''}${count === 0 && !uncounted.has(lane) ? ' nothing' : ''}`}
            aria-current={lane === current ? 'page' : undefined}
          >
            {words('lane', lane)}
            {uncounted.has(lane) ? null : <span className="lane-count">{counts ? formatLaneCount(count) : ''}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
