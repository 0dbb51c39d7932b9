import { Choice } from '../parts/choice.tsx';
import { useWords } from '../words/words.tsx';
import { stepsOf } from './draft.ts';
import { NextButton, StepFrame } from './step-frame.tsx';
import type { StepProps } from './step-props.ts';

export function ResolutionStep({ order, draft, change }: StepProps) {
  const { words } = useWords();
  const offered = order.reasons.find((reason) => reason.code === draft.reason)?.resolutions ?? [];
  return (
    <StepFrame
      order={order}
      draft={draft}
      step="resolution"
      title={words.resolution.title}
      lead={words.resolution.lead}
      forward={
        <NextButton
          step="resolution"
          steps={stepsOf(draft, order)}
          missing={draft.resolution ? null : words.resolution.chooseFirst}
        />
      }
    >
      <fieldset className="choices">
        <legend className="visually-hidden">{words.resolution.title}</legend>
        {offered.map((resolution) => (
          <Choice
            key={resolution}
            name="resolution"
            checked={draft.resolution === resolution}
            title={words.resolutions[resolution].title}
            detail={words.resolutions[resolution].detail}
            choose={() => change({ type: 'resolution_chosen', resolution })}
          />
        ))}
      </fieldset>
    </StepFrame>
  );
}
