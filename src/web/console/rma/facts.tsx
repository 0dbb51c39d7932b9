import { Button, Image } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { RmaView } from '../../../contract/returns.ts';
import { resolutionFacts } from '../../../domain/policy/resolution-facts.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { pictureOf, thumbOf } from '../parts/photo-picker.tsx';
import { stageTone, Tag, type Tone } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';

/** What the buyer shows and says, in view while one decides. */
export function EvidencePanel({ rma }: { rma: RmaView }) {
  const t = useTexts('rma');
  const asks = rma.review === 'pending' || rma.review === 'escalated';
  return (
    <Panel title={t('evidence')}>
      {rma.evidence.length > 0 ? (
        <Image.PreviewGroup>
          <div className="evidence">
            {rma.evidence.map((file, i) => (
              <Image
                key={file}
                src={thumbOf(file)}
                preview={{ src: pictureOf(file) }}
                alt={t('photo', { n: i + 1 })}
                width={84}
                height={84}
              />
            ))}
          </div>
        </Image.PreviewGroup>
      ) : (
        <p className="faint">
          {t('noEvidence')}
          {asks ? <br /> : null}
          {asks ? t('noEvidenceAsk') : ''}
        </p>
      )}
      {rma.note ? (
        <blockquote className="note">
          <span className="sr-only">{t('note')}</span>
          {rma.note}
        </blockquote>
      ) : null}
    </Panel>
  );
}

export function OrderPanel({ rma }: { rma: RmaView }) {
  const t = useTexts('rma');
  const words = useWords();
  const { order } = rma;
  const others = order.rmas.filter((other) => other.id !== rma.id);
  const moment = (at: string | null) => (at ? <When at={at} time /> : <span className="faint">{t('notYet')}</span>);
  return (
    <Panel
      title={t('order')}
      tools={
        <Tag tone="grey" plain>
          {words('channel', order.channel)}
        </Tag>
      }
    >
      <dl className="pairs">
        <dt>{t('order')}</dt>
        <dd>
          <Link to={`/orders/${order.id}`} className="number">
            {order.externalId}
          </Link>
        </dd>
        <dt>{t('buyer')}</dt>
        <dd>
          {order.buyer.nick} <span className="faint">{order.buyer.maskedPhone}</span>
        </dd>
        <dt>{t('orderPaid')}</dt>
        <dd>
          <Money of={order.paid} />
        </dd>
        <dt>{t('placed')}</dt>
        <dd>{moment(order.placedAt)}</dd>
        <dt>{t('shipped')}</dt>
        <dd>{moment(order.shippedAt)}</dd>
        <dt>{t('delivered')}</dt>
        <dd>{moment(order.deliveredAt)}</dd>
      </dl>
      {others.length > 0 ? (
        <div className="siblings">
          <span className="faint">{t('otherReturns')}</span>
          {others.map((other) => (
            <Link key={other.id} to={`/rmas/${other.id}`}>
              <span className="number">{other.number}</span>{' '}
              <Tag tone={stageTone(other.stage)}>{words('stage', other.stage)}</Tag>
            </Link>
          ))}
        </div>
      ) : null}
    </Panel>
  );
}

const parcelTones: Record<string, Tone> = {
  delivered: 'green',
  problem: 'red',
  damaged: 'red',
  refused: 'red',
  returning: 'amber',
  suspected_lost: 'red',
  lost: 'red',
  cancelled: 'grey',
};
const FEW = 3;

export function ParcelsPanel({ rma }: { rma: RmaView }) {
  const t = useTexts('rma');
  if (resolutionFacts[rma.resolution].goodsBack === 'no' && rma.parcels.length === 0) return null;
  return (
    <Panel title={t('parcels')}>
      {rma.parcels.length === 0 ? (
        <p className="faint">
          {t('noParcels')}
          <br />
          {t('noParcelsHint')}
        </p>
      ) : (
        rma.parcels.map((parcel) => <Parcel key={parcel.waybill} parcel={parcel} />)
      )}
    </Panel>
  );
}

export function Parcel({ parcel, children }: { parcel: RmaView['parcels'][number]; children?: ReactNode }) {
  const t = useTexts('rma');
  const words = useWords();
  const [all, setAll] = useState(false);
  const newest = parcel.scans.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return (
    <div className="parcel">
      <div className="parcel-head">
        <span>{words('courier', parcel.courier)}</span>
        <span className="number">{parcel.waybill}</span>
        <Tag tone={parcelTones[parcel.status] ?? 'blue'}>{words('parcelStatus', parcel.status)}</Tag>
      </div>
      {children}
      <ol className="scans">
        {(all ? newest : newest.slice(0, FEW)).map((scan) => (
          <li key={`${scan.at}${scan.text}`}>
            <span className="faint">
              <When at={scan.at} time />
            </span>
            <span>
              {scan.text}
              {scan.status === 'unrecognised' ? (
                <span className="faint">{` · ${words('parcelStatus', 'unrecognised')} ${scan.code}`}</span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
      {newest.length > FEW && !all ? (
        <Button type="link" size="small" className="flush" onClick={() => setAll(true)}>
          {t('showScans', { count: newest.length })}
        </Button>
      ) : null}
    </div>
  );
}
