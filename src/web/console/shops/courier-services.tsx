import { Button, Tooltip, Typography } from 'antd';
import { useState } from 'react';
import { type CourierView, listCouriers } from '../../../contract/couriers.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Failed, Waiting } from '../parts/blank.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { useSide } from './account-fields.tsx';
import { CourierDialog } from './courier-dialog.tsx';

/** Who tells us about parcels, and in which order they are asked. */
export function CourierServices() {
  const t = useTexts('shops');
  const [editing, setEditing] = useState<CourierView | null>(null);
  const answer = useRead(listCouriers, {});
  return (
    <Panel title={t('couriers.title')}>
      <p className="faint">{t('couriers.hint')}</p>
      {answer.error ? <Failed error={answer.error} retry={answer.refetch} /> : null}
      {answer.isPending ? <Waiting /> : null}
      {answer.data?.couriers.map((courier) => (
        <Service key={courier.id} of={courier} onEdit={() => setEditing(courier)} />
      ))}
      {editing ? <CourierDialog courier={editing} onClose={() => setEditing(null)} /> : null}
    </Panel>
  );
}

function Service({ of: { label, connection }, onEdit }: { of: CourierView; onEdit: () => void }) {
  const t = useTexts('shops');
  const side = useSide();
  return (
    <section className="feed">
      <p>
        <strong>{label[side]}</strong> <Order of={connection} />{' '}
        <Button type="link" size="small" className="flush" onClick={onEdit}>
          {t(connection ? 'edit' : 'couriers.connect')}
        </Button>
      </p>
      {connection ? (
        <>
          <Follows of={connection.capabilities.follows} />
          {connection.capabilities.pushAddress === 'at_vendor' ? <PushAddress of={connection} /> : null}
        </>
      ) : null}
    </section>
  );
}

type Connection = NonNullable<CourierView['connection']>;

function Order({ of }: { of: Connection | null }) {
  const t = useTexts('shops');
  if (!of) return <Tag tone="grey">{t('couriers.notConnected')}</Tag>;
  if (of.followOrder === null) return <Tag tone="grey">{t('couriers.followsNone')}</Tag>;
  return <Tag tone="green">{t('couriers.place', { place: of.followOrder })}</Tag>;
}

function Follows({ of }: { of: Connection['capabilities']['follows'] }) {
  const t = useTexts('shops');
  const words = useWords();
  const names = of === 'all' ? t('couriers.all') : of.map((code) => words('courier', code)).join(' · ');
  return <p className="faint">{t('couriers.follows', { names })}</p>;
}

/** Somebody has to enter it in the vendor's console; its key is the one that was typed here, and is not shown again. */
function PushAddress({ of: { pushAddress, addressSecret } }: { of: Connection }) {
  const t = useTexts('shops');
  return (
    <>
      <Tooltip title={t('pushAddressHint')}>
        <Typography.Paragraph copyable className="push-address">
          {pushAddress}
        </Typography.Paragraph>
      </Tooltip>
      {addressSecret ? <p className="faint">{t('couriers.addKey')}</p> : null}
    </>
  );
}
