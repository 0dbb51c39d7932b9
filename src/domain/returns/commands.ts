import type { FileId, OrderLineId, RefundId, RmaId, RmaLineId } from '../ids.ts';
import type { Money } from '../money.ts';
import type { AssignmentReason } from '../people/assignment.ts';
import type { ClockKind } from '../policy/deadlines.ts';
import type { Reason, Resolution } from '../policy/reasons.ts';
import type { LossClaimCommand } from '../recovery/loss-claim.ts';
import type { PostageCommand } from '../recovery/postage.ts';
import type { Instant } from '../time.ts';
import type { AdvanceCommand } from './advance.ts';
import type { CountingCommand, MissingCause } from './difference.ts';
import type { Intervention, RecordDispute } from './dispute.ts';
import type { GradingCommand, InspectLine } from './grading.ts';
import type { InKindCommand } from './in-kind.ts';
import type { NegotiationCommand, PlatformReason } from './negotiation.ts';
import type { OutboundCommand } from './outbound.ts';
import type { PickupCommand } from './pickup.ts';
import type { RefundOutcomeCommand } from './refund-outcomes.ts';
import type { ChannelDue, ChannelRef, Deadline, Disposition } from './rma.ts';
import type { RecordShopRefund } from './shop-books.ts';
import type { TransferCommand } from './transfer.ts';

export type OpenRma = {
  type: 'open_rma';
  rmaId: RmaId;
  resolution: Resolution;
  reason: Reason;
  lines: { orderLineId: OrderLineId; quantity: number }[];
  evidence: FileId[];
  requested: Money | null;
  channelRef: ChannelRef | null;
  /** The platform's clock, where it sends one. */
  platformDeadline: Instant | null;
  /** Where the platform's staff stand already. Absent: they have not stepped in. */
  intervention?: Intervention;
};

/** A deduction that was agreed with the buyer beforehand, such as a missing gift at its announced price (art. 12). */
export type Deduction = { lineId: RmaLineId; amount: Money; reason: string };

/** Why a case is nobody's any more. */
export type Unassigned = 'given_back' | 'colleague_left' | 'second_person_needed';
/** Who wanted a person instead of the rules. */
export type AutomationStopped = 'buyer_asked' | 'colleague' | 'counting_difference';

export type RmaCommand =
  | OpenRma
  | { type: 'add_evidence'; files: FileId[] }
  | { type: 'approve' }
  | { type: 'reject'; reasonCode: string; note: string; platformReason?: PlatformReason; proof?: FileId }
  | { type: 'request_evidence'; note: string }
  | { type: 'withdraw'; cause: string }
  | {
      type: 'announce_parcel';
      courier: string;
      waybill: string;
      /** The number that was named before and was wrong. */
      instead?: string | undefined;
      /** The platform shows this number alone: one that was named before and has never moved was wrong. */
      alone?: true;
    }
  | { type: 'record_parcel_status'; waybill: string; status: string; at: Instant }
  /** Who follows the parcel knows better who carries it. */
  | { type: 'correct_courier'; waybill: string; courier: string }
  /** `from`: the place where they lay while nobody knew whose they were. */
  | { type: 'receive_line'; lineId: RmaLineId; quantity: number; from?: string }
  /** The goods were another's: they go back to a place where such goods lie. */
  | { type: 'undo_receipt'; lineId: RmaLineId; quantity: number; to: string }
  /** Left out: the whole line, and no difference that anybody has to judge. */
  | {
      type: 'mark_missing';
      lineId: RmaLineId;
      quantity?: number;
      cause?: MissingCause;
      photos?: FileId[];
      weightGrams?: number;
    }
  | InspectLine
  | { type: 'dispose_line'; lineId: RmaLineId; quantity: number; disposition: Disposition; location: string }
  /** `acceptsNothing`: a person has seen that by the rules nothing is left, and ends it so. */
  | { type: 'request_refund'; deductions: Deduction[]; acceptsNothing?: true }
  | InKindCommand
  | { type: 'record_refund_success'; refundId: RefundId; gatewayReference: string; settledAt: Instant }
  /** `attempt`: of the call that brought the answer; a later one has made it old news. */
  | {
      type: 'record_refund_rejection';
      refundId: RefundId;
      code: string;
      message: string;
      retryable: boolean;
      attempt?: number;
    }
  | { type: 'record_refund_unknown'; refundId: RefundId; cause: string; attempt?: number }
  | RefundOutcomeCommand
  | { type: 'retry_refund'; refundId: RefundId }
  | { type: 'take' }
  /** By a colleague, or by the system where nobody is behind the command. */
  | { type: 'assign'; to: string; because: AssignmentReason }
  | { type: 'release'; because: Unassigned }
  | { type: 'stop_automation'; because: AutomationStopped }
  | { type: 'resume_automation' }
  | {
      type: 'follow_channel';
      channelRef: ChannelRef;
      deadline: Deadline | null;
      /** What the platform waits for; left out: our answer. Null: for nobody. */
      waitsFor?: ChannelDue['on'] | null;
      requested: Money;
      /** The document waits for the shop's answer. */
      reopen: boolean;
      /** What the words of the document stand for, as its reason. */
      reason?: Reason;
      /** What the return becomes where the document's kind has changed. */
      convertTo?: Resolution;
      /** The document says that it was granted, by a person at the platform or by the platform itself. */
      granted?: boolean;
      /** Where the platform's staff stand. Absent: the document does not tell. */
      intervention?: Intervention | 'none';
      /** What has become of the document. */
      ending?: 'refunded' | 'closed' | 'refused' | 'none';
    }
  | { type: 'record_channel_push'; outcome: 'done' | 'failed' | 'at_platform'; action: string; message: string }
  | { type: 'convert'; to: Resolution; because: string }
  | {
      type: 'ship_replacement';
      lineId: RmaLineId;
      quantity?: number;
      courier: string;
      waybill: string;
      /** Before the goods that are exchanged are back. */
      ahead?: boolean;
    }
  | { type: 'record_channel_refund'; amount: Money; reference: string; settledAt: Instant }
  /** Of a timer: what the policy wants done before the clock ends. */
  | { type: 'act_on_clock'; kind: ClockKind; dueAt: Instant; channelExtends: boolean }
  /** Of a timer: the clock has ended. */
  | { type: 'let_lapse'; kind: ClockKind; dueAt: Instant }
  | { type: 'extend_deadline'; days: number; channelExtends: boolean }
  | { type: 'record_extension'; outcome: 'granted'; until: Instant }
  | { type: 'record_extension'; outcome: 'refused'; message: string }
  | RecordShopRefund
  | RecordDispute
  | PickupCommand
  | OutboundCommand
  | GradingCommand
  | LossClaimCommand
  | PostageCommand
  | TransferCommand
  | AdvanceCommand
  | CountingCommand
  | NegotiationCommand;

export type CommandType = RmaCommand['type'];
