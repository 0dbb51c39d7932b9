import { createHash } from 'node:crypto';
import { mulberry32 } from '../mulberry32.ts';

export type Random = {
  /** From 0 up to 1, without 1. */
  unit(): number;
  /** Both ends belong to it. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Each choice with its weight; the weights need not add up to anything. */
  weighted<T>(choices: readonly (readonly [number, T])[]): T;
};

/**
 * A sequence of its own for each subject. Buyer 17 is the same person after a restart, however many others were drawn
 * before, so nothing about him needs to be kept.
 */
export function randomOf(seed: number, ...subject: readonly (string | number)[]): Random {
  const digest = createHash('sha256')
    .update([seed, ...subject].join('/'))
    .digest();
  const unit = mulberry32(digest.readUInt32LE());
  const int = (from: number, to: number): number => from + Math.floor(unit() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => there(list[int(0, list.length - 1)]);
  return {
    unit,
    int,
    pick,
    chance: (probability) => unit() < probability,
    weighted: (choices) => {
      let left = unit() * choices.reduce((sum, [weight]) => sum + weight, 0);
      const hit = choices.find(([weight]) => {
        left -= weight;
        return left < 0;
      });
      return there(hit ?? choices.at(-1))[1];
    },
  };
}

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is nothing to draw from');
  return value;
}
