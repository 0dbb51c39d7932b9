import type { Money } from '../money.ts';
import { ok, type Result, reject } from '../result.ts';
import { isReserved, mayBecome, type Shelved } from './places.ts';
import { type Holding, worthOf } from './valuation.ts';

export type Place = { location: string; condition: Shelved };
export type TransferLine = { sku: string; quantity: number; from: Place; to: Place; value: Money };

/** Goods were put somewhere else, or are held to be worth less from now on. */
export type TransferEvent = { type: 'transferred'; lines: TransferLine[] };

export type TransferRejection =
  | { code: 'not_enough_there'; sku: string; location: string; available: number }
  | { code: 'place_is_reserved'; location: string }
  | { code: 'nothing_would_move'; sku: string }
  | { code: 'condition_cannot_rise'; sku: string };

/** @param free what lies at `from` and is ours to move */
export function transfer(
  wanted: readonly Omit<TransferLine, 'value'>[],
  free: (line: { sku: string; from: Place }) => Holding,
): Result<TransferEvent[], TransferRejection> {
  const lines: TransferLine[] = [];
  const left = new Map<string, Holding>();
  for (const line of wanted) {
    const { sku, quantity, from, to } = line;
    const reserved = [to.location, ...(from.location === 'returns' ? [] : [from.location])].find(isReserved);
    if (reserved) return reject({ code: 'place_is_reserved', location: reserved });
    if (from.location === to.location && from.condition === to.condition)
      return reject({ code: 'nothing_would_move', sku });
    if (!mayBecome(from.condition, to.condition)) return reject({ code: 'condition_cannot_rise', sku });
    const key = JSON.stringify([sku, from.location, from.condition]);
    const held = left.get(key) ?? free(line);
    if (held.quantity < quantity) {
      return reject({ code: 'not_enough_there', sku, location: from.location, available: Math.max(0, held.quantity) });
    }
    const value = worthOf(held, quantity);
    left.set(key, {
      quantity: held.quantity - quantity,
      value: { ...value, minor: held.value.minor - value.minor },
    });
    lines.push({ ...line, value });
  }
  return ok([{ type: 'transferred', lines }]);
}
