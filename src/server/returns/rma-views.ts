import { toMoneyView } from '../../contract/common.ts';
import type { RmaView } from '../../contract/returns.ts';
import type { RefundId } from '../../domain/ids.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { Who } from '../../domain/people/levels.ts';
import type { Permission } from '../../domain/people/permissions.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { abilitiesOf } from '../../domain/returns/abilities.ts';
import { nextAct } from '../../domain/returns/clock-acts.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import { type Rma, type RmaLine, replacementOf, stageOf } from '../../domain/returns/rma.ts';
import { clocksOf, dueOf } from '../../domain/returns/running-clocks.ts';
import { shopBookingOf } from '../../domain/returns/shop-booking.ts';
import type { Instant } from '../../domain/time.ts';
import { orderView } from '../orders/order-views.ts';
import { amountView, inKindViews } from './amount-views.ts';
import { approvalView } from './approval-view.ts';
import { blindTo, findingsView, isHidden, type Unseen } from './line-findings.ts';
import { claimView, postageView } from './recovery-views.ts';
import type { StoredEvent } from './rma-store.ts';
import { outboundViews, pickupViews } from './road-views.ts';
import type { Surrounded } from './surroundings.ts';

type NameOf = (actor: { id: string }) => string;

export type ViewContext = {
  permissions: ReadonlySet<Permission>;
  /** Whoever looks. */
  who: Who;
  policy: Policy;
  shopName: string;
  /** Whether its platform gives more time when asked. */
  channelExtends: boolean;
  /** Display name of a staff member or API key. */
  nameOf: NameOf;
  now: Instant;
};

/** The whole return as a screen wants it. */
export function rmaView({ rma, order, history, around }: Surrounded, context: ViewContext): RmaView {
  const clocks = clocksOf(rma, context.policy);
  const due = dueOf(clocks);
  return {
    id: rma.id,
    number: rma.number,
    version: rma.version,
    stage: stageOf(rma),
    resolution: rma.resolution,
    reason: rma.reason,
    reasonAtPlatform: rma.reasonAtPlatform ?? null,
    review: rma.review,
    channel: rma.channel,
    shopName: context.shopName,
    fromPlatform: rma.channelRef !== null,
    channelPush: rma.channelPush,
    intervention: rma.intervention ?? null,
    dispute: rma.dispute ?? null,
    openedAt: rma.openedAt,
    due: due && { at: due.at, source: due.source },
    clocks: clocks.map((each) => ({ ...each, lapsed: nextAct(each, rma, context.policy) === null })),
    order: orderView(order, around),
    note: around.note,
    evidence: rma.evidence,
    lines: rma.lines.map((line) => lineView(line, order, context.who)),
    parcels: rma.parcels.map((parcel) => ({
      courier: parcel.courier,
      waybill: parcel.waybill,
      status: parcel.status,
      announcedAt: parcel.announcedAt,
      scans: around.scans
        .filter((scan) => scan.waybill === parcel.waybill)
        .map(({ at, status, code, text, location }) => ({ at, status, code, text, location })),
    })),
    pickups: pickupViews(rma),
    outbound: outboundViews(rma, order, around, context.now),
    refunds: rma.refunds.map((refund) => ({
      id: refund.id,
      method: refund.method,
      amount: toMoneyView(refund.amount),
      state: refund.state,
      gatewayReference: refund.gatewayReference,
      cause: refund.cause,
      retryable: refund.retryable,
      requestedAt: refund.requestedAt,
      settledAt: refund.settledAt,
      shopBooks: shopBooksOf(rma, refund.id),
    })),
    claims: (rma.claims ?? []).map((claim) => claimView(claim, context.now)),
    postages: (rma.postages ?? []).map(postageView),
    returnFreight: rma.returnTerms ? { payer: rma.returnTerms.returnFreight, basis: rma.returnTerms.basis } : null,
    requested: rma.requested && toMoneyView(rma.requested),
    ...amountView(rma, order, history, context),
    inKind: inKindViews(rma),
    decision: decisionView(history, context.policy),
    assignee: rma.assignee ? { id: rma.assignee, name: context.nameOf({ id: rma.assignee }) } : null,
    automation: rma.automation ?? 'on',
    approval: approvalView(rma, { ...context, order }),
    offers: (rma.offers ?? []).map((offer) => ({ ...offer, amount: toMoneyView(offer.amount) })),
    agreed: rma.agreed ? { ...rma.agreed, amount: toMoneyView(rma.agreed.amount) } : null,
    buyerWroteAt: rma.buyerWroteAt ?? null,
    differences: (rma.differences ?? []).map(({ outcome, ...difference }) => ({
      ...difference,
      outcome: outcome ?? null,
    })),
    abilities: abilitiesOf(rma, context.permissions, { ...context, order }),
    timeline: history.map((stored) => timelineEntry(stored, { ...context, ...blindTo(rma, context.who) })),
  };
}

function shopBooksOf(rma: Rma, refundId: RefundId): RmaView['refunds'][number]['shopBooks'] {
  const booking = shopBookingOf(rma, refundId);
  return booking ? { state: booking.state, message: booking.message } : null;
}

