import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { entryOf, type FactName, type PlainValue } from '../../../domain/policy/fact-catalogue.ts';
import type { Outcome } from '../../../domain/policy/policy.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import type { Tone } from '../parts/tag.tsx';
import { useSession } from '../shell/session.tsx';
import { conditionInWords } from './condition-in-words.ts';
import type { Row } from './content.ts';
import { wordsOfFact } from './fact-values.ts';

export const useSide = (): 'zh' | 'en' => (useTranslation().i18n.language === 'en' ? 'en' : 'zh');

/** A fact's value as a reader says it: `¥500.00`, `3 小时`, `质量问题`. */
export function useFactValue() {
  const words = useWords();
  const shell = useTexts('shell');
  const t = useTexts('draft');
  const gap = useSide() === 'en' ? ', ' : '、';
  // Amounts in facts and conditions are in the merchant's currency.
  const { currency } = useSession().merchant;
  return useCallback(
    (fact: FactName, value: PlainValue | bigint | undefined): string => {
      const group = wordsOfFact[fact];
      const { unit } = entryOf(fact);
      if (value === undefined) return t('try.missing');
      if (typeof value === 'boolean') return shell(value ? 'yes' : 'no');
      if (typeof value === 'string') return group ? words(group, value) : value;
      if (typeof value === 'object') {
        return value.map((item) => (group ? words(group, item) : item)).join(gap) || shell('none');
      }
      if (unit === 'minor') return formatMoney({ minor: String(value), currency });
      return unit ? `${value} ${t(`unit.${unit}`)}` : String(value);
    },
    [words, shell, t, gap, currency],
  );
}

/** A yes-or-no fact as it stands: `已签收`, `未签收`. */
export function useFactAnswer() {
  const words = useWords();
  const t = useTexts('policy');
  return useCallback(
    (fact: FactName, answer: boolean): string => {
      if (answer) return words('fact', fact);
      const said = words('notFact', fact);
      return said === fact ? t('not', { fact: words('fact', fact) }) : said;
    },
    [words, t],
  );
}

/** A condition as a sentence in the reader's language. */
export function useSentence(): (condition: string) => string {
  const t = useTexts('policy');
  const words = useWords();
  const value = useFactValue();
  const answer = useFactAnswer();
  const side = useSide();
  return useMemo(() => {
    const known = new Map<string, string>();
    const none = (name: FactName): string => {
      const said = words('notFact', name);
      return said === name ? t('none', { fact: words('fact', name) }) : said;
    };
    const said = {
      and: t('and'),
      gap: side === 'en' ? ' ' : '',
      not: (name: FactName) => answer(name, false),
      is: t('is'),
      isNot: t('isNot'),
      above: t('above'),
      atLeast: t('atLeast'),
      below: t('below'),
      atMost: t('atMost'),
      none,
      some: t('some'),
      within: t('within'),
      notWithin: t('notWithin'),
      fact: (name: FactName) => words('fact', name),
      value,
    };
    return (condition: string): string => {
      const sentence =
        known.get(condition) ?? (condition.trim() === 'true' ? t('everyCase') : conditionInWords(condition, said));
      known.set(condition, sentence);
      return sentence;
    };
  }, [t, words, value, answer, side]);
}

export const outcomeTones: Record<Outcome['kind'], Tone> = {
  approve: 'green',
  refund_without_return: 'green',
  ask_evidence: 'blue',
  escalate: 'amber',
};

/** An outcome in words: `转主管处理`. */
export function useOutcomeText() {
  const t = useTexts('policy');
  return useCallback(
    (outcome: { kind: string; level?: unknown }): string => {
      switch (outcome.kind) {
        case 'approve':
        case 'ask_evidence':
        case 'refund_without_return':
          return t(`outcome.${outcome.kind}`);
        default: {
          const level = Number(outcome.level);
          if (level === 1 || level === 2) return t(`outcome.escalate${level}`);
          return level > 2 ? t('outcome.escalateN', { level }) : t('outcome.escalate');
        }
      }
    },
    [t],
  );
}

/** What goes with an outcome, a phrase each. */
export function useEffectTexts() {
  const t = useTexts('policy');
  const words = useWords();
  return useCallback(
    ({ outcome, effects }: Pick<Row, 'outcome' | 'effects'>): string[] => [
      ...(outcome.kind === 'escalate' && outcome.suggestRejection
        ? [t('outcome.suggest', { reason: words('rejectReason', outcome.suggestRejection.reasonCode) })]
        : []),
      ...(effects?.returnFreight === 'buyer' ? [t('effect.returnFreightBuyer')] : []),
      ...(effects?.returnFreight === 'seller' ? [t('effect.returnFreightSeller')] : []),
      ...(effects?.returnAddress ? [t('effect.returnAddress', { key: effects.returnAddress })] : []),
      ...(effects?.interceptHours ? [t('effect.interceptHours', { count: effects.interceptHours })] : []),
      ...(effects?.instantRefund
        ? [t('effect.instantRefund', { moment: words('advanceMoment', effects.instantRefund) })]
        : []),
      ...(effects?.deadlineHours ? [t('effect.deadlineHours', { count: effects.deadlineHours })] : []),
    ],
    [t, words],
  );
}
