import { present } from '../assert.ts';
import { isPositive, times } from '../money.ts';
import type { Order } from '../orders/order.ts';
import { unclaimed, unsettled } from '../orders/order.ts';
import type { Resolution } from '../policy/reasons.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { ok, reject } from '../result.ts';
import { amountAtStake } from './amount-at-stake.ts';
import { escalationTo, grantedBy } from './approving.ts';
import { leftToPlatform } from './channel-answers.ts';
import { heldUnits, merged } from './claims.ts';
import { split } from './decide-goods.ts';
import { autoRefund } from './decide-refunds.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { followOutbound } from './follow-outbound.ts';
import { canClaim, lineOf } from './guards.ts';
import { canConvert, canShipLine } from './kind-guards.ts';
import { outboundParcels } from './refused-delivery.ts';
import type { Rejection } from './rejections.ts';
import { termsFor } from './return-terms.ts';
import { isRefused, type Rma } from './rma.ts';

/** A person makes it another kind, on the wish of the buyer. What was granted stays granted. */
export function convert(rma: Rma, command: Of<'convert'>, context: Context): Decision {
  const no = canConvert(rma) ?? cannotBecome(rma, command.to, context.order);
  if (no) return reject(no);
  if (command.to === rma.resolution) return reject({ code: 'kind_is_the_same' });
  const said = grantedAs(rma, command.to, context);
  if (!said.ok) return said;
  const { enough, level, events: yes } = said.value;
  const { because } = command;
  const converted = conversion(rma, command.to, context, { by: 'person', because, keepsApproval: enough });
  const events: RmaEvent[] = [
    ...converted,
    ...leftToPlatform(rma, 'convert'),
    ...yes,
    ...(enough ? [] : [{ type: 'rma_escalated', ...escalationTo(rma, level, context), ruleId: 'converted' } as const]),
  ];
  const next = events.reduce<Rma>(evolve, rma);
  return ok([...events, ...afterConversion(next, context)]);
}

/** Who makes a granted return another kind grants that kind, for what it may come to. One under review is granted later. */
function grantedAs(rma: Rma, to: Resolution, context: Context): ReturnType<typeof grantedBy> {
  if (rma.review !== 'approved') return ok({ events: [], enough: true, level: 1 });
  const { approvals: _, ...anew } = rma;
  return grantedBy({ ...anew, resolution: to }, amountAtStake(rma, context.order), rma.escalation, context);
}

type How = { by: 'person' | 'platform'; because: string; keepsApproval: boolean };

/** The events that make a return another kind. Nobody but a person or the platform orders them. */
export function conversion(rma: Rma, to: Resolution, context: Context, how: How): RmaEvent[] {
  const { by, because, keepsApproval } = how;
  const stands = keepsApproval && rma.review === 'approved';
  const event: RmaEvent = {
    type: 'rma_converted',
    from: rma.resolution,
    to,
    by,
    because,
    ...(stands ? { keepsApproval: true, ...termsFor({ ...rma, resolution: to }, {}, context.order) } : {}),
  };
  const after = evolve(rma, event);
  return [event, ...outboundParcels(after, context), ...followOutbound(after, context)];
}

/** What is due at once in the new kind is ordered as it would be of a request that was granted just now. */
export function afterConversion(rma: Rma, context: Context): RmaEvent[] {
  if (rma.review !== 'approved') return [];
  return autoRefund(rma, context);
}

/** Why a return cannot become this kind, of all that the new kind asks for. */
export function cannotBecome(rma: Rma, to: Resolution, order: Order): Rejection | null {
  const facts = resolutionFacts[to];
  if (facts.amount === 'as_asked' && !(rma.requested && isPositive(rma.requested))) return { code: 'amount_needed' };
  const isPutAway = rma.lines.some(({ disposition }) => disposition !== 'undecided' && disposition !== 'none');
  if (facts.replacement === 'after_repair' && isPutAway) return { code: 'line_already_disposed' };
  const as: Rma = { ...rma, resolution: to };
  if (facts.claims === 'no') return canClaim(order, merged(rma.lines), unsettled);
  // Units that the old kind did not hold are taken now, if nobody else has them.
  const held = new Map(heldUnits(rma).map(({ orderLineId, quantity }) => [orderLineId, quantity]));
  const more = heldUnits(as).flatMap(({ orderLineId, quantity }) => {
    const extra = quantity - (held.get(orderLineId) ?? 0);
    return extra > 0 ? [{ orderLineId, quantity: extra }] : [];
  });
  return isRefused(rma) ? null : canClaim(order, more, unclaimed);
}

export function shipReplacement(rma: Rma, command: Of<'ship_replacement'>, context: Context): Decision {
  const line = lineOf(rma, command.lineId);
  const no = canShipLine(rma, line, command.ahead ?? false);
  if (no || !line) return reject(no ?? { code: 'line_not_found' });
  const quantity = command.quantity ?? line.quantity;
  if (quantity > line.quantity) return reject({ code: 'quantity_exceeds_line', max: line.quantity });
  const bought = present(
    context.order.lines.find((candidate) => candidate.id === line.orderLineId),
    'the line that was bought',
  );
  const { courier, waybill } = command;
  return ok([
    ...split(rma, line, quantity),
    {
      type: 'replacement_shipped',
      lineId: line.id,
      sku: line.sku,
      quantity,
      courier,
      waybill,
      at: context.now,
      ...(line.workshop ? { goods: { location: line.workshop, cost: times(bought.unitCost, quantity) } } : {}),
    },
    ...leftToPlatform(rma, 'ship_replacement'),
  ]);
}
