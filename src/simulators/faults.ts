import type { Delivery } from './http-server.ts';
import { mulberry32 } from './mulberry32.ts';

/** What a fault needs to know beside its kind; each kind reads the settings it understands. */
type FaultSettings = {
  delayMs?: number;
  settleAfterMs?: number;
  seconds?: number;
  status?: number;
  comNew?: string;
};

export type FaultRule<Kind extends string> = {
  kind: Kind;
  /** How often it may fire; absent = until cleared. */
  count?: number;
  /** 0 to 1 per occasion, drawn from `seed`, so that a run can be repeated. */
  probability?: number;
  seed?: number;
  /** Fires only where each named fact of the call has this value. */
  filter?: Record<string, string>;
} & FaultSettings;

export type FiredFault<Kind extends string> = { kind: Kind } & FaultSettings;

/** What is known about a call when faults are drawn: method, trade number, refund number … */
export type CallFacts = Readonly<Record<string, string | undefined>>;

export type FaultBoard<Kind extends string> = {
  readonly kinds: readonly Kind[];
  add(rule: FaultRule<Kind>): void;
  clear(): void;
  /** Draws the first rule of one of `kinds` that applies, and counts it as fired. */
  take(kinds: readonly Kind[], facts: CallFacts): FiredFault<Kind> | undefined;
  /** How often each kind has fired since the start. Clearing the rules keeps the counts. */
  fired(): Record<string, number>;
};

/** Faults belong to a test, not to the vendor's memory: they are gone after a restart. */
export function faultBoard<Kind extends string>(kinds: readonly Kind[]): FaultBoard<Kind> {
  let armed: { rule: FaultRule<Kind>; left: number; draw: () => number }[] = [];
  const fired = new Map<Kind, number>();

  return {
    kinds,
    add: (rule) => {
      armed.push({ rule, left: rule.count ?? Number.POSITIVE_INFINITY, draw: mulberry32(rule.seed ?? 1) });
    },
    clear: () => {
      armed = [];
    },
    take: (candidates, facts) => {
      const hit = armed.find(
        ({ rule, left, draw }) =>
          left > 0 && candidates.includes(rule.kind) && matches(rule.filter, facts) && draw() < (rule.probability ?? 1),
      );
      if (!hit) return undefined;
      hit.left -= 1;
      fired.set(hit.rule.kind, (fired.get(hit.rule.kind) ?? 0) + 1);
      return hit.rule;
    },
    fired: () => Object.fromEntries(kinds.map((kind) => [kind, fired.get(kind) ?? 0])),
  };
}

const matches = (filter: Record<string, string> | undefined, facts: CallFacts): boolean =>
  Object.entries(filter ?? {}).every(([name, value]) => facts[name] === value);

/** How an answer gets lost on its way back: the call has been served, and the caller does not learn it properly. */
export function deliveryOf({ kind, delayMs = 1_000 }: FiredFault<string>): Delivery {
  switch (kind) {
    case 'hang_after':
      return { kind: 'never' };
    case 'drop_after':
      return { kind: 'dropped' };
    case 'half_body':
      return { kind: 'half' };
    default:
      return { kind: 'late', delayMs };
  }
}
