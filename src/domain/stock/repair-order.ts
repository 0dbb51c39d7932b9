import type { RmaId } from '../ids.ts';
import { add, type Money, sum, zero } from '../money.ts';
import { ok, type Result, reject } from '../result.ts';
import { isReserved } from './places.ts';
import { needsSecondPerson, type ScrapLimit } from './scrap-limit.ts';
import { type Holding, type Shortage, shortOf, worthOf } from './valuation.ts';

/** Whose goods are mended: ours, to be sold again, or a buyer's, which are in no stock of ours. */
export type RepairOwner = 'ours' | 'buyer';
/** What a repair costs becomes part of the goods' value, or of the costs of the period. */
export type RepairBooking = 'capitalise' | 'expense';
export const repairResults = ['good', 'second_hand', 'scrap'] as const;
export type RepairResult = (typeof repairResults)[number];

export type RepairFacts = {
  sku: string;
  quantity: number;
  location: string;
  owner: RepairOwner;
  rmaId: RmaId | null;
  booking: RepairBooking;
  fault: string;
};

export type RepairEvent =
  | ({ type: 'repair_opened' } & RepairFacts)
  | { type: 'part_used'; name: string; quantity: number; cost: Money }
  | { type: 'labour_done'; minutes: number; cost: Money }
  | {
      type: 'repair_finished';
      sku: string;
      quantity: number;
      owner: RepairOwner;
      booking: RepairBooking;
      result: RepairResult;
      from: string;
      to: string;
      /** What the goods stood in the books at; nothing for those of a buyer. */
      value: Money;
      cost: Money;
      /** After a second person's yes. */
      askedBy?: string;
    }
  /** It cannot be mended, and is worth more than one person scraps alone. */
  | { type: 'repair_scrap_asked'; to: string; by: string; value: Money }
  | { type: 'repair_scrap_refused'; note: string }
  | { type: 'repair_cancelled' };

export type RepairState = 'open' | 'to_approve' | 'finished' | 'cancelled';
export type RepairOrder = {
  state: RepairState;
  facts: RepairFacts;
  parts: { name: string; quantity: number; cost: Money }[];
  labour: { minutes: number; cost: Money }[];
  result: RepairResult | null;
  /** Who wants it scrapped, and where it would be put. */
  scrapAsked: { by: string; to: string; value: Money } | null;
  version: number;
};

export type RepairRejection =
  | { code: 'repair_not_open'; documentState: RepairState }
  | Shortage
  | { code: 'scrap_waits_for_approval' }
  | { code: 'no_scrap_waits' }
  | { code: 'second_person_needed_here' }
  | { code: 'place_is_reserved'; location: string }
  | { code: 'result_needs_place' }
  | { code: 'repair_has_costs' };

const noFacts: RepairFacts = {
  sku: '',
  quantity: 0,
  location: '',
  owner: 'ours',
  rmaId: null,
  booking: 'expense',
  fault: '',
};

export function foldRepair(events: readonly RepairEvent[]): RepairOrder {
  const blank: RepairOrder = {
    state: 'open',
    facts: noFacts,
    parts: [],
    labour: [],
    result: null,
    scrapAsked: null,
    version: 0,
  };
  return events.reduce((order, event) => ({ ...after(order, event), version: order.version + 1 }), blank);
}

function after(order: RepairOrder, event: RepairEvent): RepairOrder {
  switch (event.type) {
    case 'repair_opened': {
      const { type: _, ...facts } = event;
      return { ...order, facts };
    }
    case 'part_used': {
      const { type: _, ...part } = event;
      return { ...order, parts: [...order.parts, part] };
    }
    case 'labour_done':
      return { ...order, labour: [...order.labour, { minutes: event.minutes, cost: event.cost }] };
    case 'repair_finished':
      return { ...order, state: 'finished', result: event.result, scrapAsked: null };
    case 'repair_scrap_asked': {
      const { by, to, value } = event;
      return { ...order, state: 'to_approve', scrapAsked: { by, to, value } };
    }
    case 'repair_scrap_refused':
      return { ...order, state: 'open', scrapAsked: null };
    case 'repair_cancelled':
      return { ...order, state: 'cancelled' };
  }
}

type Decided = Result<RepairEvent[], RepairRejection>;
const notOpen = ({ state }: RepairOrder) =>
  state === 'to_approve'
    ? reject({ code: 'scrap_waits_for_approval' } as const)
    : reject({ code: 'repair_not_open', documentState: state } as const);

