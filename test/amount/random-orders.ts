import type { Rule, Shelf } from './exact.ts';

/** An order as both ways read it, with the returns of its goods in one order and in another. */
export type Spec = {
  shelf: Shelf;
  rules: Rule[];
  /** Discounts that no rule explains: what the platform and the government gave. */
  extras: [number, number];
  freight: number;
  /** Weights by which the payment is split. */
  payments: number[];
  returns: { line: string; count: number }[][];
  otherwise: { line: string; count: number }[][];
  /** Per return, hundredths of the first line’s goods that were agreed to be taken off; mostly none. */
  agreedOff: number[];
};

export type Draw = (upTo: number) => number;

/** mulberry32: small, fast, and the same everywhere. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (upTo) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % upTo;
  };
}

export function anOrder(draw: Draw): Spec {
  const goods: Shelf = Array.from({ length: 1 + draw(3) }, (_, n) => ({
    line: `L${n + 1}`,
    pieces: 1 + draw(3),
    price: draw(6) === 0 ? 1 + draw(50) : 100 * (1 + draw(300)) + (draw(3) === 0 ? draw(100) : 0),
  }));
  const worth = goods.reduce((sum, { pieces, price }) => sum + pieces * price, 0);
  const rules: Rule[] = Array.from({ length: 1 + draw(3) }, (_, n) => aRule(draw, goods, worth, `R${n + 1}`));
  const isGifted = draw(3) === 0;
  if (isGifted) {
    const announced = draw(4) === 0 ? null : 100 * (1 + draw(40));
    rules.push({ id: 'G', sort: 'gift', line: 'GIFT', from: 1 + draw(worth), announced });
  }
  const shelf = isGifted ? [...goods, { line: 'GIFT', pieces: 1 + draw(2), price: 0 }] : goods;
  const pieces = shelf.flatMap(({ line, pieces: count }) => Array.from({ length: count }, () => line));
  const back = shuffled(draw, pieces).slice(0, draw(3) === 0 ? 1 + draw(pieces.length) : pieces.length);
  const returns = cut(draw, back);
  return {
    shelf,
    rules,
    extras: [draw(3) === 0 ? draw(1 + Math.floor(worth / 5)) : 0, draw(5) === 0 ? draw(1 + Math.floor(worth / 8)) : 0],
    freight: draw(3) === 0 ? draw(2_000) : 0,
    payments: Array.from({ length: 1 + draw(3) }, () => 1 + draw(100)),
    returns,
    otherwise: cut(draw, shuffled(draw, back)),
    agreedOff: returns.map(() => (draw(8) === 0 ? 1 + draw(60) : 0)),
  };
}

function aRule(draw: Draw, goods: Shelf, worth: number, id: string): Rule {
  const scoped = goods.filter(() => draw(3) > 0).map(({ line }) => line);
  const of = draw(2) === 0 && scoped.length > 0 ? { of: scoped } : {};
  const about = { id, ...of, ...(draw(6) === 0 ? { kept: true } : {}) };
  const from = 1 + draw(worth);
  const first = goods[draw(goods.length)] ?? { line: 'L1', pieces: 1, price: 100 };
  const second = goods[draw(goods.length)] ?? first;
  switch (draw(8)) {
    case 0:
    case 1:
      return {
        ...about,
        sort: 'full',
        from: Math.max(50, Math.floor(worth / 20), from),
        less: 1 + draw(Math.max(1, Math.floor(from / 3))),
        each: draw(2) === 0,
      };
    case 2:
      return {
        ...about,
        sort: 'many',
        from: 1 + draw(4),
        pays: 5_000 + 100 * draw(50) + (draw(3) === 0 ? draw(100) : 0),
      };
    case 3: {
      const parts = [
        { line: first.line, pieces: 1 + draw(2) },
        ...(second.line === first.line ? [] : [{ line: second.line, pieces: 1 + draw(2) }]),
      ];
      const apart = parts[0] ? parts[0].pieces * first.price + (parts[1]?.pieces ?? 0) * second.price : 0;
      return { id, sort: 'set', of2: parts, costs: Math.floor((apart * (60 + draw(41))) / 100) };
    }
    case 4:
      return { ...about, sort: 'ticket', from, less: 1 + draw(Math.max(1, Math.floor(from / 2))) };
    case 5:
      return { id, of: [first.line], sort: 'member', costs: Math.floor((first.price * (50 + draw(51))) / 100) };
    case 6:
      return { id, sort: 'points', spent: 1 + draw(5_000), worth: 1 + draw(Math.max(1, Math.floor(worth / 6))) };
    default:
      return { ...about, sort: 'postfree', from, post: 100 * (1 + draw(15)) };
  }
}

function shuffled<T>(draw: Draw, all: readonly T[]): T[] {
  const out = [...all];
  for (let i = out.length - 1; i > 0; i--) {
    const j = draw(i + 1);
    const one = out[i];
    const other = out[j];
    if (one !== undefined && other !== undefined) [out[i], out[j]] = [other, one];
  }
  return out;
}

function cut(draw: Draw, pieces: readonly string[]): Spec['returns'] {
  const returns: Spec['returns'] = [];
  for (let from = 0; from < pieces.length; ) {
    const size = 1 + draw(4);
    const counts = new Map<string, number>();
    for (const line of pieces.slice(from, from + size)) counts.set(line, (counts.get(line) ?? 0) + 1);
    returns.push([...counts].map(([line, count]) => ({ line, count })));
    from += size;
  }
  return returns;
}
