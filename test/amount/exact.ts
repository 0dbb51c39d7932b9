// A second way to work out what goes back, for tests alone. It shares no code with the program and is built otherwise:
// single pieces of goods instead of counters, exact fractions instead of fen, a register of what was handed out instead of
// differences of prices. It follows the words of the statute: what was paid, less what the kept pieces would have cost.

type Fraction = { n: bigint; d: bigint };
const whole = (n: bigint | number): Fraction => ({ n: BigInt(n), d: 1n });
const plus = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { n: -b.n, d: b.d });
const by = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const over = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d, d: a.d * b.n });
const atLeast = (a: Fraction, b: Fraction): boolean => a.n * b.d >= b.n * a.d;
const isZero = (a: Fraction): boolean => a.n === 0n;
const down = (a: Fraction): Fraction => whole(a.n / a.d);
/** To the nearest fen; a half goes up. */
const nearest = (a: Fraction): Fraction => down({ n: 2n * a.n + a.d, d: 2n * a.d });

export type Rule = { id: string; of?: readonly string[]; kept?: boolean } & (
  | { sort: 'full'; from: number; less: number; each: boolean }
  | { sort: 'many'; from: number; pays: number }
  | { sort: 'set'; of2: readonly { line: string; pieces: number }[]; costs: number }
  | { sort: 'ticket'; from: number; less: number }
  | { sort: 'member'; costs: number }
  | { sort: 'points'; spent: number; worth: number }
  | { sort: 'gift'; line: string; from: number; announced: number | null }
  | { sort: 'postfree'; from: number; post: number }
);

export type Shelf = { line: string; pieces: number; price: number }[];
type Piece = { line: string; nth: number; price: Fraction; tag: Fraction; isGift: boolean };

/** One purchase at one till: which pieces, by which rules, and what else was off that no rule explains. */
export class Till {
  private readonly bought: Piece[];
  private readonly rules: readonly Rule[];
  private readonly gone = new Set<Piece>();
  private readonly extras: readonly number[];
  private handedOut = whole(0);

  constructor(shelf: Shelf, rules: readonly Rule[], extras: readonly number[]) {
    this.rules = rules;
    this.bought = shelf.flatMap(({ line, pieces, price }) =>
      Array.from({ length: pieces }, (_, nth) => ({
        line,
        nth,
        price: whole(price),
        tag: this.tag(line, price),
        isGift: rules.some((rule) => rule.sort === 'gift' && rule.line === line),
      })),
    );
    this.extras = extras;
  }

  /** What each rule took off the purchase. */
  reductions(): bigint[] {
    return this.rules.map((rule) => down(this.reduction(rule, this.bought)).n);
  }

  paid(): bigint {
    return down(this.worth(this.bought)).n;
  }

  keptWorth(): bigint {
    return down(this.worth(this.kept())).n;
  }

  /** The pieces go back over the counter: what is handed out, and what the sum would have been without the floor. */
  takeBack(pieces: readonly { line: string; count: number }[]): { out: bigint; sum: bigint } {
    for (const { line, count } of pieces) {
      const there = this.kept().filter((piece) => piece.line === line);
      for (const piece of there.slice(0, count)) this.gone.add(piece);
    }
    const owed = minus(minus(this.worth(this.bought), this.worth(this.kept())), this.handedOut);
    const out = atLeast(owed, whole(0)) ? owed : whole(0);
    this.handedOut = plus(this.handedOut, out);
    return { out: down(out).n, sum: owed.n / owed.d };
  }

  private kept(): Piece[] {
    return this.bought.filter((piece) => !this.gone.has(piece));
  }

  /** The pieces that a rule looks at. */
  private seen(rule: Rule | null, pieces: readonly Piece[]): Piece[] {
    return pieces.filter(({ line, isGift }) => !isGift && (rule?.of === undefined || rule.of.includes(line)));
  }

  private tag(line: string, price: number): Fraction {
    for (const rule of this.rules) {
      if (rule.sort === 'member' && (rule.of === undefined || rule.of.includes(line))) return whole(rule.costs);
    }
    return whole(price);
  }

