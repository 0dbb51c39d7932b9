/** Seeded draws, so that a run can be repeated to the last parcel. */
export type Draws = ReturnType<typeof drawsFrom>;

export function drawsFrom(seed: number) {
  let state = seed >>> 0;
  // A counter through a strong mixing function: short, and good enough to make up a merchant.
  const fraction = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
  };
  const whole = (below: number): number => Math.floor(fraction() * below);
  const chance = (share: number): boolean => fraction() < share;
  const between = (least: number, most: number): number => least + whole(most - least + 1);
  const oneOf = <T>(items: readonly T[]): T => {
    const item = items[whole(items.length)];
    if (item === undefined) throw new Error('nothing to draw from');
    return item;
  };
  /** Draws an index by weight. */
  const byWeight = (sums: readonly number[]): number => {
    const at = fraction() * (sums.at(-1) ?? 0);
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const digits = (count: number): string => Array.from({ length: count }, () => String(whole(10))).join('');
  return { fraction, whole, chance, between, oneOf, byWeight, digits };
}

export const runningSums = (parts: readonly number[]): number[] => {
  let sum = 0;
  return parts.map((part) => {
    sum += part;
    return sum;
  });
};
