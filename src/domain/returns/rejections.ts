import type { OrderLineId } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Resolution } from '../policy/reasons.ts';
import type { ClaimId, ClaimState } from '../recovery/loss-claim.ts';
import type { Instant } from '../time.ts';
import type { AdvanceRejection } from './advance.ts';
import type { ForbiddenPhrase } from './forbidden-phrases.ts';
import type { GradingRejection } from './grading-rejections.ts';
import type { MessageState, OfferState } from './negotiation.ts';
import type { RefundOutcomeRejection } from './refund-outcomes.ts';
import type { Reception, RefundState, Review } from './rma.ts';
import type { TransferRejection } from './transfer.ts';

/** Why a command on a return is refused. The web translates `code`; the other fields fill the sentence. */
export type Rejection =
  | { code: 'rma_already_open' }
  | { code: 'order_not_paid' }
  | { code: 'no_lines' }
  | { code: 'order_line_not_found'; orderLineId: OrderLineId }
  | { code: 'order_line_named_twice'; orderLineId: OrderLineId }
  | { code: 'quantity_exceeds_bought'; orderLineId: OrderLineId; left: number }
  | { code: 'goods_already_shipped' }
  | { code: 'review_is_over'; review: Review }
  | { code: 'not_approved'; review: Review }
  | { code: 'goods_already_here' }
  | { code: 'refund_already_ordered' }
  | { code: 'no_goods_expected' }
  | { code: 'line_not_found' }
  | { code: 'line_not_expected'; reception: Reception }
  | { code: 'line_not_received'; reception: Reception }
  | { code: 'line_already_inspected' }
  | { code: 'line_not_inspected' }
  | { code: 'line_already_disposed' }
  | { code: 'quantity_exceeds_line'; max: number }
  | { code: 'failed_test_forbids_restock'; failedTests: string[] }
  | { code: 'photo_needed_for_failed_test'; check?: string; field?: string }
  | { code: 'disposition_not_possible' }
  | { code: 'nothing_due' }
  | { code: 'nothing_left_by_rules'; shortfall: Money }
  | { code: 'nothing_owed_in_kind' }
  | { code: 'deduction_exceeds_amount'; amount: Money }
  | { code: 'refund_exceeds_paid'; refundable: Money }
  | { code: 'refund_not_found' }
  | { code: 'refund_not_open'; state: RefundState }
  | { code: 'refund_not_rejected'; state: RefundState }
  | RefundOutcomeRejection
  | TransferRejection
  | AdvanceRejection
  | { code: 'refund_final'; cause: string }
  | { code: 'parcel_already_announced' }
  | { code: 'parcel_not_found' }
  | { code: 'parcel_has_arrived' }
  | { code: 'stale_channel_document' }
  | { code: 'case_is_closed' }
  | { code: 'already_yours' }
  | { code: 'assigned_to_another'; assignee: string }
  | { code: 'not_assigned' }
  | { code: 'automation_is_off' }
  | { code: 'automation_is_on' }
  | { code: 'approval_level_needed'; level: number }
  | { code: 'second_person_needed'; level: number }
  | { code: 'platform_has_stepped_in' }
  | { code: 'paid_by_platform' }
  | { code: 'return_is_closed' }
  | { code: 'kind_is_the_same' }
  | { code: 'amount_needed' }
  | { code: 'replacement_not_due' }
  | { code: 'replacement_already_shipped' }
  | { code: 'goods_are_the_buyers' }
  | { code: 'no_platform_clock' }
  | { code: 'extension_not_offered'; channel: string }
  | { code: 'extension_pending' }
  | { code: 'not_permitted'; permission: string }
  | { code: 'forbidden_phrase'; findings: ForbiddenPhrase[] }
  | { code: 'message_not_found' }
  | { code: 'message_not_failed'; messageState: MessageState }
  | { code: 'no_platform_thread' }
  | { code: 'nothing_to_acknowledge' }
  | { code: 'kind_without_money'; resolution: Resolution }
  | { code: 'offer_already_open' }
  | { code: 'offer_not_found' }
  | { code: 'offer_not_open'; offerState: OfferState }
  | { code: 'offer_is_over' }
  | { code: 'offer_validity_wrong'; maxHours: number }
  | { code: 'offer_amount_wrong' }
  | { code: 'offer_exceeds_paid'; refundable: Money }
  | { code: 'offer_changes_nothing' }
  | { code: 'goods_already_sent' }
  | { code: 'goods_do_not_come_back' }
  | { code: 'platform_decides_offer' }
  | { code: 'acceptance_not_proved' }
  | { code: 'agreed_amount_is_fixed'; amount: Money }
  | { code: 'agreed_waits_for_goods' }
  | { code: 'platform_was_told' }
  | { code: 'no_platform_case' }
  | { code: 'platform_has_not_stepped_in' }
  | { code: 'platform_has_stepped_in_before' }
  | { code: 'moment_in_future' }
  | { code: 'moment_before_dispute' }
  | { code: 'ruling_missing' }
  | { code: 'pickup_already_booked' }
  | { code: 'pickup_already_called_off' }
  | { code: 'pickup_not_found' }
  | { code: 'no_pickup_expected' }
  | { code: 'pickup_window_wrong' }
  | { code: 'nothing_to_intercept' }
  | { code: 'already_intercepted' }
  | { code: 'no_intercept_open' }
  | { code: 'parcel_not_on_its_way'; status: string }
  | { code: 'waits_for_intercept'; until: Instant }
  | GradingRejection
  | { code: 'wrong_currency'; currency: string }
  | { code: 'amount_not_positive' }
  | { code: 'waybill_needed' }
  | { code: 'claim_not_found' }
  | { code: 'claim_exists'; claimId: ClaimId; claimState: ClaimState }
  | { code: 'claim_is_over'; claimState: ClaimState }
  | { code: 'claim_not_answered' }
  | { code: 'claim_not_granted' }
  | { code: 'claim_granted_in_full' }
  | { code: 'claim_money_granted' }
  | { code: 'claim_answered_already' }
  | { code: 'claim_answer_exceeds'; claimed: Money }
  | { code: 'claim_answer_lowers'; accepted: Money }
  | { code: 'claim_payment_exceeds'; left: Money }
  | { code: 'moment_before_claim' }
  | { code: 'answer_due_too_early' }
  | { code: 'postage_not_found' }
  | { code: 'postage_exists' }
  | { code: 'postage_asked_elsewhere'; number: string }
  | { code: 'postage_paid_already' }
  | { code: 'postage_declined_already' }
  | { code: 'postage_exceeds'; left: Money }
  | { code: 'insurer_first' }
  | { code: 'insurance_answered' }
  | { code: 'freight_is_buyers'; basis: string }
  | { code: 'nothing_paid_twice' }
  | { code: 'line_not_missing'; reception: Reception }
  | { code: 'no_open_difference' }
  | { code: 'difference_not_found' }
  | { code: 'difference_already_settled' }
  | { code: 'difference_not_settled' };
