import { App } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../ui/api.ts';
import { formatMoney } from '../../ui/format.ts';
import { useWords, type Values } from '../locales/texts.ts';

type Refusal = { code: string; [fact: string]: unknown };

const isMoney = (value: unknown): value is { minor: string; currency: string } =>
  typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;

/** Says a refusal of the domain in words: its code chooses the sentence, its facts fill it. */
export function useRefusal() {
  const { t, i18n } = useTranslation('refusals');
  const words = useWords();
  return useCallback(
    (refusal: Refusal): string => {
      const values: Values = { code: refusal.code };
      for (const [name, value] of Object.entries(refusal)) {
        if (isMoney(value))
          values[name] = formatMoney({ minor: String(value.minor), currency: String(value.currency) });
        else if (name === 'review' || name === 'reception' || name === 'permission' || name === 'channel')
          values[name] = words(name, String(value));
        else if (name === 'condition' || (name === 'location' && typeof value === 'string'))
          values[name] = words(name, String(value));
        else if (name === 'cap') values['cap'] = words('grade', String(value));
        else if (name === 'check') values['check'] = words('test', String(value));
        else if (name === 'rule' && typeof value === 'number') values['row'] = value + 1;
        else if (name === 'state') values['refundState'] = words('refundState', String(value));
        else if (name === 'failedTests' && Array.isArray(value)) {
          values['tests'] = value.map((test) => words('test', String(test))).join(i18n.language === 'en' ? ', ' : '、');
        } else if (typeof value === 'string' || typeof value === 'number') values[name] = value;
      }
      const key = i18n.exists(refusal.code, { ns: 'refusals' }) ? refusal.code : 'unknown';
      return t(key, { ...values, ns: 'refusals' });
    },
    [t, i18n, words],
  );
}

/** Says a failed call in words. */
export function useProblemText() {
  const say = useRefusal();
  return useCallback(
    (error: unknown): string => {
      const problem = problemOf(error);
      const fields = problem.errors?.map((wrong) => wrong.path.replace(/^body\./, '')).join(', ') ?? '';
      return say({
        ...problem.rejection,
        code: problem.code,
        fields,
        requestId: problem.requestId,
        ...(problem.permission ? { permission: problem.permission } : {}),
      });
    },
    [say],
  );
}

/** Shows a failed call as a passing message that stays long enough to be read. */
export function useShowProblem() {
  const { message } = App.useApp();
  const text = useProblemText();
  return useCallback((error: unknown) => void message.error(text(error), 6), [message, text]);
}
