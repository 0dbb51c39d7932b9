import { entryOf, type FactName, factNames } from '../../../domain/policy/fact-catalogue.ts';

/** The word that is being typed at a place of a condition, if it can be the beginning of a fact's name. */
export function wordAt(text: string, caret: number): { start: number; word: string } | null {
  const before = text.slice(0, caret);
  // Within quotes stands a value and no name.
  if ((before.match(/"/g) ?? []).length % 2 === 1) return null;
  const word = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? '';
  return word === '' ? null : { start: caret - word.length, word };
}

const MOST = 6;

/** Facts whose name begins with, holds, or in either language reads like what is typed. */
export function factsLike(word: string): FactName[] {
  const sought = word.toLowerCase();
  const rank = (fact: FactName): number => {
    const { name } = entryOf(fact);
    if (fact.startsWith(sought)) return 0;
    if (fact.includes(sought)) return 1;
    return name.zh.includes(sought) || name.en.toLowerCase().includes(sought) ? 2 : 3;
  };
  return factNames
    .map((fact) => ({ fact, rank: rank(fact) }))
    .filter((one) => one.rank < 3 && one.fact !== word)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ fact }) => fact);
}

/** The text with the word before the caret completed, and where the caret then stands. */
export function completed(text: string, caret: number, fact: FactName): { text: string; caret: number } {
  const start = wordAt(text, caret)?.start ?? caret;
  const rest = text.slice(caret).replace(/^[\p{L}\p{N}_]+/u, '');
  return { text: text.slice(0, start) + fact + rest, caret: start + fact.length };
}
