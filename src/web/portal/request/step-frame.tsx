import type { ReactNode } from 'react';
import { Screen } from '../parts/screen.tsx';
import { go, type RequestStep } from '../route.ts';
import type { MyOrder } from '../shapes.ts';
import { useWords } from '../words/words.tsx';
import { type Draft, stepsOf } from './draft.ts';

type Props = {
  order: MyOrder;
  draft: Draft;
  step: RequestStep;
  title: string;
  lead: string;
  /** The button that leads on, and what stands beside it. */
  forward: ReactNode;
  children: ReactNode;
};

/** A question with where one is in the row of questions, the way back, and the way on at the bottom. */
export function StepFrame({ order, draft, step, title, lead, forward, children }: Props) {
  const { words } = useWords();
  const steps = stepsOf(draft, order);
  const place = steps.indexOf(step);
  const before = steps[place - 1];
  return (
    <Screen key={step} title={title} lead={lead}>
      <div className="step-place">
        <button
          type="button"
          className="link"
          onClick={() => go(before ? { at: 'request', step: before } : { at: 'order' })}
        >
          ← {before ? words.shared.back : words.order.title}
        </button>
        <span className="quiet-text">{words.shared.stepOf(place + 1, steps.length)}</span>
        <progress value={place + 1} max={steps.length} aria-hidden="true" />
      </div>
      {children}
      <div className="actions actions-sticky">{forward}</div>
    </Screen>
  );
}

/** Leads to the next question, or says why it does not yet. */
export function NextButton(props: { step: RequestStep; steps: RequestStep[]; missing: string | null; label?: string }) {
  const { words } = useWords();
  const next = props.steps[props.steps.indexOf(props.step) + 1] ?? 'preview';
  return (
    <>
      <p className="why" role="status">
        {props.missing}
      </p>
      <button
        type="button"
        className="button primary"
        disabled={props.missing !== null}
        onClick={() => go({ at: 'request', step: next })}
      >
        {props.label ?? words.shared.next}
      </button>
    </>
  );
}
