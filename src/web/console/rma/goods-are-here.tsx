import { Alert, Button } from 'antd';
import { Link } from 'react-router';
import type { RmaView } from '../../../contract/returns.ts';
import { type UnknownRow, unknownOfRma } from '../../../contract/unknown-parcels.ts';
import { useTexts } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useSession } from '../shell/session.tsx';
import { percentOf } from '../unknown/candidate-card.tsx';
import { useBinding } from '../unknown/use-binding.tsx';

/** Parcels without an owner that are this return's, or very likely are: the goods need not be waited for. */
export function GoodsAreHere({ rma }: { rma: Pick<RmaView, 'id' | 'review'> }) {
  const answer = useRead(unknownOfRma, { params: { rmaId: rma.id } });
  return (answer.data?.rows ?? []).map((parcel) => <Note key={parcel.id} rma={rma} parcel={parcel} />);
}

function Note({ rma, parcel }: { rma: Pick<RmaView, 'id' | 'review'>; parcel: UnknownRow }) {
  const t = useTexts('unknownParcels');
  const { may } = useSession();
  const binding = useBinding(parcel.id);
  const waybill = parcel.waybill ?? t('noWaybill');
  const see = <Link to={`/unknown-parcels?state=${parcel.state}&parcel=${parcel.id}`}>{t('see')}</Link>;
  if (parcel.bindings.some(({ rmaId }) => rmaId === rma.id)) {
    return <Alert className="goods-here" type="info" showIcon title={t('caseBound', { waybill })} action={see} />;
  }
  const goods = parcel.items.map(({ title, quantity, bound }) => `${title} × ${quantity - bound}`).join('，');
  const units = parcel.items.reduce((sum, { quantity, bound }) => sum + quantity - bound, 0);
  const percent = percentOf(parcel.suggested?.score ?? 0);
  const canBind = may('goods:receive') && rma.review === 'approved';
  return (
    <Alert
      className="goods-here"
      type="success"
      showIcon
      title={t('caseHere')}
      description={t('caseHereHint', { waybill, goods, percent })}
      action={
        <span className="goods-here-tools">
          {canBind ? (
            <Button type="primary" disabled={binding.busy} onClick={() => binding.bind(rma.id)}>
              {t('bind', { count: units })}
            </Button>
          ) : null}
          {see}
        </span>
      }
    />
  );
}
