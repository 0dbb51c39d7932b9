import type { RmaLineId } from '../ids.ts';
import type { Money } from '../money.ts';
import type { AdvanceMoment } from '../policy/policy.ts';
import type { Instant, LocalDate } from '../time.ts';
import type { NamedWaybill } from './named-waybill.ts';

/** What somebody has done to get goods back that were paid for before they came. */
export const chaseKinds = ['reminded', 'called', 'appealed', 'insurer_asked'] as const;
export type ChaseKind = (typeof chaseKinds)[number];
export type Chase = { kind: ChaseKind; note: string; by: string; at: Instant };

/** A refund that a rule has paid before the goods were back (极速退款). What it is still at risk with is its exposure. */
export type Advance = {
  on: AdvanceMoment;
  /** At the merchant's place: the limit of a day counts it there. */
  day: LocalDate;
  at: Instant;
  lines: { lineId: RmaLineId; amount: Money }[];
  /** The numbers that the goods were said to come under: they pay no other return ahead. Absent in earlier versions. */
  waybills?: string[];
  chases: Chase[];
  /** When the last of the goods came. */
  closedAt?: Instant;
  writtenOff?: { by: string; because: string; at: Instant };
};

/** `returned`: all goods are here, in time or after they had been given up. */
export const advanceStates = ['open', 'returned', 'written_off'] as const;
export type AdvanceState = (typeof advanceStates)[number];

/** How much a merchant has out at most before goods are back: open with one buyer, open in one shop, new on one day. */
export type AdvanceLimits = { perBuyer: Money; perShop: Money; perDay: Money };

/** What is out at the moment of the question, and how much may be. Null: the merchant pays nothing ahead. */
export type AdvanceStanding = {
  limits: AdvanceLimits | null;
  buyer: Money;
  shop: Money;
  today: Money;
  /** What is known of the numbers that the return names. */
  waybills: readonly NamedWaybill[];
};

/** Why a refund that a rule wanted paid ahead waits for its goods after all. */
export const advanceDeclines = [
  'automation_off',
  'platform_stepped_in',
  'paid_by_platform',
  'offer_open',
  'parcel_in_doubt',
  'no_limits',
  'other_currency',
  'above_auto_limit',
  'approval_needed',
  'amount_unclear',
  'buyer_limit',
  'shop_limit',
  'day_limit',
] as const;
export type AdvanceDecline = (typeof advanceDeclines)[number];

export type AdvanceCommand =
  /** Of a job, after the moment that the rule names. */
  | { type: 'advance_refund'; standing: AdvanceStanding }
  | { type: 'chase_goods'; kind: ChaseKind; note: string }
  | { type: 'write_off_advance'; because: string };

/** The money itself is ordered by `refund_requested`, which follows. */
export type AdvanceEvent =
  | {
      type: 'advance_made';
      on: AdvanceMoment;
      day: LocalDate;
      lines: Advance['lines'];
      waybills?: string[];
      at: Instant;
    }
  | { type: 'advance_declined'; because: AdvanceDecline; at: Instant }
  | ({ type: 'advance_chased' } & Chase)
  | { type: 'advance_written_off'; lineIds: RmaLineId[]; amount: Money; because: string; by: string; at: Instant };

export type AdvanceRejection =
  | { code: 'advance_not_found' }
  | { code: 'advance_not_open'; advanceState: AdvanceState }
  | { code: 'advance_needs_person' }
  /** Who has the money does not get the goods as well. */
  | { code: 'goods_paid_ahead' };

type Of = { advance?: Advance; lines: readonly { id: RmaLineId; reception: string }[] };

/** The lines whose goods are not here, wherever they are. */
export const outstandingLines = ({ advance, lines }: Of): Advance['lines'] =>
  (advance?.lines ?? []).filter(({ lineId }) => lines.find(({ id }) => id === lineId)?.reception !== 'received');

/** Its money was ordered before its goods came, and stays so wherever they are. */
export const isPaidAhead = ({ advance }: Pick<Of, 'advance'>, id: RmaLineId): boolean =>
  advance?.lines.some(({ lineId }) => lineId === id) ?? false;

export function advanceState(rma: Of): AdvanceState {
  if (outstandingLines(rma).length === 0) return 'returned';
  return rma.advance?.writtenOff ? 'written_off' : 'open';
}
