import { useCallback, useMemo } from 'react';
import type { Facts } from '../../../domain/policy/fact-catalogue.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import type { Flip } from '../../../domain/policy/what-would-change.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { changesInWords, type FlipWords, goesOn } from './flip-in-words.ts';
import { useFactAnswer, useFactValue } from './use-rule-words.ts';

/** A name within a sentence: small at its beginning, unless it is an abbreviation. */
const within = (name: string): string =>
  /^[A-Z][^A-Z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;

/** What would have to be otherwise: `申请金额不超过 ¥500.00（现在 ¥620.00）`. */
export function useFlipText() {
  const t = useTexts('policy');
  const words = useWords();
  const value = useFactValue();
  const answer = useFactAnswer();
  const w: FlipWords = useMemo(
    () => ({
      and: t('and'),
      yes: (fact) => within(answer(fact, true)),
      no: (fact) => within(answer(fact, false)),
      atMost: (fact, is) => t('flip.atMost', { fact, value: is }),
      atLeast: (fact, is) => t('flip.atLeast', { fact, value: is }),
      exactly: (fact, is) => t('flip.exactly', { fact, value: is }),
      with: (fact, is) => t('flip.with', { fact, value: is }),
      without: (fact, is) => t('flip.without', { fact, value: is }),
      now: (is) => t('flip.now', { value: is }),
      fact: (fact) => within(words('fact', fact)),
      value,
    }),
    [t, words, value, answer],
  );
  return useCallback(
    (policy: Policy, facts: Facts, flip: Flip): string =>
      changesInWords(flip, w, (change) => goesOn(policy, facts, flip, change)),
    [w],
  );
}
