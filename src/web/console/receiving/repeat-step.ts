import { isDockStep } from '../../../contract/dock-steps.ts';
import type { ConflictView } from '../../../contract/receiving.ts';

type Repeated = Pick<ConflictView, 'id' | 'command' | 'path'>;
type Way = {
  post(step: { id: string; path: string }, body: ConflictView['body']): Promise<void>;
  /** Says what became of it. */
  settle(outcome: 'retried' | 'edited'): Promise<unknown>;
};

/**
 * Does the step of a conflict again and then settles it. Its command id follows from the conflict's: whoever repeats it, on
 * whichever device and however many answers are lost, it is done once. A refusal leaves nothing behind under that id, so
 * that it serves for the next try too; other content under an id that was done is refused.
 */
export async function repeatStep(
  conflict: Repeated,
  body: ConflictView['body'],
  outcome: 'retried' | 'edited',
  { post, settle }: Way,
): Promise<void> {
  // Kept by an earlier version, it may name any place of ours: it would be done with the rights of who repeats it.
  if (!isDockStep(conflict)) throw new Error(`${conflict.command} is no step of the dock`);
  await post({ id: `again:${conflict.id}`, path: conflict.path }, body);
  await settle(outcome);
}
