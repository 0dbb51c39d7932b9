import type { MyOrder } from '../shapes.ts';
import type { Draft } from './draft.ts';
import type { DraftInHand } from './use-draft.ts';

/** What every question is given: the order it is about, the answers so far, and how to answer. */
export type StepProps = { order: MyOrder; draft: Draft; change: DraftInHand['change'] };
