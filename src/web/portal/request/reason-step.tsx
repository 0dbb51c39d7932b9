import { Choice } from '../parts/choice.tsx';
import { useWords } from '../words/words.tsx';
import { stepsOf } from './draft.ts';
import { reasonTree } from './reason-tree.ts';
import { NextButton, StepFrame } from './step-frame.tsx';
import type { StepProps } from './step-props.ts';

export function ReasonStep({ order, draft, change }: StepProps) {
  const { words } = useWords();
  return (
    <StepFrame
      order={order}
      draft={draft}
      step="reason"
      title={words.reason.title}
      lead={words.reason.lead}
      forward={
        <NextButton
          step="reason"
          steps={stepsOf(draft, order)}
          missing={draft.reason ? null : words.reason.chooseFirst}
        />
      }
    >
      {reasonTree(order.reasons).map(({ group, reasons }) => (
        <fieldset key={group} className="choices">
          <legend>{words.reason.groups[group]}</legend>
          {reasons.map((reason) => (
            <Choice
              key={reason.code}
              name="reason"
              checked={draft.reason === reason.code}
              title={words.reasons[reason.code].title}
              detail={words.reasons[reason.code].detail}
              tag={reason.needsPhoto ? words.reason.needsPhoto : null}
              choose={() => change({ type: 'reason_chosen', reason: reason.code, resolutions: reason.resolutions })}
            />
          ))}
        </fieldset>
      ))}
    </StepFrame>
  );
}
