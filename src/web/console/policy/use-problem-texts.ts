import { useMemo } from 'react';
import { MOST_HOURS } from '../../../domain/policy/deadlines.ts';
import { isFactName } from '../../../domain/policy/fact-catalogue.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { conditionProblem } from './condition-problem.ts';
import { useFactValue } from './use-rule-words.ts';
import { useTermText } from './use-term-text.ts';
import { termOf, type Verdict, type Wrong } from './verdict.ts';

type Warning = Verdict['warnings'][number];

const strictnesses = ['suggests_refusal', 'asks_evidence', 'buyer_pays_freight', 'waits_too_long'] as const;
const fields = [
  'id',
  'basis',
  'label.zh',
  'label.en',
  'outcome.level',
  'outcome.note',
  'outcome.because',
  'effects.deadlineHours',
  'effects.interceptHours',
  'effects.instantRefund',
  'effects.returnAddress',
  'effects.returnFreight',
] as const;
const keys = {
  id: 'id',
  basis: 'basis',
  'label.zh': 'label-zh',
  'label.en': 'label-en',
  'outcome.level': 'outcome-level',
  'outcome.note': 'outcome-note',
  'outcome.because': 'outcome-because',
  'effects.deadlineHours': 'effects-deadlineHours',
  'effects.interceptHours': 'effects-interceptHours',
  'effects.instantRefund': 'effects-instantRefund',
  'effects.returnAddress': 'effects-returnAddress',
  'effects.returnFreight': 'effects-returnFreight',
} as const satisfies Record<(typeof fields)[number], string>;

const actionFields = ['clock', 'action', 'hoursBefore', 'maxAmount', 'level'] as const;

/** What of a case that the law grants is worth telling. */
const telling = ['reason', 'amount', 'evidence_count', 'hours_since_delivered', 'exclusions', 'goods_classes'] as const;

/** The facts of an example, where an error brings one. */
export const exampleOf = (error: Wrong): Record<string, unknown> | null => {
  const facts = error['facts'];
  return typeof facts === 'object' && facts !== null ? { ...facts } : null;
};

export type ProblemTexts = {
  /** `condition` is that of the row at which it stands. */
  error: (error: Wrong, condition?: string) => string;
  warning: (warning: Warning) => string;
  /** The case that a row takes away, in few words. */
  example: (error: Wrong) => string | null;
};

const strictnessOf = (wrong: Wrong) => strictnesses.find((one) => one === wrong['strictness']) ?? 'suggests_refusal';

/** What is wrong with one entry of a term that is a list. */
function entryError({ code, field, clock }: Wrong, t: ReturnType<typeof useTexts<'draft'>>): string {
  if (clock !== undefined) return t('error.clockHours', { most: MOST_HOURS });
  if (code === 'approval_invalid') return t(`error.approval.${field === 'over' ? 'over' : 'level'}`);
  const known = actionFields.find((one) => one === field);
  return known ? t(`error.autoAction.${known}`, { most: MOST_HOURS }) : t('error.other', { code });
}

/** Errors and remarks of a verdict in words. */
export function useProblemTexts(): ProblemTexts {
  const t = useTexts('draft');
  const words = useWords();
  const value = useFactValue();
  const terms = useTermText();
  return useMemo(() => {
    const condition = (error: Wrong, text: string): string => {
      const problem = conditionProblem(text, error.message ?? '');
      const name = 'name' in problem ? problem.name : '';
      const { line, column } = error.position ?? { line: 1, column: 1 };
      const said = t(`error.condition.${problem.kind}`, { name });
      if (problem.kind === 'empty' || problem.kind === 'not_a_question') return said;
      return `${said} · ${t('error.at', { line, column })}`;
    };
    const error = (wrong: Wrong, text = ''): string => {
      const { code, article = '', field = '' } = wrong;
      if (termOf(wrong).entry !== undefined) return entryError(wrong, t);
      switch (code) {
        case 'condition_invalid':
          return condition(wrong, text);
        case 'value_missing':
          return t('error.value_missing', { fact: words('fact', String(wrong['fact'])) });
        case 'rule_named_twice':
          return t('error.rule_named_twice', { id: wrong.ruleId ?? '' });
        case 'refund_without_return_off':
          return t('error.refund_without_return_off');
        case 'stricter_than_law':
          return t('error.stricter', { article }) + t(`error.strictness.${strictnessOf(wrong)}`);
        case 'terms_stricter_than_law':
          return t('error.terms_stricter', { article });
        case 'terms_invalid':
        case 'currency_differs':
          return t(`error.${code}`, { field: terms.name(field) });
        case 'outcome_invalid': {
          const known = fields.find((one) => one === field);
          return known ? t(`error.field.${keys[known]}`) : t('error.other', { code });
        }
        default:
          return t('error.other', { code });
      }
    };
    const warning = (said: Warning): string => {
      const article = String(said['article'] ?? '');
      switch (said.code) {
        case 'zone_shortens_window':
        case 'rows_never_asked':
          return t(`warning.${said.code}`, { article });
        case 'holidays_dropped': {
          const days = Array.isArray(said['days']) ? said['days'].join(' ') : '';
          return t('warning.holidays_dropped', { article, days });
        }
        default:
          return t('warning.other', { code: said.code });
      }
    };
    const example = (wrong: Wrong): string | null => {
      const facts = exampleOf(wrong);
      if (!facts) return null;
      const told = telling.flatMap((fact) => {
        const is = facts[fact];
        if (!isFactName(fact) || is === undefined || (Array.isArray(is) && is.length === 0)) return [];
        const plain = typeof is === 'number' || typeof is === 'string' ? is : Array.isArray(is) ? is.map(String) : null;
        return plain === null ? [] : [`${words('fact', fact)} ${value(fact, plain)}`];
      });
      return t('error.example', { case: told.join(' · ') });
    };
    return { error, warning, example };
  }, [t, words, value, terms]);
}
