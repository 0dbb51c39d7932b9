import { App, Button } from 'antd';
import { useState } from 'react';
import { endInterceptWait } from '../../../contract/pickups.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { useNow } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useCauseText } from '../parts/cause.tsx';
import { Panel } from '../parts/page.tsx';
import { Tag, type Tone } from '../parts/tag.tsx';
import { useFormats } from '../parts/use-formats.ts';
import { Parcel } from './facts.tsx';
import { InterceptDialog } from './intercept-dialog.tsx';
import { useRmaAct } from './use-rma-act.ts';

type Out = RmaView['outbound'][number];
type State = NonNullable<Out['intercept']>['state'];

const tones: Record<State, Tone> = {
  asked: 'blue',
  accepted: 'amber',
  failed: 'red',
  back: 'green',
  delivered: 'red',
};

/** The parcels that the goods went out in: where they are, and what became of asking them back. */
export function OutboundPanel({ rma }: { rma: RmaView }) {
  const t = useTexts('pickups');
  const own = new Set(rma.parcels.map(({ waybill }) => waybill));
  // A parcel that nobody took stands among those of the return; here it is told of only when it was asked back.
  const shown = rma.outbound.filter(
    ({ waybill, intercept, canIntercept }) => !own.has(waybill) || intercept || canIntercept,
  );
  if (shown.length === 0) return null;
  return (
    <Panel title={t('outTitle')}>
      {shown.map((parcel) => (
        <Parcel key={parcel.waybill} parcel={own.has(parcel.waybill) ? { ...parcel, scans: [] } : parcel}>
          <Intercepted rma={rma} parcel={parcel} />
        </Parcel>
      ))}
    </Panel>
  );
}

function Intercepted({ rma, parcel }: { rma: RmaView; parcel: Out }) {
  const t = useTexts('pickups');
  const words = useWords();
  const sayCause = useCauseText();
  const formats = useFormats();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const { intercept, canIntercept } = parcel;
  const mayAsk = rma.abilities.some(({ command, allowed }) => command === 'intercept_outbound' && allowed);
  const isOpen = intercept?.state === 'asked' || intercept?.state === 'accepted';
  return (
    <div className="intercept">
      {intercept ? (
        <p>
          {t('interceptState')} <Tag tone={tones[intercept.state]}>{words('intercept', intercept.state)}</Tag>
        </p>
      ) : null}
      {intercept?.cause ? <p className="faint">{sayCause(intercept.cause)}</p> : null}
      {intercept?.waitsUntil ? (
        <p className="amber">
          {t('waitsUntil', { when: formats.when(intercept.waitsUntil, now, { time: true }) })}{' '}
          <StopWaiting rma={rma} waybill={parcel.waybill} />
        </p>
      ) : isOpen && rma.resolution === 'refund_only' ? (
        <p className="faint">{t('noWait')}</p>
      ) : null}
      {canIntercept && mayAsk ? (
        <Button size="small" onClick={() => setOpen(true)}>
          {intercept ? t('again') : t('intercept')}
        </Button>
      ) : null}
      {open ? <InterceptDialog rma={rma} parcel={parcel} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function StopWaiting({ rma, waybill }: { rma: RmaView; waybill: string }) {
  const t = useTexts('pickups');
  const { modal } = App.useApp();
  const stop = useRmaAct(endInterceptWait, 'end_intercept_wait', rma);
  if (!rma.abilities.some(({ command, allowed }) => command === 'end_intercept_wait' && allowed)) return null;
  const ask = () =>
    modal.confirm({
      title: t('stopAsk'),
      content: t('stopBody'),
      okText: t('stopWaiting'),
      okButtonProps: { danger: true },
      onOk: () => stop.mutate({ params: { rmaId: rma.id }, body: { waybill } }),
    });
  return (
    <Button size="small" loading={stop.isPending} onClick={ask}>
      {t('stopWaiting')}
    </Button>
  );
}
