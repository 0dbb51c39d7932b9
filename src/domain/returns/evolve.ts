import { never, present } from '../assert.ts';
import type { RmaLineId } from '../ids.ts';
import { zero } from '../money.ts';
import { isFigure, resolutionFacts } from '../policy/resolution-facts.ts';
import { isToldOfGrant } from './channel-answers.ts';
import { disputeMoved, isOfDispute } from './disputing.ts';
import type { RmaEvent } from './events.ts';
import { advanceMoved, isAdvanceEvent, withGoodsOfAdvance } from './evolve-advance.ts';
import { withBooksOf } from './evolve-books.ts';
import { channelClockRead, clockMoved, keptPlatformClock } from './evolve-clocks.ts';
import { counted } from './evolve-counting.ts';
import { graded, isOfGrading, lineDisposed, lineInspected } from './evolve-grading.ts';
import { converted, courierSaysRefused, replacementShipped } from './evolve-kinds.ts';
import { type MoneyEvent, moneyMoved } from './evolve-money.ts';
import { isNegotiation, negotiated } from './evolve-negotiation.ts';
import { isOfOutbound, outboundMoved, withGoodsOnTheWayBack } from './evolve-outbound.ts';
import { peopleChanged } from './evolve-people.ts';
import { isOfPickup, pickupMoved } from './evolve-pickup.ts';
import { receiptUndone } from './evolve-receipt.ts';
import { inKindMoved, isOfInKind } from './giving-in-kind.ts';
import type { GradingEvent } from './grading.ts';
import { granted } from './line-plan.ts';
import { reasonFollowed } from './reason-changes.ts';
import { isRecovery, recovered } from './recovering.ts';
import type { Refund, Rma, RmaLine } from './rma.ts';
import { isOfShopBooks, shopBooked } from './shop-booking.ts';
import { isTransferEvent, transferMoved } from './transferring.ts';

type Opened = Extract<RmaEvent, { type: 'rma_opened' }>;

/** Folds one event into the return. It judges nothing: whatever was written happened. */
export function evolve(rma: Rma | null, event: RmaEvent): Rma {
  if (event.type === 'rma_opened') return opened(event);
  const before = present(rma, 'the return that the event belongs to');
  return { ...withGoodsOfAdvance(withBooksOf(changed(before, event), event), event), version: before.version + 1 };
}

function opened(event: Opened): Rma {
  return {
    id: event.rmaId,
    number: event.number,
    orderId: event.orderId,
    shopId: event.shopId,
    channel: event.channel,
    resolution: event.resolution,
    reason: event.reason,
    requested: event.requested,
    evidence: event.evidence,
    channelRef: event.channelRef,
    channelPush: 'none',
    review: 'pending',
    reviewDue: event.reviewDue,
    policyVersion: event.policyVersion,
    openedAt: event.openedAt,
    approvedAt: null,
    receivedAt: null,
    lines: event.lines.map(({ lineId, orderLineId, sku, quantity }) => ({
      id: lineId,
      orderLineId,
      sku,
      quantity,
      reception: 'not_expected',
      inspection: 'not_needed',
      disposition: 'none',
      settlement: 'not_due',
      grade: null,
      failedTests: [],
    })),
    refunds: [],
    parcels: [],
    linesMade: event.lines.length,
    version: 1,
  };
}

