import type { ShopView } from '../../../contract/shops.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Cause } from '../parts/cause.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';

/** A cursor that lies further back than this is worth a word. */
const BEHIND_MIN = 5;

/** How far one feed of a shop has been read, and what stopped it. */
export function Feed({ feed, paused }: { feed: ShopView['feeds'][number]; paused: boolean }) {
  const t = useTexts('shops');
  const words = useWords();
  const minutes = feed.lastRunAt ? Math.floor((Date.parse(feed.lastRunAt) - Date.parse(feed.position)) / 60_000) : 0;
  return (
    <dl className="pairs feed">
      <dt>{words('feed', feed.feed)}</dt>
      <dd>
        {feed.lastError ? (
          <Tag tone={paused || !/throttled/.test(feed.lastError) ? 'red' : 'amber'}>
            <Cause of={feed.lastError} />
          </Tag>
        ) : minutes >= BEHIND_MIN ? (
          <Tag tone="amber">{t('behind', { minutes })}</Tag>
        ) : (
          <Tag tone="green">{t('fine')}</Tag>
        )}
      </dd>
      <dt>{t('position')}</dt>
      <dd>
        <When at={feed.position} time />
      </dd>
      <dt>{t('lastRun')}</dt>
      <dd>{feed.lastRunAt ? <When at={feed.lastRunAt} time /> : t('never')}</dd>
    </dl>
  );
}
