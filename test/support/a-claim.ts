import type { LossClaim } from '../../src/domain/recovery/loss-claim.ts';
import type { Postage } from '../../src/domain/recovery/postage.ts';
import type { RmaParcel } from '../../src/domain/returns/rma.ts';
import { plusHours } from '../../src/domain/time.ts';
import { fen, NOW, yuan } from './builders.ts';

export const aParcel: RmaParcel = { courier: 'yuantong', waybill: 'SF1', status: 'in_transit', announcedAt: NOW };

/** A claim for a lost parcel that waits for the courier's answer. */
export const aClaim = (facts: Partial<LossClaim> = {}): LossClaim => ({
  id: 'clm_1',
  against: 'courier',
  party: 'yuantong',
  cause: 'lost',
  waybill: 'SF1',
  amount: yuan(10),
  accepted: fen(0),
  paid: fen(0),
  writtenOff: fen(0),
  reference: '',
  filedAt: NOW,
  answerDue: plusHours(NOW, 24),
  appeals: 0,
  proof: [],
  state: 'filed',
  ...facts,
});

/** Ten yuan that the buyer has asked for himself, uninsured. */
export const aPostage = (facts: Partial<Postage> = {}): Postage => ({
  waybill: 'SF1',
  asked: yuan(10),
  askedBy: 'buyer',
  askedAt: NOW,
  insured: false,
  proof: [],
  payouts: [],
  ...facts,
});
