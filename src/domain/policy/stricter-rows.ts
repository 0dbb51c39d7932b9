import { answerTo, constantsIn, factsIn } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import { entryOf, type FactName, type Facts, type FactValue } from './fact-catalogue.ts';
import { factsOfSetting, type LawCase, lawCasesIn, type Setting, setters } from './law-cases.ts';
import type { Policy, PolicyRow } from './policy.ts';

/** In which way a row is harder on the buyer than the law. */
export type Strictness =
  /** It tells the person to refuse what the law grants. */
  | 'suggests_refusal'
  /** It makes a return without reason wait for evidence, which is a reason. */
  | 'asks_evidence'
  /** It puts the freight of a fault on the buyer. */
  | 'buyer_pays_freight'
  /** It leaves the request lying longer than 15 days. */
  | 'waits_too_long';

export type Offence = { strictness: Strictness; article: string; lawCase: string; facts: Facts };

const PROCEDURE_HOURS = 360;

function strictnessOf(row: PolicyRow, lawCase: LawCase): Strictness | undefined {
  const { outcome, effects } = row;
  if (outcome.kind === 'escalate' && outcome.suggestRejection) return 'suggests_refusal';
  if (outcome.kind === 'ask_evidence' && lawCase.right === 'no_reason') return 'asks_evidence';
  if (outcome.kind === 'approve' && effects?.returnFreight === 'buyer' && lawCase.right === 'fault') {
    return 'buyer_pays_freight';
  }
  return (effects?.deadlineHours ?? 0) > PROCEDURE_HOURS ? 'waits_too_long' : undefined;
}

const articleOf = (strictness: Strictness, lawCase: LawCase): string => {
  switch (strictness) {
    case 'suggests_refusal':
      return lawCase.article;
    case 'asks_evidence':
      return '消费者权益保护法 25';
    case 'buyer_pays_freight':
      return '消费者权益保护法 24';
    case 'waits_too_long':
      return '暂行办法 31(2)';
  }
};

/** The first case of the law that this row of the draft takes away; undefined where none was found. */
export function offenceOf(draft: Policy, row: PolicyRow): Offence | undefined {
  for (const lawCase of lawCasesIn(draft.timeZone)) {
    const strictness = strictnessOf(row, lawCase);
    if (!strictness) continue;
    const facts = caseDecidedBy(draft, row, lawCase);
    if (facts) return { strictness, article: articleOf(strictness, lawCase), lawCase: lawCase.id, facts };
  }
  return undefined;
}

const MOST_CASES = 1_500;
const MOST_SHADOWS = 3;

/**
 * A variant of the law's case that this row decides. First the facts of the row itself are tried with every constant it
 * compares with; where rows above catch all of those, their facts and constants are tried as well.
 */
function caseDecidedBy(draft: Policy, row: PolicyRow, lawCase: LawCase): Facts | undefined {
  // CEL answers `false && unknown` with false: what the law's facts alone deny needs no search.
  if (answerTo(row.condition, lawFactsOf(lawCase, draft)) === false) return undefined;
  const considered = [row];
  for (let round = 0; round <= MOST_SHADOWS; round++) {
    const shadows = new Set<string>();
    for (const setting of variants(lawCase.setting, considered, draft)) {
      const facts = factsOfSetting(setting, draft);
      if (answerTo(row.condition, facts) !== true) continue;
      const { ruleId, rows } = evaluate(draft, facts);
      if (ruleId === row.id) return facts;
      shadows.add(ruleId === 'missing_fact' ? (rows.at(-1)?.ruleId ?? '') : ruleId);
    }
    const found = draft.rows.filter((other) => shadows.has(other.id) && !considered.includes(other));
    if (found.length === 0) return undefined;
    considered.push(...found);
  }
  return undefined;
}

/** What the law decides by; no setter touches it. */
const lawFacts = [
  'resolution',
  'reason',
  'fault',
  'is_no_reason',
  'is_quality',
  'business_purchase',
  'is_shipped',
  'is_delivered',
  'exclusions',
  'confirmed_exclusions',
  'unconfirmed_exclusions',
] as const satisfies readonly FactName[];

// They are the same under every policy.
const known = new Map<string, Facts>();

function lawFactsOf({ id, setting }: LawCase, draft: Policy): Facts {
  const before = known.get(id);
  if (before) return before;
  const all = factsOfSetting(setting, draft);
  const facts: Facts = Object.fromEntries(lawFacts.map((name) => [name, all[name]]));
  known.set(id, facts);
  return facts;
}

/** The case with every combination of values that could make a difference to these rows, at most so many. */
function variants(base: Setting, rows: readonly PolicyRow[], { approvalLimit, autoRefundLimit }: Policy): Setting[] {
  const constants = rows.map(({ condition }) => constantsIn(condition));
  // A limit of the shop may be what an amount is compared with.
  const limits = [approvalLimit.minor, ...(autoRefundLimit ? [autoRefundLimit.minor] : [])];
  const numbers = [...new Set([...constants.flatMap((found) => found.numbers), ...limits])];
  const texts = [...new Set(constants.flatMap((found) => found.texts))];
  const facts = [...new Set(rows.flatMap(({ condition }) => factsIn(condition)))];
  const around = numbers.flatMap((n) => [n - 1n, n, n + 1n]);
  let settings = [base];
  for (const fact of facts.toSorted((a, b) => place(a) - place(b))) {
    const set = setters[fact];
    if (!set) continue;
    const values = valuesFor(fact, around, texts);
    settings = settings.flatMap((setting) => [
      setting,
      ...values.flatMap((value) => {
        const changed = set(setting, value);
        return changed ? [changed] : [];
      }),
    ]);
    if (settings.length > MOST_CASES) settings = settings.slice(0, MOST_CASES);
  }
  return settings;
}

/**
 * Times since delivery come first: the times since shipment and payment are set around them. So does the number of a
 * buyer's orders, of which the share is taken.
 */
const order: readonly FactName[] = [
  'hours_since_delivered',
  'hours_left_in_window',
  'hours_since_shipped',
  'buyer_orders_365d',
];
const place = (fact: FactName): number => (order.includes(fact) ? order.indexOf(fact) : order.length);

const OTHER_TEXT = 'none-of-these';

function valuesFor(fact: FactName, numbers: readonly bigint[], texts: readonly string[]): FactValue[] {
  switch (entryOf(fact).type) {
    case 'bool':
      return [true, false];
    case 'int':
      return [...numbers, 0n, 1n, 1_000_000_000n];
    default:
      return [...(entryOf(fact).values ?? []), ...texts, OTHER_TEXT];
  }
}
