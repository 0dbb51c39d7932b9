import type { FileId, OrderId, OrderLineId, RefundId, RmaId, RmaLineId, ShopId, TransferId } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Funder } from '../orders/order.ts';
import type { AssignmentReason } from '../people/assignment.ts';
import type { AutoAction, ClockKind, ClockSource, Desk } from '../policy/deadlines.ts';
import type { AdvanceMoment, PolicyDecision } from '../policy/policy.ts';
import type { Reason, Resolution } from '../policy/reasons.ts';
import type { LossClaimEvent } from '../recovery/loss-claim.ts';
import type { PostageEvent } from '../recovery/postage.ts';
import type { InKind, RefundFigures } from '../refunds/refund-figures.ts';
import type { ExplanationRow } from '../refunds/refund-plan.ts';
import type { Instant, LocalDate } from '../time.ts';
import type { AdvanceEvent } from './advance.ts';
import type { AutomationStopped, Unassigned } from './commands.ts';
import type { DifferenceEvent, MissingCause } from './difference.ts';
import type { DisputeEvent } from './dispute.ts';
import type { Graded, GradingEvent, RecordedCheck } from './grading.ts';
import type { InKindEvent } from './in-kind.ts';
import type { InvoicedPart, KeptBooks, LineBooks } from './line-sale.ts';
import type { NegotiationEvent, PlatformReason } from './negotiation.ts';
import type { OutboundEvent } from './outbound.ts';
import type { PickupEvent } from './pickup.ts';
import type { RefundOutcomeEvent } from './refund-outcomes.ts';
import type { ChannelDue, ChannelRef, Deadline, Disposition, Grade, RefundPart, ReturnTerms } from './rma.ts';
import type { ShopBooksEvent } from './shop-books.ts';
import type { TransferEvent } from './transfer.ts';

/** How the refunded goods stand in the books: per line, what is reversed. All amounts are for the refunded units. */
export type RefundBooking = {
  lineId: RmaLineId;
  orderLineId: OrderLineId;
  /** Units that this refund settles; the order counts them so that the next ones take the next shares. */
  units: number;
  goods: Money;
  freight: Money;
  vatBasisPoints: number;
  funded: { funder: Funder; amount: Money }[];
  /** Money back on units that the buyer keeps: it settles none. */
  rebate?: true;
  /** What had been given back on these units while the buyer kept them: it is not paid again. */
  rebated?: Money;
};

/** What the two engines said; of refunds that were ordered together, one per payment, the first carries it. */
type WorkedOut = {
  figures?: RefundFigures;
  /** What the promotion rules gave for the goods: the order counts it, so that what follows takes it off. */
  entitled?: Money;
  inKind?: InKind[];
};

/**
 * What happened to a return. The list only grows: a new fact is a new type or a new optional field, because every event
 * ever written must still fold (`evolve.ts`). No personal data: events point to a party or a note.
 */
