import { Input } from 'antd';
import { useState } from 'react';
import { lineDesk, type WayView } from '../../../contract/inspection.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { disposeLine } from '../../../contract/warehouse.ts';
import { useOwnName } from '../inspection/use-names.ts';
import { WayValue } from '../inspection/way-value.tsx';
import { useTexts, useWords } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import { useRefusal } from '../parts/use-refusal.ts';
import { useHotKeys } from './hot-keys.ts';
import {
  type Disposition,
  dispositions,
  isBuyersOwn,
  isForbidden as isForbiddenFor,
  type Line,
  suggestedDisposition,
} from './line-work.ts';
import { useQueuedAct as useRmaAct } from './offline/use-queued-act.ts';
import { keepPlace, keptPlace } from './places.ts';
import { beep } from './sound.ts';
import { Stepper } from './stepper.tsx';

type Props = { rma: RmaView; line: Line; onDone: (rma: RmaView) => void };

/** What becomes of the goods and where they go, with what each way is worth. A rule or the value suggests; a person decides. */
export function DisposeStep({ rma, line, onDone }: Props) {
  const t = useTexts('receiving');
  const words = useWords();
  const [places, setPlaces] = useState<Partial<Record<Disposition, string>>>({});
  const [chosenByHand, setChosen] = useState<Disposition | null>(null);
  const [quantity, setQuantity] = useState(line.quantity);
  const { desk, ways, suggested, because } = useWays(rma, line, quantity);
  const chosen = chosenByHand ?? suggested;
  const dispose = useRmaAct(disposeLine, 'dispose_line', rma, { onDone });
  const place = places[chosen] ?? keptPlace(chosen);
  const send = () => {
    const location = place.trim();
    if (!location || because(chosen)) {
      beep('error');
      return;
    }
    if (dispose.isPending) return;
    keepPlace(chosen, location);
    beep('good');
    const body = { quantity, disposition: chosen, location };
    dispose.mutate({ params: { rmaId: rma.id, lineId: line.id }, body });
  };
  const choose = (way: Disposition) => {
    if (because(way)) beep('error');
    else setChosen(way);
  };
  useHotKeys({
    enter: send,
    ...Object.fromEntries(dispositions.map((way, i) => [String(i + 1), () => choose(way)])),
  });
  return (
    <div className="step">
      <h2>{t('where')}</h2>
      <Choices
        line={line}
        chosen={chosen}
        suggested={suggested}
        reason={desk?.suggested ?? null}
        ways={ways}
        because={because}
        onChoose={choose}
      />
      {because('restock') ? <p className="amber">{because('restock')}</p> : null}
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

/** What the server says of each way; where it cannot be asked, the grade alone suggests one. */
function useWays(rma: RmaView, line: Line, quantity: number) {
  const t = useTexts('receiving');
  const say = useRefusal();
  const params = { rmaId: rma.id, lineId: line.id };
  const desk = useRead(lineDesk, { params, query: { quantity: String(quantity) } }, { keep: true }).data;
  const ways = new Map(desk?.ways.map((each) => [each.way, each]));
  const suggested = desk?.suggested?.way ?? (isBuyersOwn(rma) ? 'repair' : suggestedDisposition(line));
  const because = (way: Disposition): string | null => {
    const known = ways.get(way);
    if (known) return known.because && say(known.because);
    return isForbiddenFor(rma, line, way) ? t(isBuyersOwn(rma) ? 'buyersOwn' : 'noRestock') : null;
  };
  return { desk, ways, suggested, because };
}

type ChoicesProps = {
  line: Line;
  chosen: Disposition;
  suggested: Disposition;
  reason: { by: 'rule' | 'value'; rule: { zh: string; en: string } | null } | null;
  ways: ReadonlyMap<Disposition, WayView>;
  because: (way: Disposition) => string | null;
  onChoose: (way: Disposition) => void;
};

function Choices({ line, chosen, suggested, reason, ways, because, onChoose }: ChoicesProps) {
  const t = useTexts('receiving');
  const ti = useTexts('inspection');
  const words = useWords();
  const own = useOwnName();
  const why = reason?.rule ? own(reason.rule) : reason ? ti('bestValue') : t('suggested');
  return (
    <div className="big-buttons choices with-values" role="radiogroup" aria-label={t('where')}>
      {dispositions.map((way, i) => (
        <label
          key={way}
          className={`big choice${way === chosen ? ' chosen' : ''}${because(way) ? ' off' : ''}`}
          title={because(way) ?? undefined}
        >
          <input
            type="radio"
            name={`disposition-${line.id}`}
            className="sr-only"
            disabled={because(way) !== null}
            checked={way === chosen}
            onChange={() => onChoose(way)}
          />
          <kbd>{i + 1}</kbd>
          <span className="choice-what">
            <span>
              {words('disposition', way)}
              {way === suggested ? <small>{why}</small> : null}
            </span>
            <WayValue value={ways.get(way)?.value ?? null} />
          </span>
        </label>
      ))}
    </div>
  );
}