export const costOf = ({ parts, labour }: RepairOrder, currency: string): Money =>
  sum([...parts.map(({ cost }) => cost), ...labour.map(({ cost }) => cost)], currency);

/** @param free units that wait for a repair there, are ours, and that no other order has taken */
export function openRepair(facts: RepairFacts, free: Pick<Holding, 'quantity' | 'held'>): Decided {
  if (facts.owner === 'ours' && facts.location !== 'returns' && isReserved(facts.location)) {
    return reject({ code: 'place_is_reserved', location: facts.location });
  }
  if (facts.owner === 'ours' && free.quantity < facts.quantity) return reject(shortOf(facts, free));
  return ok([{ type: 'repair_opened', ...facts }]);
}

export const addPart = (order: RepairOrder, part: { name: string; quantity: number; cost: Money }): Decided =>
  order.state === 'open' ? ok([{ type: 'part_used', ...part }]) : notOpen(order);

export const addLabour = (order: RepairOrder, labour: { minutes: number; cost: Money }): Decided =>
  order.state === 'open' ? ok([{ type: 'labour_done', ...labour }]) : notOpen(order);

/**
 * @param held what waits for a repair in that place and is this order's or nobody's
 * @param limit how much one person scraps alone
 */
export function finishRepair(
  order: RepairOrder,
  result: RepairResult,
  to: string | undefined,
  held: Holding,
  limit: ScrapLimit,
): Decided {
  if (order.state !== 'open') return notOpen(order);
  if (order.facts.owner === 'buyer') return ok([buyersFinished(order, result, held.value.currency)]);
  if (!to) return reject({ code: 'result_needs_place' });
  const done = finished(order, result, to, held);
  if (!done.ok || result !== 'scrap' || !needsSecondPerson(done.value.value, limit))
    return done.ok ? ok([done.value]) : done;
  return ok([{ type: 'repair_scrap_asked', to, by: limit.by, value: done.value.value }]);
}

/** By somebody else than who asked. */
export function approveRepairScrap(order: RepairOrder, by: string, held: Holding): Decided {
  const { scrapAsked } = order;
  if (!scrapAsked) return reject({ code: 'no_scrap_waits' });
  if (scrapAsked.by === by) return reject({ code: 'second_person_needed_here' });
  const done = finished(order, 'scrap', scrapAsked.to, held);
  return done.ok ? ok([{ ...done.value, askedBy: scrapAsked.by }]) : done;
}

/** The repair goes on. Who asked may say so himself. */
export const refuseRepairScrap = ({ scrapAsked }: RepairOrder, note: string): Decided =>
  scrapAsked ? ok([{ type: 'repair_scrap_refused', note }]) : reject({ code: 'no_scrap_waits' });

type Finished = Extract<RepairEvent, { type: 'repair_finished' }>;

/** The goods go back to him with his return; only the work is booked. */
function buyersFinished(order: RepairOrder, result: RepairResult, currency: string): Finished {
  const { sku, quantity, location, owner } = order.facts;
  const [value, cost] = [zero(currency), costOf(order, currency)];
  const at = { from: location, to: location };
  return { type: 'repair_finished', sku, quantity, owner, booking: 'expense', result, ...at, value, cost };
}

function finished(
  order: RepairOrder,
  result: RepairResult,
  to: string,
  held: Holding,
): Result<Finished, RepairRejection> {
  const { sku, quantity, location: from, owner, booking } = order.facts;
  if (isReserved(to)) return reject({ code: 'place_is_reserved', location: to });
  if (held.quantity < quantity) return reject(shortOf(order.facts, held));
  const value = worthOf(held, quantity);
  const cost = costOf(order, value.currency);
  // Work on what is thrown away adds to no value.
  const how = result === 'scrap' ? 'expense' : booking;
  return ok({ type: 'repair_finished', sku, quantity, owner, booking: how, result, from, to, value, cost });
}

export const cancelRepair = (order: RepairOrder): Decided => {
  if (order.state !== 'open') return notOpen(order);
  // What was spent has to be booked: such an order is finished, if only as scrap.
  const isSpent = order.parts.length + order.labour.length > 0;
  return isSpent ? reject({ code: 'repair_has_costs' }) : ok([{ type: 'repair_cancelled' }]);
};

/** What the goods stand in the books at after the repair. */
export const valueAfter = ({ value, cost, booking }: { value: Money; cost: Money; booking: RepairBooking }): Money =>
  booking === 'capitalise' ? add(value, cost) : value;
