import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { listPolicyCases } from '../../../contract/policy.ts';
import type { Verdict } from '../../../domain/policy/explain.ts';
import type { FactName, PlainValue } from '../../../domain/policy/fact-catalogue.ts';
import type { ReplyOf } from '../../ui/api.ts';
import type { Content } from './content.ts';
import { type Tried, type TriedFacts, tryOn, withFact } from './trying.ts';

export type PolicyCase = ReplyOf<typeof listPolicyCases>['rows'][number];

/** Where the facts come from that are tried. */
export type TriedSource = { kind: 'case'; one: PolicyCase } | { kind: 'law' };

export type Trying = {
  source: TriedSource | null;
  facts: TriedFacts;
  /** As they were before anything was changed by hand. */
  original: TriedFacts;
  tried: Tried | null;
  /** By place of the row. */
  verdicts: readonly (Verdict | null)[] | null;
  take: (facts: TriedFacts, source: TriedSource) => void;
  setFact: (fact: FactName, value: PlainValue | undefined) => void;
  reset: () => void;
};

/** One case tried on what is being edited, worked out anew whenever either changes. */
export function useTrying(content: Content): Trying {
  const [source, setSource] = useState<TriedSource | null>(null);
  const [original, setOriginal] = useState<TriedFacts>({});
  const [facts, setFacts] = useState<TriedFacts>({});
  // Typing comes first: the answer may lag behind a keystroke.
  const asked = useDeferredValue(content);
  const tried = useMemo(() => (source ? tryOn(asked, facts) : null), [asked, facts, source]);
  const verdicts = useMemo(() => tried?.rows.map((row) => row?.verdict ?? null) ?? null, [tried]);
  const take = useCallback((taken: TriedFacts, from: TriedSource) => {
    setSource(from);
    setOriginal(taken);
    setFacts(taken);
  }, []);
  const setFact = useCallback(
    (fact: FactName, value: PlainValue | undefined) => setFacts((before) => withFact(before, fact, value)),
    [],
  );
  const reset = useCallback(() => setFacts(original), [original]);
  return { source, facts, original, tried, verdicts, take, setFact, reset };
}