  private tagged(rule: Rule | null, pieces: readonly Piece[]): Fraction {
    let total = whole(0);
    for (const piece of this.seen(rule, pieces)) total = plus(total, piece.tag);
    return total;
  }

  private listed(rule: Rule | null, pieces: readonly Piece[]): Fraction {
    let total = whole(0);
    for (const piece of this.seen(rule, pieces)) total = plus(total, piece.price);
    return total;
  }

  private portion(amount: Fraction, rule: Rule | null, pieces: readonly Piece[]): Fraction {
    const all = this.listed(rule, this.bought);
    return isZero(all) ? whole(0) : down(over(by(amount, this.listed(rule, pieces)), all));
  }

  private reduction(rule: Rule, pieces: readonly Piece[]): Fraction {
    if (rule.sort === 'points') return this.portion(whole(rule.worth), null, pieces);
    if (rule.kept) return this.portion(this.plainReduction(rule, this.bought), rule, pieces);
    return this.plainReduction(rule, pieces);
  }

  private plainReduction(rule: Rule, pieces: readonly Piece[]): Fraction {
    switch (rule.sort) {
      case 'full': {
        let rest = this.tagged(rule, pieces);
        let total = whole(0);
        while (atLeast(rest, whole(rule.from))) {
          total = plus(total, whole(rule.less));
          if (!rule.each) break;
          rest = minus(rest, whole(rule.from));
        }
        return total;
      }
      case 'ticket':
        return atLeast(this.tagged(rule, pieces), whole(rule.from)) ? whole(rule.less) : whole(0);
      case 'many': {
        if (this.seen(rule, pieces).length < rule.from) return whole(0);
        const pays = { n: BigInt(rule.pays), d: 10_000n };
        return nearest(by(this.tagged(rule, pieces), minus(whole(1), pays)));
      }
      case 'set':
        return this.setReduction(rule, pieces);
      case 'member': {
        let total = whole(0);
        for (const piece of this.seen(rule, pieces)) total = plus(total, minus(piece.price, whole(rule.costs)));
        return total;
      }
      default:
        return whole(0);
    }
  }

  /** Sets are put together on the counter, one after the other, until a part runs out. */
  private setReduction(rule: Extract<Rule, { sort: 'set' }>, pieces: readonly Piece[]): Fraction {
    const heap = new Map<string, Piece[]>();
    for (const piece of pieces) heap.set(piece.line, [...(heap.get(piece.line) ?? []), piece]);
    let total = whole(0);
    for (;;) {
      const set = rule.of2.flatMap(({ line, pieces: n }) => {
        const there = heap.get(line) ?? [];
        return there.length < n ? [null] : there.slice(0, n);
      });
      if (set.length === 0 || set.includes(null)) return total;
      for (const { line, pieces: n } of rule.of2) heap.set(line, (heap.get(line) ?? []).slice(n));
      let apart = whole(0);
      for (const piece of set) if (piece) apart = plus(apart, piece.tag);
      if (atLeast(apart, whole(rule.costs))) total = plus(total, minus(apart, whole(rule.costs)));
    }
  }

  private dues(rule: Rule, pieces: readonly Piece[]): Fraction {
    if (rule.kept || (rule.sort !== 'gift' && rule.sort !== 'postfree')) return whole(0);
    if (atLeast(this.tagged(rule, pieces), whole(rule.from))) return whole(0);
    if (rule.sort === 'postfree') return pieces.length === 0 ? whole(0) : whole(rule.post);
    const gifts = pieces.filter(({ line }) => line === rule.line).length;
    return by(whole(gifts), whole(rule.announced ?? 0));
  }

  /** What exactly these pieces would have cost. */
  private worth(pieces: readonly Piece[]): Fraction {
    let price = this.listed(null, pieces);
    const off = (amount: Fraction): void => {
      price = atLeast(price, amount) ? minus(price, amount) : whole(0);
    };
    for (const rule of this.rules) off(this.reduction(rule, pieces));
    for (const extra of this.extras) off(this.portion(whole(extra), null, pieces));
    for (const rule of this.rules) price = plus(price, this.dues(rule, pieces));
    return price;
  }
}
