import { useEffect } from 'react';
import { ProblemNotice } from '../parts/notice.tsx';
import { Screen } from '../parts/screen.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { goInstead, type RequestStep } from '../route.ts';
import { useVisit } from '../session.ts';
import type { MyOrder } from '../shapes.ts';
import { useWords } from '../words/words.tsx';
import { chosenUnits, firstOpenStep, fitted, isReachable } from './draft.ts';
import { LinesStep } from './lines-step.tsx';
import { PhotosStep } from './photos-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { ReasonStep } from './reason-step.tsx';
import { ResolutionStep } from './resolution-step.tsx';
import { useDraft, writeDraft } from './use-draft.ts';

/** One question after the other. Without any answer, as on the way back from a request that was sent, the order. */
export function RequestFlow({ step }: { step: RequestStep }) {
  const { words } = useWords();
  const { order, reloadOrder } = useVisit();
  if (order.state === 'ready') return <Step order={order.value} step={step} />;
  return (
    <Screen title={words.lines.title}>
      {order.state === 'loading' ? <Skeleton rows={3} /> : null}
      {order.state === 'failed' ? <ProblemNotice problem={order.problem} retry={reloadOrder} /> : null}
    </Screen>
  );
}

function Step({ order, step }: { order: MyOrder; step: RequestStep }) {
  const { draft, change } = useDraft(order.orderNumber);
  const fit = fitted(draft, order);
  const reachable = isReachable(fit, order, step);
  useEffect(() => {
    if (fit !== draft) writeDraft(fit);
    else if (!reachable)
      goInstead(chosenUnits(fit) > 0 ? { at: 'request', step: firstOpenStep(fit) } : { at: 'order' });
  });
  if (fit !== draft || !reachable) return null;

  const props = { order, draft, change };
  switch (step) {
    case 'lines':
      return <LinesStep {...props} />;
    case 'reason':
      return <ReasonStep {...props} />;
    case 'resolution':
      return <ResolutionStep {...props} />;
    case 'photos':
      return <PhotosStep {...props} />;
    case 'preview':
      return <PreviewStep {...props} />;
  }
}
