import type { RmaId } from '../ids.ts';
import { add, type Money, sum, zero } from '../money.ts';
import { ok, type Result, reject } from '../result.ts';
import { isReserved } from './places.ts';
import { type Holding, worthOf } from './valuation.ts';

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
    }
  | { type: 'repair_cancelled' };

export type RepairState = 'open' | 'finished' | 'cancelled';
export type RepairOrder = {
  state: RepairState;
  facts: RepairFacts;
  parts: { name: string; quantity: number; cost: Money }[];
  labour: { minutes: number; cost: Money }[];
  result: RepairResult | null;
  version: number;
};

export type RepairRejection =
  | { code: 'repair_not_open'; documentState: RepairState }
  | { code: 'not_enough_there'; sku: string; location: string; available: number }
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
  const blank: RepairOrder = { state: 'open', facts: noFacts, parts: [], labour: [], result: null, version: 0 };
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
      return { ...order, state: 'finished', result: event.result };
    case 'repair_cancelled':
      return { ...order, state: 'cancelled' };
  }
}

type Decided = Result<RepairEvent[], RepairRejection>;
const notOpen = ({ state }: RepairOrder) => reject({ code: 'repair_not_open', documentState: state } as const);

export const costOf = ({ parts, labour }: RepairOrder, currency: string): Money =>
  sum([...parts.map(({ cost }) => cost), ...labour.map(({ cost }) => cost)], currency);

/** @param free units that wait for a repair there, are ours, and that no other order has taken */
export function openRepair(facts: RepairFacts, free: number): Decided {
  if (facts.owner === 'ours' && facts.location !== 'returns' && isReserved(facts.location)) {
    return reject({ code: 'place_is_reserved', location: facts.location });
  }
  if (facts.owner === 'ours' && free < facts.quantity) {
    const { sku, location } = facts;
    return reject({ code: 'not_enough_there', sku, location, available: Math.max(0, free) });
  }
  return ok([{ type: 'repair_opened', ...facts }]);
}

export const addPart = (order: RepairOrder, part: { name: string; quantity: number; cost: Money }): Decided =>
  order.state === 'open' ? ok([{ type: 'part_used', ...part }]) : notOpen(order);

export const addLabour = (order: RepairOrder, labour: { minutes: number; cost: Money }): Decided =>
  order.state === 'open' ? ok([{ type: 'labour_done', ...labour }]) : notOpen(order);

/** @param held what waits for a repair in that place and is ours */
export function finishRepair(order: RepairOrder, result: RepairResult, to: string | undefined, held: Holding): Decided {
  if (order.state !== 'open') return notOpen(order);
  const { sku, quantity, location, owner, booking } = order.facts;
  const { currency } = held.value;
  const cost = costOf(order, currency);
  if (owner === 'buyer') {
    // The goods go back to him with his return; only the work is booked.
    const value = zero(currency);
    return ok([
      {
        type: 'repair_finished',
        sku,
        quantity,
        owner,
        booking: 'expense',
        result,
        from: location,
        to: location,
        value,
        cost,
      },
    ]);
  }
  if (!to) return reject({ code: 'result_needs_place' });
  if (isReserved(to)) return reject({ code: 'place_is_reserved', location: to });
  if (held.quantity < quantity) {
    return reject({ code: 'not_enough_there', sku, location, available: Math.max(0, held.quantity) });
  }
  const value = worthOf(held, quantity);
  // Work on what is thrown away adds to no value.
  const how = result === 'scrap' ? 'expense' : booking;
  return ok([{ type: 'repair_finished', sku, quantity, owner, booking: how, result, from: location, to, value, cost }]);
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
