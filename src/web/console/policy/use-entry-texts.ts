import { useCallback } from 'react';
import { ownClocks } from '../../../domain/policy/deadlines.ts';
import { formatMoney } from '../../ui/format.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import type { Content } from './content.ts';
import type { TermField } from './difference.ts';

/** Terms that are lists of entries. */
export const listTerms = ['approvals', 'autoActions', 'clockHours'] as const satisfies readonly TermField[];
export type ListTerm = (typeof listTerms)[number];
export const isListTerm = (field: TermField): field is ListTerm => listTerms.some((one) => one === field);

export type Approval = NonNullable<Content['approvals']>[number];
export type AutoActionEntry = NonNullable<Content['autoActions']>[number];

/** Each entry of such a term in words; where there is none, what that means. */
export function useEntryTexts(): (field: ListTerm, content: Content) => string[] {
  const t = useTexts('policy');
  const approval = useApprovalText();
  const action = useAutoActionText();
  const words = useWords();
  return useCallback(
    (field: ListTerm, { approvals, autoActions, clockHours }: Content): string[] => {
      switch (field) {
        case 'approvals':
          if (!approvals) return [t('approvalsOff')];
          return approvals.length === 0 ? [t('approvalsNone')] : approvals.map(approval);
        case 'autoActions':
          return autoActions && autoActions.length > 0 ? autoActions.map(action) : [t('autoActionsNone')];
        case 'clockHours': {
          const running = ownClocks.flatMap((clock) => {
            const count = clockHours?.[clock];
            return count === undefined ? [] : [t('clockHoursOf', { clock: words('clock', clock), count })];
          });
          return running.length > 0 ? running : [t('clockHoursNone')];
        }
      }
    },
    [t, approval, action, words],
  );
}

function useApprovalText() {
  const t = useTexts('policy');
  const words = useWords();
  return useCallback(
    ({ over, resolution, level, fourEyes }: Approval): string =>
      t(fourEyes ? 'approvalByTwo' : 'approvalBy', {
        amount: formatMoney(over),
        kind: resolution ? words('resolution', resolution) : t('anyKind'),
        level,
      }),
    [t, words],
  );
}

function useAutoActionText() {
  const t = useTexts('policy');
  const words = useWords();
  return useCallback(
    ({ clock, hoursBefore, action, maxAmount, level = 2 }: AutoActionEntry): string => {
      const does = t(`autoAction.${action}`, { amount: maxAmount ? formatMoney(maxAmount) : '—', level });
      return t('autoActionOf', { clock: words('clock', clock), count: hoursBefore, does });
    },
    [t, words],
  );
}

/** What an entry of such a term is called: by its number, or by its clock. */
export function useEntryName(): (term: string, entry: number | string) => string {
  const t = useTexts('policy');
  const words = useWords();
  return useCallback(
    (term: string, entry: number | string): string => {
      if (typeof entry === 'string') return `${t('clockHours')} · ${words('clock', entry)}`;
      return `${t(term === 'approvals' ? 'approvals' : 'autoActions')} · ${t('nth', { n: entry + 1 })}`;
    },
    [t, words],
  );
}
