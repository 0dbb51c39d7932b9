import type { FieldProblem, Surroundings } from './account.ts';
import type { NoticeOutcome } from './port.ts';

export type HookCall = {
  url: string;
  secret: string;
  /** The same whenever the same is told. */
  id: string;
  body: string;
};

/** A system of the merchant's own that hears of facts instead of notices. It is told by the same rules. */
export type SignedHook = {
  /** A secret of the receiver's, made anew. */
  newSecret(): string;
  /** Why this cannot be its address. */
  problem(url: string, around: Pick<Surroundings, 'mayBeNear'>): FieldProblem | undefined;
  /** Tries once, within a dozen seconds. */
  send(call: HookCall, around: Surroundings): Promise<NoticeOutcome>;
};