function changed(rma: Rma, event: Exclude<RmaEvent, Opened>): Rma {
  if (isNegotiation(event)) return negotiated(rma, event);
  if (isOfShopBooks(event)) return shopBooked(rma, event);
  if (isOfDispute(event)) return disputeMoved(rma, event);
  if (isOfPickup(event)) return pickupMoved(rma, event);
  if (isOfOutbound(event)) return outboundMoved(rma, event);
  if (isOfGrading(event)) return graded(rma, event);
  if (isRecovery(event)) return recovered(rma, event);
  if (isOfInKind(event)) return inKindMoved(rma, event);
  if (isTransferEvent(event)) return transferMoved(rma, event);
  if (isAdvanceEvent(event)) return advanceMoved(rma, event);
  switch (event.type) {
    case 'evidence_added':
      return { ...rma, evidence: [...rma.evidence, ...event.files], review: reviewedAgain(rma) };
    case 'policy_applied':
      return { ...rma, policyVersion: event.decision.policyVersion };
    case 'rma_approved':
      return approved(rma, event);
    case 'rma_escalated':
      return {
        ...rma,
        ...keptPlatformClock(rma, event.due),
        review: 'escalated',
        reviewDue: event.due ?? rma.reviewDue,
        ...(event.binding ? { escalation: event.level } : {}),
      };
    case 'rma_rejected':
      return { ...rma, review: 'rejected', channelPush: rma.channelRef ? 'pending' : 'none' };
    case 'rma_reopened':
      // Who granted the old request has not seen the new one.
      return { ...rma, review: 'pending', channelPush: 'none', ...(rma.approvals ? { approvals: [] } : {}) };
    case 'evidence_requested':
      return { ...rma, review: 'evidence_requested', ...(event.at ? { evidenceAskedAt: event.at } : {}) };
    case 'rma_withdrawn':
      return {
        ...rma,
        review: 'withdrawn',
        lines: rma.lines.map((line) => ({ ...line, reception: 'not_expected', settlement: 'not_due' })),
      };
    case 'channel_followed':
      return channelClockRead(followed(rma, event), event.channelDue);
    case 'channel_told':
      return { ...rma, channelPush: 'done' };
    case 'channel_refused':
    case 'conversion_not_followed':
      return { ...rma, channelPush: 'failed' };
    case 'channel_left_to_platform':
      return { ...rma, channelPush: 'at_platform' };
    case 'reason_changed':
    case 'reason_change_noted':
      return reasonFollowed(rma, event);
    case 'rma_converted':
      return converted(rma, event);
    case 'replacement_shipped':
      return replacementShipped(rma, event);
    case 'difference_found':
    case 'difference_settled':
    case 'line_found':
      return counted(rma, event);
    default:
      return movedOn(rma, event);
  }
}

type Moved = Parameters<typeof peopleChanged>[1] | Parameters<typeof clockMoved>[1] | GoodsEvent | MoneyEvent;

/** What has moved: people, clocks, goods or money. */
function movedOn(rma: Rma, event: Moved): Rma {
  switch (event.type) {
    case 'rma_assigned':
    case 'rma_unassigned':
    case 'automation_stopped':
    case 'automation_resumed':
    case 'approval_given':
      return peopleChanged(rma, event);
    case 'clock_reminded':
    case 'clock_acted':
    case 'deadline_lapsed':
    case 'extension_requested':
    case 'deadline_extended':
    case 'extension_refused':
      return clockMoved(rma, event);
    case 'parcel_announced':
    case 'parcel_status_changed':
    case 'parcel_courier_corrected':
    case 'line_split':
    case 'line_received':
    case 'line_receipt_undone':
    case 'line_missing':
    case 'line_inspected':
    case 'line_disposed':
      return goodsMoved(rma, event);
    case 'refund_requested':
    case 'nothing_to_refund':
    case 'refund_succeeded':
    case 'refund_rejected':
    case 'refund_unknown':
    case 'refund_accepted':
    case 'refund_abnormal':
    case 'refund_attempted':
    case 'refund_resent':
    case 'refund_reissued':
      return moneyMoved(rma, event);
    default:
      return never(event);
  }
}

const reviewedAgain = (rma: Rma): Rma['review'] => (rma.review === 'evidence_requested' ? 'escalated' : rma.review);

/** Whether its figure means something is for the kind of the document to say: the return may be of another one by now. */
function followed(rma: Rma, event: Extract<RmaEvent, { type: 'channel_followed' }>): Rma {
  const { channelRef, reviewDue } = event;
  const isMeant = isFigure(channelRef.kind ?? rma.resolution, event.requested);
  return { ...rma, channelRef, reviewDue, requested: isMeant ? event.requested : rma.requested };
}

function approved(rma: Rma, event: Extract<RmaEvent, { type: 'rma_approved' }>): Rma {
  const { at, by, goodsStay, terms, instantRefund } = event;
  const { instantRefund: _, ...before } = rma;
  const facts = resolutionFacts[rma.resolution];
  const lines = rma.lines.map((line) => granted(line, facts, goodsStay ?? false));
  return withGoodsOnTheWayBack({
    ...before,
    ...(terms ? { returnTerms: terms } : {}),
    ...(instantRefund ? { instantRefund } : {}),
    review: 'approved',
    approvedAt: at,
    // A platform that approved by itself is not told so.
    channelPush: isToldOfGrant(rma, event)
      ? 'pending'
      : by === 'platform' && rma.channelPush === 'at_platform'
        ? 'done'
        : rma.channelPush,
    // Its courier may have turned round before anybody granted it.
    lines: courierSaysRefused(rma) ? lines.map(onItsWay) : lines,
  });
}

const onItsWay = (line: RmaLine): RmaLine =>
  line.reception === 'awaiting' ? { ...line, reception: 'in_transit' } : line;