export type RmaEvent =
  | {
      type: 'rma_opened';
      rmaId: RmaId;
      number: string;
      orderId: OrderId;
      shopId: ShopId;
      channel: string;
      resolution: Resolution;
      reason: Reason;
      requested: Money | null;
      evidence: FileId[];
      channelRef: ChannelRef | null;
      reviewDue: Deadline | null;
      policyVersion: number;
      openedAt: Instant;
      lines: { lineId: RmaLineId; orderLineId: OrderLineId; sku: string; quantity: number }[];
    }
  | { type: 'evidence_added'; files: FileId[] }
  | {
      type: 'policy_applied';
      decision: PolicyDecision;
      /** How long deciding took: a measurement, which whoever asked for the decision adds. */
      engineMicros?: number;
    }
  | {
      type: 'rma_approved';
      by: 'policy' | 'person' | 'platform';
      at: Instant;
      /** The buyer keeps the goods: nothing is expected back. */
      goodsStay?: true;
      /** How the goods come back, where they do. */
      terms?: ReturnTerms;
      /** The money does not wait for the goods. */
      instantRefund?: AdvanceMoment;
    }
  /** `binding`: the policy has approval levels, so whoever decides needs this one. */
  | { type: 'rma_escalated'; level: number; ruleId: string; due?: Deadline; binding?: true }
  | {
      type: 'rma_rejected';
      reasonCode: string;
      note: string;
      /** The platform's own reason, as it was chosen from its list. */
      platformReason?: PlatformReason;
      proof?: FileId;
    }
  /** The buyer changed a refused request at the platform; it is judged anew. */
  | { type: 'rma_reopened' }
  | { type: 'evidence_requested'; by: 'policy' | 'person'; note: string; at?: Instant }
  | { type: 'rma_withdrawn'; cause: string }
  | {
      type: 'parcel_announced';
      courier: string;
      waybill: string;
      at: Instant;
      /** The number that it was announced under before. */
      instead?: string;
    }
  | { type: 'parcel_status_changed'; waybill: string; status: string; at: Instant }
  | { type: 'parcel_courier_corrected'; waybill: string; courier: string; instead: string }
  | { type: 'line_split'; lineId: RmaLineId; newLineId: RmaLineId; quantity: number }
  | {
      type: 'line_received';
      lineId: RmaLineId;
      quantity: number;
      at: Instant;
      sku: string;
      unitCost: Money;
      /** Where they lay before anybody knew whose they were. Absent: they came from outside. */
      from?: string;
      /** How the line stands in the books from now on, where that is not simply as sold. */
      books?: KeptBooks;
    }
  /** They were another's: the receipt is reversed, and they lie in `to` again. */
  | {
      type: 'line_receipt_undone';
      lineId: RmaLineId;
      quantity: number;
      at: Instant;
      sku: string;
      unitCost: Money;
      to: string;
    }
  /** Absent cause: it was said beforehand, or nobody said. */
  | { type: 'line_missing'; lineId: RmaLineId; orderLineId: OrderLineId; quantity: number; cause?: MissingCause }
  /** It was given up and is here after all. */
  | { type: 'line_found'; lineId: RmaLineId; orderLineId: OrderLineId; quantity: number }
  | {
      type: 'line_inspected';
      lineId: RmaLineId;
      grade: Grade;
      failedTests: string[];
      photos: FileId[];
      gradeName?: Graded['gradeName'];
      /** What the merchant's template asked for, by its id and the version of the book it stood in. */
      template?: { id: string; version: number };
      checks?: RecordedCheck[];
      failedChecks?: string[];
      serials?: string[];
      foreignSerials?: string[];
      batch?: string;
      expiry?: LocalDate;
      /** It is in the sample: somebody else looks again before the goods move on. */
      secondLook?: { by: string };
    }
  | {
      type: 'line_disposed';
      lineId: RmaLineId;
      sku: string;
      quantity: number;
      disposition: Disposition;
      location: string;
      cost: Money;
      /** What the goods are worth in the books from now on, at most their cost. */
      value: Money;
      /** Where they were set apart. Absent: they came from the inspection area. */
      from?: string;
      /** They go back to the buyer unpaid: nothing is due for them any more. */
      claimEnds?: true;
      /** What they are worth less stands as an allowance against their cost. */
      allowance?: true;
    }
  | ({
      type: 'refund_requested';
      refundId: RefundId;
      paymentId: string;
      method: string;
      tradeNumber: string;
      amount: Money;
      parts: RefundPart[];
      explanation: ExplanationRow[];
      booking: RefundBooking[];
      at: Instant;
      /** How sale and goods stood. Absent: sold, and no goods to wait for. */
      books?: LineBooks[];
      /** What an invoice covers of it: this VAT waits for its red invoice. Absent: nothing. */
      invoiced?: InvoicedPart[];
    } & WorkedOut)
  /** Only gifts came back, or deductions took it all: there is no money to move. */
  | ({
      type: 'nothing_to_refund';
      lineIds: RmaLineId[];
      booking?: RefundBooking[];
      books?: LineBooks[];
      explanation?: ExplanationRow[];
    } & WorkedOut)
  | {
      type: 'refund_succeeded';
      refundId: RefundId;
      gatewayReference: string;
      amount: Money;
      at: Instant;
      /** A person has paid it at the bank; the reference is the bank's. */
      transfer?: { transferId: TransferId; by: string };
    }
  | { type: 'refund_rejected'; refundId: RefundId; code: string; message: string; retryable: boolean }
  | { type: 'refund_unknown'; refundId: RefundId; cause: string }
  | RefundOutcomeEvent
  /** `attempt`: absent in earlier versions. */
  | { type: 'refund_resent'; refundId: RefundId; attempt?: number }
  /** The gateway refused the old number for good; a person ordered the same money under a new one. */
  | { type: 'refund_reissued'; refundId: RefundId; newRefundId: RefundId; at: Instant }
  | {
      type: 'channel_followed';
      channelRef: ChannelRef;
      reviewDue: Deadline | null;
      requested: Money;
      /** The platform's clock, where it sends one; null: none runs there any more. */
      channelDue?: ChannelDue | null;
    }
  | { type: 'channel_told'; action: string; message: string }
  | { type: 'channel_refused'; action: string; message: string }
  | { type: 'rma_assigned'; to: string; by: 'system' | 'person'; because: AssignmentReason }
  | { type: 'rma_unassigned'; from: string; because: Unassigned }
  | { type: 'automation_stopped'; because: AutomationStopped }
  | { type: 'automation_resumed' }
  /** One of the people whom the merchant's rules ask for; where two must, the first of them. */
  | { type: 'approval_given'; by: string; level: number; amount: Money }
  /** The platform takes this from a person in its own console, and from no program. */
  | { type: 'channel_left_to_platform'; action: string }
  | {
      type: 'rma_converted';
      from: Resolution;
      to: Resolution;
      by: 'person' | 'platform';
      because: string;
      /** The answer stands; else the request is judged anew. */
      keepsApproval?: true;
      terms?: ReturnTerms;
    }
  /** The buyer gives another reason at the platform; what is still to be decided is decided on it. */
  | { type: 'reason_changed'; from: Reason; to: Reason }
  /** The same after the grant, which stands as it was. */
  | { type: 'reason_change_noted'; from: Reason; to: Reason }
  /** The kind changed at the platform when ours could not any more: goods or money have moved. */
  | { type: 'conversion_not_followed'; to: Resolution; because: string }
  | {
      type: 'replacement_shipped';
      lineId: RmaLineId;
      sku: string;
      quantity: number;
      courier: string;
      waybill: string;
      at: Instant;
      /** The buyer's own goods that leave the workshop, with what they stand in the books at. */
      goods?: { location: string; cost: Money };
    }
  | DisputeEvent
  | DifferenceEvent
  | { type: 'clock_reminded'; kind: ClockKind; dueAt: Instant; hoursBefore: number }
  /** Something else was to be done by rule before the clock ends; what came of it follows, or why nothing did. */
  | {
      type: 'clock_acted';
      kind: ClockKind;
      dueAt: Instant;
      hoursBefore: number;
      action: Exclude<AutoAction['action'], 'remind'>;
      /** Absent: it was done. */
      because?: string;
    }
  | {
      type: 'deadline_lapsed';
      kind: ClockKind;
      of: 'seller' | 'buyer';
      source: ClockSource;
      dueAt: Instant;
      at: Instant;
      /** Whose work it was, and which member of staff last had the case in hand, by id. */
      responsible: { desk: Desk; person: string | null };
    }
  | { type: 'extension_requested'; clock: ClockKind; days: number; dueAt: Instant; by: 'policy' | 'person' }
  | { type: 'deadline_extended'; clock: ClockKind; days: number; until: Instant }
  | { type: 'extension_refused'; clock: ClockKind; message: string }
  | ShopBooksEvent
  | InKindEvent
  | PickupEvent
  | OutboundEvent
  | GradingEvent
  | LossClaimEvent
  | PostageEvent
  | TransferEvent
  | AdvanceEvent
  | NegotiationEvent;

export type RmaEventType = RmaEvent['type'];
