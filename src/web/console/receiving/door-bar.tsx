import { useContext, useState } from 'react';
import type { findByWaybill } from '../../../contract/warehouse.ts';
import type { ReplyOf } from '../../ui/api.ts';
import { useTexts } from '../locales/texts.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { HandlingSteps } from './handling-steps.tsx';
import { openAtDesk, signAtDoor } from './offline/door.ts';
import { DeskOwnerContext } from './offline/use-queued-act.ts';
import { beep } from './sound.ts';
import { WeighField } from './weigh-field.tsx';

type Answer = Pick<ReplyOf<typeof findByWaybill>, 'handling' | 'weight'>;

/** What was done to the parcel at the door, and the next step there. */
export function DoorBar({ waybill, answer, onChanged }: { waybill: string; answer: Answer; onChanged: () => void }) {
  const t = useTexts('handheld');
  const owner = useContext(DeskOwnerContext);
  const showProblem = useShowProblem();
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const has = (step: string) => done.has(step) || answer.handling.some((each) => each.step === step);
  const act = (step: 'signed' | 'opened') => {
    const work =
      step === 'opened' ? openAtDesk(waybill) : signAtDoor(owner ?? '', { waybill, photos: [] }).then(() => undefined);
    work.then(() => {
      beep('good');
      setDone((before) => new Set([...before, step]));
      onChanged();
    }, showProblem);
  };
  const next = has('signed') ? (has('opened') ? null : 'opened') : 'signed';
  return (
    <div className="door-bar">
      <WeighField waybill={waybill} weight={answer.weight} onWeighed={onChanged} />
      <HandlingSteps steps={answer.handling} />
      {next && owner !== null ? (
        <button type="button" className="big quiet" onClick={() => act(next)}>
          {t(next === 'signed' ? 'sign' : 'open')}
        </button>
      ) : null}
    </div>
  );
}
