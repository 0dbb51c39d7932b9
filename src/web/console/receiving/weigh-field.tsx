import { InputNumber } from 'antd';
import { useState } from 'react';
import { weighParcel } from '../../../contract/alerts.ts';
import type { SignVerdict } from '../../../contract/receiving.ts';
import { findByWaybill } from '../../../contract/warehouse.ts';
import { call, newIdempotencyKey } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { beep } from './sound.ts';
import { useOnline } from './use-online.ts';
import { WeightNote } from './weight-note.tsx';

type Props = {
  waybill: string;
  /** What is known from before. */
  weight: SignVerdict['weight'];
  onWeighed?: () => void;
};

/** Puts the parcel on the scales: whether it can hold its goods is said at once, before anybody opens it. */
export function WeighField({ waybill, weight, onWeighed }: Props) {
  const t = useTexts('handheld');
  const online = useOnline();
  const showProblem = useShowProblem();
  const [grams, setGrams] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ grams: number; note: SignVerdict['weight'] }>();
  const weigh = async (weighed: number) => {
    setBusy(true);
    try {
      const key = newIdempotencyKey();
      await call(weighParcel, { body: { waybill, grams: weighed } }, { idempotencyKey: key });
      const { weight: note } = await call(findByWaybill, { params: { waybill } });
      beep(note?.says === 'too_light' ? 'bad' : 'good');
      setTold({ grams: weighed, note });
      setGrams(null);
      onWeighed?.();
    } catch (error) {
      beep('error');
      showProblem(error);
    }
    setBusy(false);
  };
  const note = told ? told.note : weight;
  return (
    <>
      <WeightNote weight={note} />
      {told && (!note || note.says === 'fits') ? (
        <p className={note ? 'green' : 'faint'}>
          {t(note ? 'weightFits' : 'weightKept', { grams: told.grams, expected: note?.expectedGrams ?? 0 })}
        </p>
      ) : null}
      {online ? (
        <form
          className="weigh"
          onSubmit={(event) => {
            event.preventDefault();
            if (grams && !busy) void weigh(grams);
          }}
        >
          <InputNumber
            size="large"
            min={1}
            max={200_000}
            precision={0}
            inputMode="numeric"
            aria-label={t('weight')}
            placeholder={t('weight')}
            value={grams}
            onChange={setGrams}
          />
          <button type="submit" className="big quiet" disabled={!grams || busy}>
            {t('weigh')}
          </button>
        </form>
      ) : null}
    </>
  );
}
