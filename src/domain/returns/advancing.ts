import { never } from '../assert.ts';
import { add, isMore, type Money, sum } from '../money.ts';
import type { RefundPlan } from '../refunds/refund-plan.ts';
import { ok, type Result, reject } from '../result.ts';
import { localDate } from '../time.ts';
import { type AdvanceCommand, type AdvanceDecline, type AdvanceStanding, outstandingLines } from './advance.ts';
import { advanceableLines, canChase, canWriteOff } from './advance-guards.ts';
import { isGranted } from './approving.ts';
import { ordered, planFor, withOrdered } from './decide-refunds.ts';
import type { Context, Decision } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { openOffer } from './negotiation-guards.ts';
import { isParcelInDoubt } from './parcel-doubt.ts';
import type { Rejection } from './rejections.ts';
import { isAutomatic, type Rma } from './rma.ts';

const commands: ReadonlySet<string> = new Set<AdvanceCommand['type']>([
  'advance_refund',
  'chase_goods',
  'write_off_advance',
]);

export const isOfAdvance = <C extends { type: string }>(command: C | AdvanceCommand): command is AdvanceCommand =>
  commands.has(command.type);

export function decideAdvance(rma: Rma, command: AdvanceCommand, context: Context): Decision {
  const { now: at, who } = context;
  switch (command.type) {
    case 'advance_refund':
      return advanceRefund(rma, command.standing, context);
    case 'chase_goods': {
      const no = canChase(rma, who);
      if (no || !who) return reject(no ?? { code: 'advance_needs_person' });
      return ok([{ type: 'advance_chased', kind: command.kind, note: command.note, by: who.id, at }]);
    }
    case 'write_off_advance': {
      const no = canWriteOff(rma, who);
      if (no || !who) return reject(no ?? { code: 'advance_needs_person' });
      const { because } = command;
      return ok([{ type: 'advance_written_off', ...outstanding(rma, context), because, by: who.id, at }]);
    }
    default:
      return never(command);
  }
}

function outstanding(rma: Rma, { order }: Context) {
  const lines = outstandingLines(rma);
  return {
    lineIds: lines.map(({ lineId }) => lineId),
    amount: sum(
      lines.map(({ amount }) => amount),
      order.currency,
    ),
  };
}

/** Orders the money before its goods are here, as far as the limits go. Said once why not; then the goods are waited for. */
function advanceRefund(rma: Rma, standing: AdvanceStanding, context: Context): Decision {
  const { now: at, policy } = context;
  const lines = advanceableLines(rma);
  const on = rma.instantRefund;
  if (on === undefined || lines.length === 0) return ok([]);
  const plan = planFor(rma, lines, [], context);
  const because = whyNot(rma, plan, standing, context);
  if (because || !plan.ok) {
    const said = because ?? 'amount_unclear';
    return ok(rma.advanceDeclined === said ? [] : [{ type: 'advance_declined', because: said, at }]);
  }
  if (plan.value.payments.length === 0) return ok([]);
  const made: RmaEvent = {
    type: 'advance_made',
    on,
    day: localDate(at, policy.timeZone),
    lines: lines.map(({ id }) => ({ lineId: id, amount: amountOf(plan.value, id, context.order.currency) })),
    waybills: rma.parcels.map(({ waybill }) => waybill),
    at,
  };
  return ok([made, ...ordered(evolve(rma, made), plan.value, context)]);
}

const amountOf = ({ lines }: RefundPlan, id: string, currency: string): Money =>
  sum(
    lines.filter(({ lineId }) => lineId === id).map(({ goods, freight }) => add(goods, freight)),
    currency,
  );

function whyNot(
  rma: Rma,
  plan: Result<RefundPlan, Rejection>,
  standing: AdvanceStanding,
  context: Context,
): AdvanceDecline | null {
  if (!isAutomatic(rma)) return 'automation_off';
  if (rma.intervention === 'open') return 'platform_stepped_in';
  if (rma.channelRef) return 'paid_by_platform';
  if (openOffer(rma) || rma.agreed) return 'offer_open';
  if (isParcelInDoubt(rma, standing.waybills)) return 'parcel_in_doubt';
  if (!plan.ok || plan.value.shortfall) return 'amount_unclear';
  const { total } = plan.value;
  const all = withOrdered(rma, total);
  const { autoRefundLimit } = context.policy;
  if (!autoRefundLimit || isMore(all, autoRefundLimit)) return 'above_auto_limit';
  if (!isGranted(rma, all, context)) return 'approval_needed';
  return beyondLimit(total, standing);
}

/** Which limit the sum would break, the narrowest first. */
export function beyondLimit(total: Money, { limits, buyer, shop, today }: AdvanceStanding): AdvanceDecline | null {
  if (!limits) return 'no_limits';
  if (limits.perBuyer.currency !== total.currency) return 'other_currency';
  if (isMore(add(buyer, total), limits.perBuyer)) return 'buyer_limit';
  if (isMore(add(shop, total), limits.perShop)) return 'shop_limit';
  return isMore(add(today, total), limits.perDay) ? 'day_limit' : null;
}
