import { Alert, App, Button, Tooltip, Typography } from 'antd';
import { Link } from 'react-router';
import { pullShopNow, type ShopView, testShop } from '../../../contract/shops.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Cause, useCauseText } from '../parts/cause.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useAct } from '../parts/use-api.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { When } from '../parts/when.tsx';
import { useSession } from '../shell/session.tsx';
import { Feed } from './feed.tsx';
import { Offers } from './offers.tsx';

const abilities = ['requests', 'agreeReturn', 'refuse', 'agreeRefund', 'recordRefund', 'extend', 'message'] as const;

export function ShopCard({ shop, onEdit }: { shop: ShopView; onEdit: () => void }) {
  const t = useTexts('shops');
  const words = useWords();
  const { may } = useSession();
  const revoked = shop.access === 'revoked';
  return (
    <Panel title={shop.name} tools={<Tag tone={revoked ? 'red' : 'green'}>{t(revoked ? 'revoked' : 'connected')}</Tag>}>
      <p className="faint">
        {words('channel', shop.channel)} · <span className="number">{shop.externalId}</span>
        {shop.capabilities ? ` · ${t(`push.${shop.capabilities.push}`)}` : null}
      </p>
      {revoked ? <Revoked shop={shop} onEdit={onEdit} /> : null}
      {shop.capabilities ? null : <p className="faint">{t('own')}</p>}
      {shop.capabilities?.requests ? null : <Offers shop={shop} />}
      {shop.feeds.map((feed) => (
        <Feed key={feed.feed} feed={feed} paused={revoked} />
      ))}
      <dl className="pairs feed">
        {shop.lastPushAt ? (
          <>
            <dt>{t('lastPush')}</dt>
            <dd>
              <When at={shop.lastPushAt} time />
            </dd>
          </>
        ) : null}
        {shop.accessExpiresAt ? (
          <>
            <dt>{t('expires')}</dt>
            <dd>
              <When at={shop.accessExpiresAt} />
            </dd>
          </>
        ) : null}
        {shop.capabilities ? <Documents of={shop} /> : null}
      </dl>
      {shop.capabilities ? <Capabilities of={shop.capabilities} /> : null}
      {shop.pushAddress && may('shop:manage') ? (
        <Tooltip title={t('pushAddressHint')}>
          <Typography.Paragraph copyable className="push-address">
            {shop.pushAddress}
          </Typography.Paragraph>
        </Tooltip>
      ) : null}
      {shop.capabilities ? <Tools shop={shop} onEdit={onEdit} /> : null}
    </Panel>
  );
}

function Revoked({ shop, onEdit }: { shop: ShopView; onEdit: () => void }) {
  const t = useTexts('shops');
  const { may } = useSession();
  return (
    <Alert
      type="error"
      showIcon
      title={<Cause of={shop.accessError} />}
      description={t('revokedHint')}
      action={
        may('shop:manage') ? (
          <Button size="small" danger onClick={onEdit}>
            {t('reconnect')}
          </Button>
        ) : null
      }
    />
  );
}

function Documents({ of: shop }: { of: ShopView }) {
  const t = useTexts('shops');
  return (
    <>
      <dt>{t('waiting')}</dt>
      <dd>
        <InboxLink shop={shop} state="waiting" count={shop.waiting} />
      </dd>
      <dt>{t('refused')}</dt>
      <dd>
        <InboxLink shop={shop} state="refused" count={shop.refused} />
      </dd>
    </>
  );
}

function InboxLink({ shop, state, count }: { shop: ShopView; state: 'waiting' | 'refused'; count: number }) {
  const { may } = useSession();
  if (count === 0 || !may('inbox:read')) return <span className="number">{count}</span>;
  return (
    <Link className="number" to={`/inbox?state=${state}&shopId=${shop.id}`}>
      {count}
    </Link>
  );
}

function Capabilities({ of }: { of: NonNullable<ShopView['capabilities']> }) {
  const t = useTexts('shops');
  return (
    <p className="chips abilities">
      {abilities.map((ability) =>
        of[ability] ? (
          <Tag key={ability} tone="green">
            {t(`can.${ability}`)}
          </Tag>
        ) : (
          <Tooltip key={ability} title={t('cannot')}>
            <span>
              <Tag tone="grey">{t(`can.${ability}`)}</Tag>
            </span>
          </Tooltip>
        ),
      )}
    </p>
  );
}

function Tools({ shop, onEdit }: { shop: ShopView; onEdit: () => void }) {
  const t = useTexts('shops');
  const { may } = useSession();
  const { message } = App.useApp();
  const showProblem = useShowProblem();
  const sayCause = useCauseText();
  const params = { shopId: shop.id as `shop_${string}` };
  const test = useAct(testShop, {
    onRefused: showProblem,
    onDone: ({ ok, problem }) =>
      ok
        ? void message.success(t('testFine'))
        : void message.error(t('testFailed', { problem: sayCause(problem ?? '') }), 8),
  });
  const pull = useAct(pullShopNow, {
    onRefused: showProblem,
    onDone: () => void message.success(t('pulling')),
  });
  return (
    <p className="shop-tools">
      {may('shop:manage') ? (
        <Button size="small" loading={test.isPending} onClick={() => test.mutate({ params, body: {} })}>
          {t('test')}
        </Button>
      ) : null}
      {may('inbox:retry') && shop.access === 'ok' ? (
        <Button size="small" loading={pull.isPending} onClick={() => pull.mutate({ params, body: {} })}>
          {t('pull')}
        </Button>
      ) : null}
      {may('shop:manage') ? (
        <Button size="small" onClick={onEdit}>
          {t('edit')}
        </Button>
      ) : null}
    </p>
  );
}
