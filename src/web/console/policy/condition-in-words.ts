/** The words a condition is put together from, in the reader's language. */
export type ConditionWords = {
  and: string;
  or: string;
  not: (name: string) => string;
  is: string;
  above: string;
  none: (name: string) => string;
  some: string;
  within: string;
  /** Between the words of a clause: a space, or nothing in Chinese. */
  gap: string;
  fact: (name: string) => string;
  code: (code: string) => string;
};

const listed = (text: string, w: ConditionWords): string =>
  [...text.matchAll(/"([^"]+)"/g)].map((found) => w.code(found[1] ?? '')).join(' / ');

/** One comparison of a condition; what it does not know it leaves as it is written. */
function clauseInWords(clause: string, w: ConditionWords): string {
  const text = clause.trim();
  const within = /^(\w+)\.exists\(\w+, \w+ in \[([^\]]*)\]\)$/.exec(text);
  if (within) return [w.fact(within[1] ?? ''), w.within, listed(within[2] ?? '', w)].join(w.gap);
  const some = /^size\((\w+)\) > 0$/.exec(text);
  if (some) return [w.some, w.fact(some[1] ?? '')].join(w.gap);
  const equal = /^(\w+) == "([^"]+)"$/.exec(text);
  if (equal) return [w.fact(equal[1] ?? ''), w.is, w.code(equal[2] ?? '')].join(w.gap);
  const none = /^(\w+) == 0$/.exec(text);
  if (none) return w.none(none[1] ?? '');
  const above = /^(\w+) > (\w+)$/.exec(text);
  if (above) return [w.fact(above[1] ?? ''), w.above, w.fact(above[2] ?? '')].join(w.gap);
  const negated = /^!(\w+)$/.exec(text);
  if (negated) return w.not(negated[1] ?? '');
  return /^\w+$/.test(text) ? w.fact(text) : text;
}

/** A condition as a sentence, clause by clause. The condition itself stays the truth; this is for reading. */
export const conditionInWords = (condition: string, w: ConditionWords): string =>
  condition
    .split(' || ')
    .map((side) =>
      side
        .split(' && ')
        .map((clause) => clauseInWords(clause, w))
        .join(w.and),
    )
    .join(w.or);
