import { openMyReturn, previewMyReturn } from '../../../contract/portal.ts';
import { resolutionFacts } from '../../../domain/policy/resolution-facts.ts';
import { Ground } from '../parts/ground.tsx';
import { Notice, ProblemNotice } from '../parts/notice.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { goInstead, hashOf } from '../route.ts';
import { useVisit } from '../session.ts';
import type { MyPreview } from '../shapes.ts';
import { useLoaded } from '../use-loaded.ts';
import { useSending } from '../use-sending.ts';
import { useWords } from '../words/words.tsx';
import { Calculation } from './calculation.tsx';
import { chosenLines, type Draft, sendingKey } from './draft.ts';
import { knownSteps } from './preview-steps.ts';
import { RequestSummary } from './request-summary.tsx';
import { StepFrame } from './step-frame.tsx';
import type { StepProps } from './step-props.ts';
import { StepsAhead } from './steps-ahead.tsx';
import { writeDraft } from './use-draft.ts';
import { within } from './within.ts';

type Complete = Draft & { reason: NonNullable<Draft['reason']>; resolution: NonNullable<Draft['resolution']> };

const isComplete = (draft: Draft): draft is Complete => draft.reason !== null && draft.resolution !== null;

/** What happens, how much comes back and who pays the parcel: all before anything is sent. */
export function PreviewStep(props: StepProps) {
  // `isReachable` lets nobody come here with an open question.
  return isComplete(props.draft) ? <Preview {...props} draft={props.draft} /> : null;
}

function Preview({ order, draft }: StepProps & { draft: Complete }) {
  const { words } = useWords();
  const { ask, reloadOrder } = useVisit();
  const { busy, problem, send } = useSending();
  const body = {
    lines: chosenLines(draft, order),
    reason: draft.reason,
    resolution: draft.resolution,
    evidence: draft.photos,
  };
  const [preview, reload] = useLoaded(JSON.stringify(body), (signal) => ask(previewMyReturn, { body }, { signal }));

  const submit = () =>
    send(
      () => ask(openMyReturn, { body: { ...body, note: draft.note } }, { idempotencyKey: sendingKey(draft) }),
      ({ id }) => {
        goInstead({ at: 'return', rmaId: id });
        writeDraft(null);
        reloadOrder();
      },
    );

  return (
    <StepFrame
      order={order}
      draft={draft}
      step="preview"
      title={words.preview.title}
      lead=""
      forward={
        <>
          {problem ? <ProblemNotice problem={problem} /> : null}
          <button
            type="button"
            className="button primary"
            disabled={busy || preview.state !== 'ready'}
            onClick={submit}
          >
            {busy ? words.preview.submitting : words.preview.submit}
          </button>
        </>
      }
    >
      {preview.state === 'loading' ? <Skeleton rows={4} /> : null}
      {preview.state === 'failed' ? <ProblemNotice problem={preview.problem} retry={reload} /> : null}
      {preview.state === 'ready' ? (
        <WhatHappens preview={preview.value} isAboutMoney={resolutionFacts[draft.resolution].money !== 'never'} />
      ) : null}
      <RequestSummary order={order} draft={draft} />
    </StepFrame>
  );
}

function WhatHappens({ preview, isAboutMoney }: { preview: MyPreview; isAboutMoney: boolean }) {
  const { words, language } = useWords();
  const text = words.preview;
  const steps = knownSteps(preview.steps);
  const reviewHours = steps.find((step) => step.code === 'review')?.withinHours ?? null;
  const freight = text.freightBy[preview.returnFreight];
  return (
    <>
      {preview.outcome === 'approved' ? (
        <Notice tone="good">
          <strong>{text.approved.title}</strong> {text.approved.detail}
        </Notice>
      ) : null}
      {preview.outcome === 'needs_person' ? (
        <Notice tone="plain">
          <strong>{text.needs_person.title}</strong> {text.needs_person.detail(within(reviewHours, language))}
        </Notice>
      ) : null}
      {preview.outcome === 'needs_photo' ? (
        <Notice tone="plain">
          <strong>{text.needs_photo.title}</strong> {text.needs_photo.detail}{' '}
          <a href={hashOf({ at: 'request', step: 'photos' })}>{text.addPhoto}</a>
        </Notice>
      ) : null}
      {preview.ground ? <Ground reason={preview.ground.label} clause={preview.ground.clause} /> : null}
      <h2>{text.money}</h2>
      {preview.amount ? (
        <Calculation amount={preview.amount} />
      ) : (
        <p className="empty">{isAboutMoney ? text.moneyUnknown : text.noMoney}</p>
      )}
      <h2>{text.freight}</h2>
      <p className="card">
        <strong>{freight.title}</strong>
        <span className="quiet-text"> {freight.detail}</span>
        {preview.freightClause ? (
          <span className="quiet-text">
            {' '}
            {words.shared.clause} {preview.freightClause}
          </span>
        ) : null}
      </p>
      {steps.length > 0 ? <StepsAhead steps={steps} /> : null}
    </>
  );
}
