import { useCallback, useMemo } from 'react';
import { currentPolicy } from '../../../contract/policy.ts';
import { useTexts } from '../locales/texts.ts';
import { useRead } from '../parts/use-api.ts';
import type { Content } from './content.ts';
import { useSide } from './use-rule-words.ts';

/** A rule by what it is called in the draft, else in the live rules; its id where neither has it any more. */
export function useRuleName(content: Content): (ruleId: string) => string {
  const t = useTexts('trial');
  const side = useSide();
  const live = useRead(currentPolicy, {}).data?.content;
  const names = useMemo(
    () => new Map([...(live?.rows ?? []), ...content.rows].map(({ id, label }) => [id, label[side]])),
    [live, content.rows, side],
  );
  return useCallback(
    (ruleId: string) => {
      if (ruleId === 'no_rule') return t('noRule');
      return ruleId === 'missing_fact' ? t('missingFact') : (names.get(ruleId) ?? ruleId + t('goneRule'));
    },
    [t, names],
  );
}
