import { useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { receiveLine } from '../../../contract/warehouse.ts';
import { useTexts } from '../locales/texts.ts';
import { DifferenceForm } from './difference-form.tsx';
import { useHotKeys } from './hot-keys.ts';
import type { Line } from './line-work.ts';
import { NumberPad } from './number-pad.tsx';
import { useQueuedAct } from './offline/use-queued-act.ts';
import { beep } from './sound.ts';

type Props = { rma: RmaView; line: Line; onDone: (rma: RmaView) => void };

/** How many units of the line are in the parcel, or what is there instead. */
export function ReceiveStep({ rma, line, onDone }: Props) {
  const t = useTexts('receiving');
  const handheld = useTexts('handheld');
  const [doing, setDoing] = useState<'asking' | 'counting' | 'differing'>('asking');
  const done = (next: RmaView) => {
    beep('found');
    onDone(next);
  };
  const receive = useQueuedAct(receiveLine, 'receive_line', rma, { onDone: done, quiet: true });
  const busy = receive.isPending;
  const take = (quantity: number) => {
    if (!busy) receive.mutate({ params: { rmaId: rma.id, lineId: line.id }, body: { quantity } });
  };
  useHotKeys(
    doing === 'differing'
      ? {}
      : { enter: () => take(line.quantity), p: () => setDoing('counting'), m: () => setDoing('differing') },
  );
  if (doing === 'differing') {
    return (
      <div className="step">
        <DifferenceForm rma={rma} line={line} onDone={onDone} onCancel={() => setDoing('asking')} />
      </div>
    );
  }
  return (
    <div className="step">
      <h2>{t('howMany', { count: line.quantity })}</h2>
      {doing === 'counting' ? (
        <NumberPad
          max={line.quantity}
          okText={(count) => t('someGo', { count })}
          busy={busy}
          onOk={take}
          onCancel={() => setDoing('asking')}
        />
      ) : (
        <div className="big-buttons">
          <button type="button" className="big primary" disabled={busy} onClick={() => take(line.quantity)}>
            {t('receiveAll', { count: line.quantity })}
          </button>
          {line.quantity > 1 ? (
            <button type="button" className="big" disabled={busy} onClick={() => setDoing('counting')}>
              {t('receiveSome')}
            </button>
          ) : null}
          <button type="button" className="big quiet" disabled={busy} onClick={() => setDoing('differing')}>
            {handheld('differs')}
          </button>
        </div>
      )}
      <p className="step-keys">{t('keysReceive')}</p>
    </div>
  );
}
