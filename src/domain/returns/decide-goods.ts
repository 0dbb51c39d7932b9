import { partId, type RmaLineId } from '../ids.ts';
import { zero } from '../money.ts';
import { ok, reject } from '../result.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { canAnnounceParcel, canDisposeLine, canReceiveLine, lineOf } from './guards.ts';
import { outboundOf } from './outbound-guards.ts';
import { movedOn, putAwayAs, scrapNeedsApproval, whyNotThisWay } from './put-away.ts';
import type { Rma, RmaLine } from './rma.ts';

export function announceParcel(rma: Rma, command: Of<'announce_parcel'>, { now }: Context): Decision {
  const { courier, waybill } = command;
  const isNamed = (number: string) => rma.parcels.find((parcel) => parcel.waybill === number);
  if (isNamed(waybill)) return command.instead === undefined ? ok([]) : reject({ code: 'parcel_already_announced' });
  const no = canAnnounceParcel(rma);
  if (no) return reject(no);
  const wrong = command.instead === undefined ? neverMoved(rma, command) : isNamed(command.instead);
  if (command.instead !== undefined && !wrong) return reject({ code: 'parcel_not_found' });
  if (wrong?.deliveredAt !== undefined) return reject({ code: 'parcel_has_arrived' });
  return ok([{ type: 'parcel_announced', courier, waybill, at: now, ...(wrong ? { instead: wrong.waybill } : {}) }]);
}

/** A buyer who corrects his number at the platform leaves one behind that no courier ever scans. */
function neverMoved({ parcels }: Rma, { alone }: Of<'announce_parcel'>): Rma['parcels'][number] | undefined {
  const [only, ...others] = parcels;
  return alone && only?.status === 'ordered' && others.length === 0 ? only : undefined;
}

/** @param then what follows from the news, read from the return as it is with them */
export function recordParcelStatus(
  rma: Rma,
  command: Of<'record_parcel_status'>,
  then: (after: Rma) => RmaEvent[],
): Decision {
  const parcel = rma.parcels.find((known) => known.waybill === command.waybill);
  if (!parcel) return reject({ code: 'parcel_not_found' });
  if (parcel.status === command.status) return ok([]);
  const { waybill, status, at } = command;
  const changed: RmaEvent = { type: 'parcel_status_changed', waybill, status, at };
  return ok([changed, ...then(evolve(rma, changed))]);
}

/** The parcel travels with another courier than was said: it is the same parcel. */
export function correctCourier(rma: Rma, { waybill, courier }: Of<'correct_courier'>): Decision {
  const parcel = rma.parcels.find((known) => known.waybill === waybill) ?? outboundOf(rma, waybill);
  if (!parcel) return reject({ code: 'parcel_not_found' });
  if (parcel.courier === courier) return ok([]);
  return ok([{ type: 'parcel_courier_corrected', waybill, courier, instead: parcel.courier }]);
}

export function receiveLine(rma: Rma, command: Of<'receive_line'>, { now, order }: Context): Decision {
  const line = lineOf(rma, command.lineId);
  const no = canReceiveLine(rma, line);
  if (no || !line) return reject(no ?? { code: 'line_not_found' });
  if (command.quantity > line.quantity) return reject({ code: 'quantity_exceeds_line', max: line.quantity });
  const bought = order.lines.find((candidate) => candidate.id === line.orderLineId);
  return ok([
    ...split(rma, line, command.quantity),
    {
      type: 'line_received',
      lineId: line.id,
      quantity: command.quantity,
      at: now,
      sku: line.sku,
      unitCost: bought?.unitCost ?? zero(order.currency),
      ...(command.from === undefined ? {} : { from: command.from }),
    },
  ]);
}

export function disposeLine(rma: Rma, command: Of<'dispose_line'>, context: Context): Decision {
  const line = lineOf(rma, command.lineId);
  const no = canDisposeLine(line);
  if (no || !line) return reject(no ?? { code: 'line_not_found' });
  const { quantity, disposition, location } = command;
  if (quantity > line.quantity) return reject({ code: 'quantity_exceeds_line', max: line.quantity });
  const notThisWay = whyNotThisWay(rma, line, disposition, context);
  if (notThisWay) return reject(notThisWay);
  const gone = line.heldAt === undefined ? null : movedOn(context.grading?.there ?? null, quantity);
  if (gone) return reject(gone);
  const first = split(rma, line, quantity);
  const cost = disposition === 'scrap' ? scrapNeedsApproval(rma, line, quantity, context) : null;
  if (cost && context.who) {
    const asked: RmaEvent = { type: 'scrap_asked', lineId: line.id, quantity, by: context.who.id, location, cost };
    return ok([...first, asked]);
  }
  return ok([...first, putAwayAs(rma, line, { disposition, location, quantity }, context)]);
}

/** A line moves as a whole; what stays behind becomes a line of its own. */
export function split(rma: Rma, line: RmaLine, quantity: number): RmaEvent[] {
  if (quantity === line.quantity) return [];
  const newLineId: RmaLineId = partId('rli', rma.id, rma.linesMade + 1);
  return [{ type: 'line_split', lineId: line.id, newLineId, quantity }];
}
