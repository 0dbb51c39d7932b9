import { App } from 'antd';
import { useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { markMissing, receiveLine } from '../../../contract/warehouse.ts';
import { useTexts } from '../locales/texts.ts';
import { useRmaAct } from '../rma/use-rma-act.ts';
import { useHotKeys } from './hot-keys.ts';
import type { Line } from './line-work.ts';
import { NumberPad } from './number-pad.tsx';
import { beep } from './sound.ts';

type Props = { rma: RmaView; line: Line; onDone: (rma: RmaView) => void };

/** How many units of the line are in the parcel. */
export function ReceiveStep({ rma, line, onDone }: Props) {
  const t = useTexts('receiving');
  const { modal } = App.useApp();
  const [counting, setCounting] = useState(false);
  const done = (next: RmaView) => {
    beep('found');
    onDone(next);
  };
  const receive = useRmaAct(receiveLine, 'receive_line', rma, { onDone: done, quiet: true });
  const missing = useRmaAct(markMissing, 'mark_missing', rma, { onDone: done });
  const params = { rmaId: rma.id, lineId: line.id };
  const busy = receive.isPending || missing.isPending;
  const take = (quantity: number) => {
    if (!busy) receive.mutate({ params, body: { quantity } });
  };
  const askMissing = () =>
    modal.confirm({
      title: t('missingAsk'),
      content: t('missingBody', { title: line.title, count: line.quantity }),
      okText: t('missingGo'),
      okButtonProps: { danger: true },
      onOk: () => missing.mutateAsync({ params, body: {} }).catch(() => undefined),
    });
  useHotKeys({ enter: () => take(line.quantity), p: () => setCounting(true), m: askMissing });
  return (
    <div className="step">
      <h2>{t('howMany', { count: line.quantity })}</h2>
      {counting ? (
        <NumberPad
          max={line.quantity}
          okText={(count) => t('someGo', { count })}
          busy={busy}
          onOk={take}
          onCancel={() => setCounting(false)}
        />
      ) : (
        <div className="big-buttons">
          <button type="button" className="big primary" disabled={busy} onClick={() => take(line.quantity)}>
            {t('receiveAll', { count: line.quantity })}
          </button>
          {line.quantity > 1 ? (
            <button type="button" className="big" disabled={busy} onClick={() => setCounting(true)}>
              {t('receiveSome')}
            </button>
          ) : null}
          <button type="button" className="big quiet" disabled={busy} onClick={askMissing}>
            {t('markMissing')}
          </button>
        </div>
      )}
      <p className="step-keys">{t('keysReceive')}</p>
    </div>
  );
}
