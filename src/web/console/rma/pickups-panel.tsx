import { App, Button } from 'antd';
import { cancelPickup, pickupDoors } from '../../../contract/pickups.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useCauseText } from '../parts/cause.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { useRead } from '../parts/use-api.ts';
import { useFormats } from '../parts/use-formats.ts';
import { When } from '../parts/when.tsx';
import { RevealDoor } from './reveal-door.tsx';
import { useRmaAct } from './use-rma-act.ts';

type Pickup = RmaView['pickups'][number];

const tones: Record<Pickup['state'], Tone> = {
  asked: 'blue',
  booked: 'blue',
  courier_assigned: 'blue',
  picked_up: 'green',
  failed: 'red',
  cancelled: 'grey',
};

/** Couriers' visits at the buyer's door, the newest first. */
export function PickupsPanel({ rma }: { rma: RmaView }) {
  const t = useTexts('pickups');
  const known = rma.pickups.length > 0;
  const doors = useRead(pickupDoors, { params: { rmaId: rma.id } }, { enabled: known, everyMs: 15_000 });
  if (!known) return null;
  return (
    <Panel title={t('title')}>
      {rma.pickups.toReversed().map((pickup) => (
        <Visit key={pickup.id} rma={rma} pickup={pickup} door={doors.data?.rows.find(({ id }) => id === pickup.id)} />
      ))}
    </Panel>
  );
}

type Door = { name: string; phone: string; area: string; person: { name: string; phone: string } | null };

function Visit({ rma, pickup, door }: { rma: RmaView; pickup: Pickup; door: Door | undefined }) {
  const t = useTexts('pickups');
  const words = useWords();
  const sayCause = useCauseText();
  const formats = useFormats();
  const { from, to, cause, state } = pickup;
  const why = cause && (state === 'asked' ? t('doubt', { cause: sayCause(cause) }) : sayCause(cause));
  return (
    <div className="parcel">
      <div className="parcel-head">
        <span>{words('courier', pickup.courier)}</span>
        <Tag tone={tones[state]}>{words('pickupState', state)}</Tag>
        <Cancel rma={rma} pickup={pickup} />
      </div>
      {why ? <p className={state === 'failed' ? 'amber' : 'faint'}>{why}</p> : null}
      {state === 'failed' ? <p className="faint">{t(pickup.inDoubt ? 'doubtNext' : 'failedNext')}</p> : null}
      {pickup.calledOff && state !== 'cancelled' ? <p className="faint">{t('calledOff')}</p> : null}
      <dl className="pairs">
        <dt>{t('window')}</dt>
        <dd>
          {from && to ? (
            <>
              <When at={from} time />–{formats.full(to).slice(-8, -3)}
            </>
          ) : (
            t('soon')
          )}
        </dd>
        <dt>{t('payer')}</dt>
        <dd>{words('payer', pickup.payer)}</dd>
        {door ? (
          <>
            <dt>{t('door')}</dt>
            <dd>
              {door.area} {door.name} <span className="number faint">{door.phone}</span>{' '}
              <RevealDoor rmaId={rma.id} pickupId={pickup.id} />
            </dd>
          </>
        ) : null}
        {door?.person ? (
          <>
            <dt>{t('person')}</dt>
            <dd>
              {door.person.name} <span className="number">{door.person.phone}</span>
            </dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}

function Cancel({ rma, pickup }: { rma: RmaView; pickup: Pickup }) {
  const t = useTexts('pickups');
  const { modal } = App.useApp();
  const cancel = useRmaAct(cancelPickup, 'cancel_pickup', rma);
  const ability = rma.abilities.find(({ command }) => command === 'cancel_pickup');
  const isExpected = pickup.state === 'asked' || pickup.state === 'booked' || pickup.state === 'courier_assigned';
  if (!(isExpected || pickup.inDoubt) || pickup.calledOff || !ability?.allowed) return null;
  const ask = () =>
    modal.confirm({
      title: t('cancelAsk'),
      content: t(pickup.inDoubt ? 'forgetBody' : 'cancelBody'),
      okText: t('cancel'),
      okButtonProps: { danger: true },
      onOk: () => cancel.mutate({ params: { rmaId: rma.id }, body: { pickupId: pickup.id as `pk${string}` } }),
    });
  return (
    <Button size="small" loading={cancel.isPending} onClick={ask}>
      {t('cancel')}
    </Button>
  );
}
