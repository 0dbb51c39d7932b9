import { type FactName, type Facts, type FactValue, factCatalogue } from './fact-catalogue.ts';
import { reasonFacts, reasons } from './reasons.ts';

export type Changes = ReadonlyMap<FactName, FactValue>;

/**
 * The cases that a case becomes if some of its facts were otherwise. Facts hang together: another reason brings another
 * fault, a delivery that never was has no window. What follows is set, what nobody could then know is taken out, and
 * where the change leaves several cases possible all of them are given. None: such a case cannot be.
 */
export function casesWith(facts: Facts, changes: Changes): Facts[] {
  const next: Facts = { ...facts, ...Object.fromEntries(changes) };
  moveParcel(next, changes);
  turnClocks(next, changes);
  moveExclusions(facts, next, changes);
  return withReasons(next, changes).flatMap(withPromise).filter(isPossible);
}

const about = ['reason', 'fault', 'is_no_reason', 'is_quality'] as const;

function withReasons(facts: Facts, changes: Changes): Facts[] {
  if (!about.some((name) => changes.has(name))) return [facts];
  return reasons
    .map((reason) => {
      const { fault, noReason, quality } = reasonFacts[reason];
      return { reason, fault, is_no_reason: noReason, is_quality: quality };
    })
    .filter((tied) => about.every((name) => !changes.has(name) || changes.get(name) === tied[name]))
    .map((tied) => ({ ...facts, ...tied }));
}

const clocks = [
  'window_open',
  'statutory_window_open',
  'quality_window_open',
  'durable_proof_open',
  'hours_left_in_window',
  'hours_since_delivered',
] as const satisfies readonly FactName[];

function moveParcel(next: Facts, changes: Changes): void {
  // A clock that is known has a delivery to run from.
  if (clocks.some((name) => changes.has(name)) && !changes.has('is_delivered')) next.is_delivered = true;
  if (changes.get('is_shipped') === false && !changes.has('is_delivered')) next.is_delivered = false;
  if (next.is_delivered && !changes.has('is_shipped')) next.is_shipped = true;
  if (changes.has('is_shipped')) delete next.hours_since_shipped;
}

/** One clock turned turns them all; only what follows from the new one is known. */
function turnClocks(next: Facts, changes: Changes): void {
  const delivery = changes.has('is_delivered') || changes.has('is_shipped');
  if (!delivery && !clocks.some((name) => changes.has(name))) return;
  for (const name of clocks) if (!changes.has(name)) delete next[name];
  if (next.statutory_window_open === true) {
    if (!changes.has('window_open')) next.window_open = true;
    if (!changes.has('durable_proof_open')) next.durable_proof_open = true;
  }
  if (next.window_open === false && !changes.has('statutory_window_open')) next.statutory_window_open = false;
}

/** A window that is open may be the law's or what the shop promises beyond it; a legal one that is over may leave either. */
function withPromise(facts: Facts): Facts[] {
  const { window_open: open, statutory_window_open: lawful } = facts;
  if (open === true && lawful === undefined) {
    return [true, false].map((statutory_window_open) => ({ ...facts, statutory_window_open }));
  }
  return open === undefined && lawful === false
    ? [true, false].map((window_open) => ({ ...facts, window_open }))
    : [facts];
}

const needsConfirmation: ReadonlySet<string> = new Set(factCatalogue.unconfirmed_exclusions.values);
const without = (list: readonly string[], gone: readonly string[]): string[] =>
  list.filter((item) => !gone.includes(item));
const both = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/** A class is confirmed or it is not: what leaves one list of a conditional class comes to the other. */
function moveExclusions(before: Facts, next: Facts, changes: Changes): void {
  const { confirmed_exclusions: wereConfirmed = [], unconfirmed_exclusions: wereNot = [] } = before;
  const { exclusions = [], confirmed_exclusions: confirmed = [], unconfirmed_exclusions: unconfirmed = [] } = next;
  if (changes.has('confirmed_exclusions') && !changes.has('unconfirmed_exclusions')) {
    const dropped = without(wereConfirmed, confirmed).filter((item) => needsConfirmation.has(item));
    next.unconfirmed_exclusions = without(both(wereNot, dropped), confirmed);
  }
  if (changes.has('unconfirmed_exclusions') && !changes.has('confirmed_exclusions')) {
    next.confirmed_exclusions = both(without(wereConfirmed, unconfirmed), without(wereNot, unconfirmed));
  }
  if (!changes.has('exclusions')) {
    next.exclusions = both(exclusions, [...(next.confirmed_exclusions ?? []), ...(next.unconfirmed_exclusions ?? [])]);
    return;
  }
  for (const name of ['confirmed_exclusions', 'unconfirmed_exclusions'] as const) {
    if (!changes.has(name)) next[name] = (next[name] ?? []).filter((item) => exclusions.includes(item));
  }
}

function isPossible(facts: Facts): boolean {
  const { exclusions = [], confirmed_exclusions: confirmed = [], unconfirmed_exclusions: unconfirmed = [] } = facts;
  const classified = exclusions.every(
    (item) => !needsConfirmation.has(item) || confirmed.includes(item) || unconfirmed.includes(item),
  );
  const listed = [...confirmed, ...unconfirmed].every((item) => exclusions.includes(item));
  const delivered = clocks.every((name) => facts[name] === undefined || name === 'quality_window_open');
  return (
    classified &&
    listed &&
    (facts.is_delivered === true || delivered) &&
    !(facts.is_delivered && !facts.is_shipped) &&
    !(facts.statutory_window_open && facts.window_open === false) &&
    !(facts.statutory_window_open && facts.durable_proof_open === false) &&
    !(facts.reason === 'not_shipped' && facts.is_shipped) &&
    (facts.amount === undefined || facts.amount >= 0n) &&
    (facts.evidence_count === undefined || facts.evidence_count >= 0n)
  );
}