/** Whether goods that travel in it have left the buyer's hands: intent is not movement (L-3). */
const hasLeft = (status: string): boolean => status !== 'ordered' && status !== 'cancelled';

function parcelAnnounced(rma: Rma, event: Extract<RmaEvent, { type: 'parcel_announced' }>): Rma {
  const { courier, waybill, at, instead } = event;
  const others = rma.parcels.filter((parcel) => parcel.waybill !== instead);
  const parcels = [...others, { courier, waybill, status: 'ordered', announcedAt: at }];
  if (others.length === rma.parcels.length || others.some(({ status }) => hasLeft(status))) return { ...rma, parcels };
  // What moved under a wrong number was somebody else's.
  const lines = rma.lines.map((line) => (line.reception === 'in_transit' ? withBuyer(line) : line));
  return { ...rma, parcels, lines };
}

const withBuyer = (line: RmaLine): RmaLine => ({ ...line, reception: 'awaiting' });

type GoodsEvent = Exclude<
  Extract<RmaEvent, { type: `parcel_${string}` | `line_${string}` }>,
  GradingEvent | { type: 'line_found' }
>;

function goodsMoved(rma: Rma, event: GoodsEvent): Rma {
  switch (event.type) {
    case 'parcel_announced':
      return parcelAnnounced(rma, event);
    case 'parcel_status_changed': {
      const delivered = event.status === 'delivered' ? { deliveredAt: event.at } : {};
      const parcels = rma.parcels.map((p) =>
        p.waybill === event.waybill ? { ...p, status: event.status, ...delivered } : p,
      );
      // A parcel that keeps its waybill comes back from where its courier says that it was refused.
      const isOutbound = resolutionFacts[rma.resolution].goodsBack === 'in_outbound_parcel';
      const moving = isOutbound ? courierSaysRefused({ ...rma, parcels }) : hasLeft(event.status);
      return { ...rma, parcels, lines: moving ? rma.lines.map(onItsWay) : rma.lines };
    }
    case 'parcel_courier_corrected':
      return {
        ...rma,
        parcels: rma.parcels.map((p) => (p.waybill === event.waybill ? { ...p, courier: event.courier } : p)),
        ...(rma.outbound
          ? {
              outbound: rma.outbound.map((p) => (p.waybill === event.waybill ? { ...p, courier: event.courier } : p)),
            }
          : {}),
      };
    case 'line_split':
      return lineSplit(rma, event);
    case 'line_received':
      return {
        ...withLine(rma, event.lineId, {
          reception: 'received',
          ...(rma.receivedAt !== null && rma.receivedAt !== event.at ? { receivedAt: event.at } : {}),
        }),
        receivedAt: rma.receivedAt ?? event.at,
      };
    case 'line_receipt_undone':
      return receiptUndone(rma, event);
    case 'line_missing':
      return withLine(rma, event.lineId, { reception: 'missing', inspection: 'not_needed', disposition: 'none' });
    case 'line_inspected':
      return lineInspected(rma, event);
    case 'line_disposed':
      return lineDisposed(rma, event);
    default:
      return never(event);
  }
}

function lineSplit(rma: Rma, event: Extract<RmaEvent, { type: 'line_split' }>): Rma {
  const line = present(
    rma.lines.find((l) => l.id === event.lineId),
    'the line to split',
  );
  const rest = { ...line, id: event.newLineId, quantity: line.quantity - event.quantity };
  return {
    ...rma,
    lines: [...rma.lines.map((l) => (l.id === line.id ? { ...l, quantity: event.quantity } : l)), rest],
    // Money that is under way for the line is under way for both of its parts.
    refunds: rma.refunds.map((refund) => carriedOver(refund, line.id, rest.id)),
    linesMade: rma.linesMade + 1,
  };
}

/** The amounts stay with the first part: what matters of the second is that it waits for the same refund. */
function carriedOver(refund: Refund, from: RmaLineId, to: RmaLineId): Refund {
  const part = refund.parts.find(({ lineId }) => lineId === from);
  if (!part) return refund;
  const none = zero(refund.amount.currency);
  return { ...refund, parts: [...refund.parts, { lineId: to, goods: none, freight: none }] };
}

function withLine(rma: Rma, id: RmaLineId, change: Partial<RmaLine> | ((line: RmaLine) => Partial<RmaLine>)): Rma {
  const of = (line: RmaLine): RmaLine => ({ ...line, ...(typeof change === 'function' ? change(line) : change) });
  return { ...rma, lines: rma.lines.map((line) => (line.id === id ? of(line) : line)) };
}
