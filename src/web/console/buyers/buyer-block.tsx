import { Link } from 'react-router';
import { type BuyerView, getBuyerFigures } from '../../../contract/buyers.ts';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { Listed, Share } from './listed.tsx';

/** Beside a case: the list that the buyer is on and three figures of all shops, with the way to the rest. */
export function BuyerBlock({ buyerId }: { buyerId: BuyerView['id'] }) {
  const t = useTexts('buyers');
  const { may } = useSession();
  const { data } = useRead(getBuyerFigures, { params: { buyerId } }, { enabled: may('rma:review') });
  if (!data) return null;
  return (
    <Panel title={t('habits')} tools={<Link to={`/buyers/${data.id}`}>{t('seeAll')}</Link>}>
      {data.listing ? (
        <p className="buyer-listed">
          <Listed entry={data.listing} />
          <span>{data.listing.reason}</span>
        </p>
      ) : null}
      <dl className="buyer-three">
        <div>
          <dt>{t('case.orders')}</dt>
          <dd className="number">{data.orders365d}</dd>
        </div>
        <div>
          <dt>{t('case.returns')}</dt>
          <dd className="number">{data.returns90d}</dd>
        </div>
        <div>
          <dt>{t('case.share')}</dt>
          <dd>
            <Share of={data.returnShare} />
          </dd>
        </div>
      </dl>
    </Panel>
  );
}
