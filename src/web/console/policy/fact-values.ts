import { formatDecimal, money, parseDecimal } from '../../../domain/money.ts';
import { entryOf, type FactName, factNames } from '../../../domain/policy/fact-catalogue.ts';
import type { WordGroup } from '../locales/texts.ts';

/** Whose words the values of a fact are. */
export const wordsOfFact: Partial<Record<FactName, WordGroup>> = {
  resolution: 'resolution',
  reason: 'reason',
  fault: 'fault',
  exclusions: 'exclusion',
  confirmed_exclusions: 'exclusion',
  unconfirmed_exclusions: 'exclusion',
  goods_classes: 'goodsClass',
  channel: 'channel',
  payment_methods: 'method',
  discount_funders: 'funder',
};

export const isMoneyFact = (fact: FactName): boolean => entryOf(fact).unit === 'minor';

// The exponent of every currency we take is two.
const ANY = 'CNY';

/** A number as a clerk types it for this fact: money in yuan. Undefined where it is none. */
export function numberFromText(fact: FactName, text: string): bigint | undefined {
  if (isMoneyFact(fact)) return parseDecimal(text.replaceAll(',', ''), ANY)?.minor;
  return /^-?\d{1,15}$/.test(text.trim()) ? BigInt(text.trim()) : undefined;
}

/** The inverse: 50000 of an amount is `500.00`, of hours it is `50000`. */
export const textOfNumber = (fact: FactName, value: bigint): string =>
  isMoneyFact(fact) ? formatDecimal(money(value, ANY)) : value.toString();

/** Facts that this one can sensibly be compared with: money with money, hours with hours. */
export const comparableWith = (fact: FactName): FactName[] =>
  factNames.filter(
    (other) =>
      other !== fact && entryOf(other).type === entryOf(fact).type && entryOf(other).unit === entryOf(fact).unit,
  );
