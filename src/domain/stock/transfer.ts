import { type Money, sum } from '../money.ts';
import { ok, type Result, reject } from '../result.ts';
import { isReserved, mayBecome, type Shelved } from './places.ts';
import { needsSecondPerson, type ScrapLimit } from './scrap-limit.ts';
import { type Holding, type Shortage, shortOf, worthOf } from './valuation.ts';

export type Place = { location: string; condition: Shelved };
export type TransferLine = { sku: string; quantity: number; from: Place; to: Place; value: Money };

export type TransferEvent =
  /** Goods were put somewhere else, or are held to be worth less from now on. `askedBy`: after a second person's yes. */
  | { type: 'transferred'; lines: TransferLine[]; askedBy?: string }
  /** Somebody wants more scrapped than he may alone. Nothing has moved; the values are those of that moment. */
  | { type: 'transfer_asked'; lines: TransferLine[]; by: string; cost: Money }
  | { type: 'transfer_refused'; note: string }
  | { type: 'transfer_withdrawn' };

export type TransferState = 'done' | 'to_approve' | 'declined' | 'cancelled';
export type Transfer = { state: TransferState; lines: TransferLine[]; askedBy: string | null; note: string | null };

export type TransferRejection =
  | Shortage
  | { code: 'place_is_reserved'; location: string }
  | { code: 'nothing_would_move'; sku: string }
  | { code: 'condition_cannot_rise'; sku: string }
  | { code: 'transfer_not_waiting'; documentState: TransferState }
  | { code: 'second_person_needed_here' };

export function foldTransfer(events: readonly TransferEvent[]): Transfer {
  return events.reduce(after, { state: 'done', lines: [], askedBy: null, note: null });
}

function after(before: Transfer, event: TransferEvent): Transfer {
  switch (event.type) {
    case 'transferred':
      return { ...before, state: 'done', lines: event.lines };
    case 'transfer_asked':
      return { ...before, state: 'to_approve', lines: event.lines, askedBy: event.by };
    case 'transfer_refused':
      return { ...before, state: 'declined', note: event.note };
    case 'transfer_withdrawn':
      return { ...before, state: 'cancelled' };
  }
}

type Wanted = Omit<TransferLine, 'value'>;
type Free = (line: { sku: string; from: Place }) => Holding;
type Decided = Result<TransferEvent[], TransferRejection>;

/** Whether goods become scrap by it. */
export const isScrapping = ({ from, to }: Wanted): boolean => to.condition === 'scrap' && from.condition !== 'scrap';

/** @param free what lies at `from` and is ours to move */
export function transfer(wanted: readonly Wanted[], free: Free, limit: ScrapLimit): Decided {
  const moved = linesOf(wanted, free);
  if (!moved.ok) return moved;
  const lines = moved.value;
  const cost = sum(
    lines.filter(isScrapping).map(({ value }) => value),
    limit.before.currency,
  );
  return ok([
    needsSecondPerson(cost, limit)
      ? { type: 'transfer_asked', lines, by: limit.by, cost }
      : { type: 'transferred', lines },
  ]);
}

/** By somebody else than who asked. The goods are judged as they lie there now. */
export function approveTransfer({ state, lines, askedBy }: Transfer, by: string, free: Free): Decided {
  if (state !== 'to_approve' || askedBy === null) return notWaiting(state);
  if (askedBy === by) return reject({ code: 'second_person_needed_here' });
  const moved = linesOf(lines, free);
  return moved.ok ? ok([{ type: 'transferred', lines: moved.value, askedBy }]) : moved;
}

export function refuseTransfer({ state, askedBy }: Transfer, by: string, note: string): Decided {
  if (state !== 'to_approve') return notWaiting(state);
  // Who asked takes his wish back instead.
  return askedBy === by ? reject({ code: 'second_person_needed_here' }) : ok([{ type: 'transfer_refused', note }]);
}

export const withdrawTransfer = ({ state }: Transfer): Decided =>
  state === 'to_approve' ? ok([{ type: 'transfer_withdrawn' }]) : notWaiting(state);

const notWaiting = (documentState: TransferState) => reject({ code: 'transfer_not_waiting', documentState } as const);

function linesOf(wanted: readonly Wanted[], free: Free): Result<TransferLine[], TransferRejection> {
  const lines: TransferLine[] = [];
  const left = new Map<string, Holding>();
  for (const { sku, quantity, from, to } of wanted) {
    const reserved = [to.location, ...(from.location === 'returns' ? [] : [from.location])].find(isReserved);
    if (reserved) return reject({ code: 'place_is_reserved', location: reserved });
    if (from.location === to.location && from.condition === to.condition)
      return reject({ code: 'nothing_would_move', sku });
    if (!mayBecome(from.condition, to.condition)) return reject({ code: 'condition_cannot_rise', sku });
    const key = JSON.stringify([sku, from.location, from.condition]);
    const held = left.get(key) ?? free({ sku, from });
    if (held.quantity < quantity) return reject(shortOf({ sku, location: from.location }, held));
    const value = worthOf(held, quantity);
    left.set(key, {
      ...held,
      quantity: held.quantity - quantity,
      value: { ...value, minor: held.value.minor - value.minor },
    });
    lines.push({ sku, quantity, from, to, value });
  }
  return ok(lines);
}
