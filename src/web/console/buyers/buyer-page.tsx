import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { type BuyerView, getBuyer } from '../../../contract/buyers.ts';
import { buyerId as buyerIdShape } from '../../../contract/common.ts';
import { problemOf } from '../../ui/api.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts } from '../locales/texts.ts';
import { Blank, Failed, Waiting } from '../parts/blank.tsx';
import { Page } from '../parts/page.tsx';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useRefusal } from '../parts/use-refusal.ts';
import { useSession } from '../shell/session.tsx';
import { AddListingDialog } from './add-listing-dialog.tsx';
import { HabitFigures } from './habit-figures.tsx';
import { Listed } from './listed.tsx';
import { ListingsPanel } from './listings-panel.tsx';
import { NewestOrders, NewestReturns } from './newest.tsx';
import { MonthsPanel, ReasonsPanel, ShopsPanel } from './small-charts.tsx';

export default function BuyerPage() {
  const id = buyerIdShape.safeParse(useParams()['buyerId']);
  return id.success ? <Loaded id={id.data} /> : <Missing />;
}

function Missing() {
  const t = useTexts('buyers');
  return (
    <Blank title={t('missing')} hint={t('emptyHint')}>
      <Link to="/buyers">
        <Button>{t('toList')}</Button>
      </Link>
    </Blank>
  );
}

function Loaded({ id }: { id: BuyerView['id'] }) {
  const answer = useRead(getBuyer, { params: { buyerId: id } });
  if (answer.data) return <Shown buyer={answer.data} />;
  if (!answer.error) return <Waiting rows={12} />;
  return problemOf(answer.error).status === 404 ? <Missing /> : <Failed error={answer.error} retry={answer.refetch} />;
}

/** One person at all shops: what he did, why goods came back, and what people have decided about him. */
function Shown({ buyer }: { buyer: BuyerView }) {
  const t = useTexts('buyers');
  const formats = useFormats();
  const now = useNow();
  const say = useRefusal();
  const { may } = useSession();
  const [adding, setAdding] = useState(false);
  const inForce = buyer.listings.find(({ state }) => state === 'in_force') ?? null;
  const allowed = may('buyer:list');
  return (
    <Page
      title={
        <span className="buyer-title">
          {buyer.nick || t('noNick')}
          <small className="number faint">{buyer.maskedPhone}</small>
          <Listed entry={inForce} />
        </span>
      }
      note={`${t('knownSince', { when: formats.when(buyer.knownSince, now) })} · ${t('masked')}`}
      tools={
        <Tooltip title={allowed ? undefined : say({ code: 'not_permitted', permission: 'buyer:list' })}>
          <Button type={inForce ? 'default' : 'primary'} disabled={!allowed} onClick={() => setAdding(true)}>
            {t(inForce ? 'renew' : 'add')}
          </Button>
        </Tooltip>
      }
    >
      <HabitFigures habits={buyer.habits} />
      <div className="buyer-columns">
        <div className="buyer-charts">
          <MonthsPanel months={buyer.months} />
          <ShopsPanel shops={buyer.shops} />
          <ReasonsPanel reasons={buyer.reasons} />
        </div>
        <ListingsPanel buyer={buyer} />
      </div>
      <NewestReturns returns={buyer.returns} />
      <NewestOrders orders={buyer.orders} />
      {adding ? <AddListingDialog buyer={buyer} current={inForce} onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}
