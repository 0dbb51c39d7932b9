import type { ClaimState } from '../../../domain/recovery/loss-claim.ts';
import type { PostageState } from '../../../domain/recovery/postage.ts';
import type { Tone } from '../parts/tag.tsx';

const claimTones: Record<ClaimState, Tone> = {
  filed: 'blue',
  accepted: 'amber',
  refused: 'red',
  paid: 'green',
  written_off: 'grey',
  withdrawn: 'grey',
};
export const claimTone = ({ state, overdue }: { state: ClaimState; overdue: boolean }): Tone =>
  overdue ? 'red' : claimTones[state];

const postageTones: Record<PostageState, Tone> = {
  asked: 'amber',
  with_insurer: 'blue',
  part_paid: 'amber',
  paid: 'green',
  declined: 'grey',
  paid_twice: 'red',
};
export const postageTone = (state: PostageState): Tone => postageTones[state];
