import { Input } from 'antd';
import { useState } from 'react';
import type { RmaView } from '../../../contract/returns.ts';
import { disposeLine } from '../../../contract/warehouse.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRmaAct } from '../rma/use-rma-act.ts';
import { useHotKeys } from './hot-keys.ts';
import {
  type Disposition,
  dispositions,
  isBuyersOwn,
  isForbidden as isForbiddenFor,
  type Line,
  suggestedDisposition,
} from './line-work.ts';
import { keepPlace, keptPlace } from './places.ts';
import { beep } from './sound.ts';
import { Stepper } from './stepper.tsx';

type Props = { rma: RmaView; line: Line; onDone: (rma: RmaView) => void };

/** What becomes of the goods and where they go. The suggestion follows the grade; a person decides. */
export function DisposeStep({ rma, line, onDone }: Props) {
  const t = useTexts('receiving');
  const words = useWords();
  const [places, setPlaces] = useState<Partial<Record<Disposition, string>>>({});
  const suggested = isBuyersOwn(rma) ? 'repair' : suggestedDisposition(line);
  const [chosen, setChosen] = useState<Disposition>(suggested);
  const [quantity, setQuantity] = useState(line.quantity);
  const dispose = useRmaAct(disposeLine, 'dispose_line', rma, { onDone });
  const place = places[chosen] ?? keptPlace(chosen);
  const isForbidden = (disposition: Disposition) => isForbiddenFor(rma, line, disposition);
  const why = t(isBuyersOwn(rma) ? 'buyersOwn' : 'noRestock');
  const send = () => {
    const location = place.trim();
    if (!location || isForbidden(chosen)) {
      beep('error');
      return;
    }
    if (dispose.isPending) return;
    keepPlace(chosen, location);
    beep('good');
    dispose.mutate({
      params: { rmaId: rma.id, lineId: line.id },
      body: { quantity, disposition: chosen, location },
    });
  };
  const choose = (disposition: Disposition) => {
    if (isForbidden(disposition)) beep('error');
    else setChosen(disposition);
  };
  useHotKeys({
    enter: send,
    ...Object.fromEntries(dispositions.map((disposition, i) => [String(i + 1), () => choose(disposition)])),
  });
  return (
    <div className="step">
      <h2>{t('where')}</h2>
      <Choices
        line={line}
        chosen={chosen}
        suggested={suggested}
        why={why}
        isForbidden={isForbidden}
        onChoose={choose}
      />
      {isForbidden('restock') ? <p className="amber">{why}</p> : null}
      <Stepper label={t('disposeCount')} value={quantity} max={line.quantity} onChange={setQuantity} />
      <div className="place">
        <label htmlFor={`place-${line.id}`}>{t('location')}</label>
        <Input
          id={`place-${line.id}`}
          size="large"
          maxLength={40}
          value={place}
          status={place.trim() ? '' : 'warning'}
          placeholder={t('locationPlaceholder')}
          onChange={(event) => setPlaces({ ...places, [chosen]: event.target.value })}
          onPressEnter={send}
        />
        <button type="button" className="big primary" disabled={dispose.isPending || !place.trim()} onClick={send}>
          {place.trim() ? `${words('disposition', chosen)} × ${quantity}` : t('needLocation')}
        </button>
      </div>
      <p className="step-keys">{t('keysDispose')}</p>
    </div>
  );
}

type ChoicesProps = {
  line: Line;
  chosen: Disposition;
  suggested: Disposition;
  why: string;
  isForbidden: (disposition: Disposition) => boolean;
  onChoose: (disposition: Disposition) => void;
};

function Choices({ line, chosen, suggested, why, isForbidden, onChoose }: ChoicesProps) {
  const t = useTexts('receiving');
  const words = useWords();
  return (
    <div className="big-buttons choices" role="radiogroup" aria-label={t('where')}>
      {dispositions.map((disposition, i) => (
        <label
          key={disposition}
          className={`big choice${disposition === chosen ? ' chosen' : ''}${isForbidden(disposition) ? ' off' : ''}`}
          title={isForbidden(disposition) ? why : undefined}
        >
          <input
            type="radio"
            name={`disposition-${line.id}`}
            className="sr-only"
            disabled={isForbidden(disposition)}
            checked={disposition === chosen}
            onChange={() => onChoose(disposition)}
          />
          <kbd>{i + 1}</kbd>
          <span>
            {words('disposition', disposition)}
            {disposition === suggested ? <small>{t('suggested')}</small> : null}
          </span>
        </label>
      ))}
    </div>
  );
}
