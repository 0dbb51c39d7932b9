import { Button } from 'antd';
import { useState } from 'react';
import { listShops, type ShopView } from '../../../contract/shops.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Page } from '../parts/page.tsx';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { ChannelReasons } from './channel-reasons.tsx';
import { CourierServices } from './courier-services.tsx';
import { PaymentGateways } from './payment-gateways.tsx';
import { ShopCard } from './shop-card.tsx';
import { ShopDialog } from './shop-dialog.tsx';

/** The shops: whether each platform lets us in, how far it has been read, and what it can do. */
export default function ShopsPage() {
  const t = useTexts('shops');
  const { may } = useSession();
  const [editing, setEditing] = useState<ShopView | 'new' | null>(null);
  const answer = useRead(listShops, {}, { everyMs: 15_000 });
  const shops = answer.data?.shops ?? [];
  const add = may('shop:manage') ? (
    <Button type="primary" onClick={() => setEditing('new')}>
      {t('add')}
    </Button>
  ) : null;
  return (
    <Page title={t('title')} note={t('note')} tools={add}>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {answer.data && shops.length === 0 ? (
        <Blank title={t('none')} hint={t(may('shop:manage') ? 'noneHint' : 'noneHintOthers')} />
      ) : null}
      <div className="shops">
        {shops.map((shop) => (
          <ShopCard key={shop.id} shop={shop} onEdit={() => setEditing(shop)} />
        ))}
      </div>
      {may('shop:manage') ? <PaymentGateways /> : null}
      {may('shop:manage') ? <CourierServices /> : null}
      {may('inbox:read') && shops.length > 0 ? <ChannelReasons /> : null}
      {editing ? <ShopDialog shop={editing === 'new' ? null : editing} onClose={() => setEditing(null)} /> : null}
    </Page>
  );
}
