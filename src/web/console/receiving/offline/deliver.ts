import type { RmaView } from '../../../../contract/returns.ts';
import { ProblemError } from '../../../ui/api.ts';
import { canForesee, foresee } from './foresee.ts';
import { keptOf } from './kept-return.ts';
import { keepForeseen, keepNewer } from './local-store.ts';
import { localPhotosIn, type Queued } from './queue.ts';
import { isLost } from './road.ts';
import { enqueue, unsentNow } from './sync.ts';

type Step = Omit<Queued, 'seq' | 'owner' | 'pressedAt'>;

/**
 * Sends a step on a return, or keeps it where the server cannot be reached, and answers how the return stands then. A
 * return on which steps wait already gets the next one behind them: the order is what was done.
 */
export async function deliver(
  owner: string,
  rma: RmaView,
  step: Step,
  sendNow: () => Promise<RmaView>,
): Promise<RmaView> {
  const isBehind = unsentNow().mine.some(({ rmaId }) => rmaId === rma.id);
  const mustWait = !navigator.onLine || isBehind || localPhotosIn(step.body).length > 0;
  if (!mustWait) {
    try {
      const next = await sendNow();
      await keepNewer([keptOf(owner, next)]).catch(() => undefined);
      return next;
    } catch (error) {
      // The answer is lost, not the step: it keeps its id, so the server does it once.
      if (!isLost(error) || !canForesee(step.command)) throw error;
    }
  }
  if (!canForesee(step.command)) throw needsConnection();
  const next = foresee(rma, step);
  await enqueue(step);
  await keepForeseen(keptOf(owner, next));
  return next;
}

const needsConnection = (): ProblemError =>
  new ProblemError({
    type: 'urn:guilai:problem:needs_connection',
    title: 'This step needs a connection.',
    status: 0,
    code: 'needs_connection',
    requestId: '',
  });
