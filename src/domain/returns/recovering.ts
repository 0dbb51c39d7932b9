import type { LossClaimCommand, LossClaimEvent } from '../recovery/loss-claim.ts';
import type { PostageCommand, PostageEvent } from '../recovery/postage.ts';
import type { Context, Decision } from '../returns/decision.ts';
import type { Rma } from '../returns/rma.ts';
import { claimMoved, decideClaim } from './claiming.ts';
import { decidePostage, postageMoved } from './paying-postage.ts';

/** Getting back what a return has lost, and giving back what its buyer advanced. */
export type RecoveryCommand = LossClaimCommand | PostageCommand;
export type RecoveryEvent = LossClaimEvent | PostageEvent;

const ofClaims: ReadonlySet<string> = new Set<LossClaimCommand['type']>([
  'file_claim',
  'record_claim_answer',
  'record_claim_payment',
  'appeal_claim',
  'close_claim',
]);
const ofPostage: ReadonlySet<string> = new Set<PostageCommand['type']>([
  'ask_postage',
  'record_insurance',
  'pay_postage',
  'decline_postage',
  'recover_postage',
]);

export const isOfRecovery = <C extends { type: string }>(command: C | RecoveryCommand): command is RecoveryCommand =>
  ofClaims.has(command.type) || ofPostage.has(command.type);

const isOfClaim = (command: RecoveryCommand): command is LossClaimCommand => ofClaims.has(command.type);

export const recover = (rma: Rma, command: RecoveryCommand, context: Context): Decision =>
  isOfClaim(command) ? decideClaim(rma, command, context) : decidePostage(rma, command, context);

export const isRecovery = <E extends { type: string }>(event: E | RecoveryEvent): event is RecoveryEvent =>
  event.type.startsWith('claim_') || event.type.startsWith('postage_');

const isClaimEvent = (event: RecoveryEvent): event is LossClaimEvent => event.type.startsWith('claim_');

export const recovered = (rma: Rma, event: RecoveryEvent): Rma =>
  isClaimEvent(event) ? claimMoved(rma, event) : postageMoved(rma, event);
