import { listShops } from '../../../contract/back-office.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Cause } from '../parts/cause.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { When } from '../parts/when.tsx';

/** The shops, with how far their feeds have been read and what stopped one. */
export default function ShopsPage() {
  const t = useTexts('inbox');
  const words = useWords();
  const answer = useRead(listShops, {}, { everyMs: 30_000 });
  const shops = answer.data?.shops ?? [];
  return (
    <Page title={t('shops')} note={t('shopsNote')}>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {answer.data && shops.length === 0 ? <Blank title={t('noShops')} hint={t('noShopsHint')} /> : null}
      <div className="shops">
        {shops.map((shop) => (
          <Panel
            key={shop.id}
            title={shop.name}
            tools={<Tag tone={shop.active ? 'green' : 'grey'}>{t(shop.active ? 'active' : 'inactive')}</Tag>}
          >
            <p className="faint">
              {words('channel', shop.channel)} · <span className="number">{shop.externalId}</span>
            </p>
            {shop.feeds.length === 0 ? <p className="faint">{t('noFeeds')}</p> : null}
            {shop.feeds.map((feed) => (
              <dl key={feed.feed} className="pairs feed">
                <dt>{words('feed', feed.feed)}</dt>
                <dd>
                  {feed.lastError ? (
                    <Tag tone={/throttled/.test(feed.lastError) ? 'amber' : 'red'}>
                      <Cause of={feed.lastError} />
                    </Tag>
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
            ))}
          </Panel>
        ))}
      </div>
    </Page>
  );
}