function lineView(line: RmaLine, order: Order, who: Who): RmaView['lines'][number] {
  const bought = order.lines.find((candidate) => candidate.id === line.orderLineId);
  const { id, orderLineId, sku, quantity, reception, inspection, disposition, settlement } = line;
  return {
    id,
    orderLineId,
    sku,
    quantity,
    reception,
    inspection,
    disposition,
    settlement,
    ...findingsView(line, who),
    replacement: replacementOf(line),
    shipment: line.shipment ?? null,
    title: bought?.title ?? line.sku,
    goodsClass: bought?.goodsClass ?? 'general',
  };
}

function decisionView(history: readonly StoredEvent[], policy: Policy): RmaView['decision'] {
  const last = history.flatMap(({ event }) => (event.type === 'policy_applied' ? [event] : [])).at(-1);
  if (!last) return null;
  const { decision: applied, engineMicros } = last;
  return {
    ...(engineMicros === undefined ? {} : { engineMicros }),
    policyVersion: applied.policyVersion,
    outcome: applied.outcome,
    ruleId: applied.ruleId,
    facts: applied.facts,
    rows: applied.rows.map(({ ruleId, hit, missing }) => {
      const row = policy.rows.find((candidate) => candidate.id === ruleId);
      return {
        ruleId,
        label: row?.label ?? { zh: ruleId, en: ruleId },
        basis: row?.basis ?? '',
        condition: row?.condition ?? '',
        hit,
        ...(missing ? { missing } : {}),
      };
    }),
  };
}

export function timelineEntry(
  { seq, event, actor, at }: StoredEvent,
  { nameOf, unseen }: Pick<ViewContext, 'nameOf'> & Unseen,
): RmaView['timeline'][number] {
  const data = isHidden(event, unseen) ? { lineId: event.lineId } : shown(event, nameOf);
  return { seq, type: event.type, at, actor: { kind: actor.kind, name: nameOf(actor) }, data };
}

/** What the timeline says of an event. The decision and the sums stand elsewhere on the page. */
function shown(event: RmaEvent, nameOf: NameOf): Record<string, unknown> {
  switch (event.type) {
    case 'rma_opened':
      return { reason: event.reason, resolution: event.resolution, channel: event.channel };
    case 'policy_applied':
      return { ruleId: event.decision.ruleId, policyVersion: event.decision.policyVersion };
    case 'refund_requested':
      return { refundId: event.refundId, method: event.method, amount: toMoneyView(event.amount) };
    case 'refund_succeeded':
      return {
        refundId: event.refundId,
        gatewayReference: event.gatewayReference,
        amount: toMoneyView(event.amount),
        settledAt: event.at,
      };
    case 'rma_assigned': {
      const { code, ...why } = event.because;
      return { to: nameOf({ id: event.to }), by: event.by, because: code, ...why };
    }
    case 'rma_unassigned':
      return { from: nameOf({ id: event.from }), because: event.because };
    case 'approval_given':
      return { who: nameOf({ id: event.by }), level: event.level, amount: toMoneyView(event.amount) };
    case 'rma_converted':
      return { from: event.from, to: event.to, because: event.because, by: event.by };
    case 'replacement_shipped':
      return { sku: event.sku, quantity: event.quantity, courier: event.courier, waybill: event.waybill };
    case 'amount_left_to_person':
      return { amount: toMoneyView(event.shortfall) };
    case 'offer_made':
      return { goods: event.goods, amount: toMoneyView(event.amount), validUntil: event.validUntil };
    case 'channel_followed':
      return { version: event.channelRef.version, requested: toMoneyView(event.requested) };
    default:
      return shownOfGoods(event);
  }
}

function shownOfGoods(event: RmaEvent): Record<string, unknown> {
  switch (event.type) {
    case 'line_received':
    case 'line_receipt_undone':
      return { lineId: event.lineId, sku: event.sku, quantity: event.quantity };
    case 'line_disposed': {
      const { lineId, sku, quantity, disposition, location } = event;
      return { lineId, sku, quantity, disposition, location };
    }
    case 'line_disposition_undone': {
      const { lineId, sku, quantity, disposition, because } = event;
      return { lineId, sku, quantity, disposition, because };
    }
    case 'line_inspected':
    case 'line_looked_again': {
      const { lineId, grade, gradeName, failedTests, photos, failedChecks, foreignSerials, batch, expiry } = {
        failedChecks: undefined,
        foreignSerials: undefined,
        batch: undefined,
        expiry: undefined,
        ...event,
      };
      return { lineId, grade, gradeName, failedTests, photos, failedChecks, foreignSerials, batch, expiry };
    }
    case 'second_look_resolved': {
      const { lineId, take, grade, gradeName, note } = event;
      return { lineId, take, grade, gradeName, note };
    }
    case 'scrap_asked':
      return { lineId: event.lineId, quantity: event.quantity, cost: toMoneyView(event.cost) };
    case 'difference_found': {
      const { kind, sku = '', ...facts } = event.difference;
      return { difference: kind, sku, ...facts };
    }
    case 'difference_settled':
      return { differenceOutcome: event.outcome };
    default: {
      const { type: _, ...facts } = event;
      return facts;
    }
  }
}
