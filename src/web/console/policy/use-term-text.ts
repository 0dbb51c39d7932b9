import { useMemo } from 'react';
import { formatMoney } from '../../ui/format.ts';
import { useTexts } from '../locales/texts.ts';
import type { Content } from './content.ts';
import { isTerm, type TermField } from './difference.ts';
import type { ListTerm } from './use-entry-texts.ts';

const names = {
  windowDays: 'window',
  approvalLimit: 'approvalLimit',
  autoRefundLimit: 'autoRefundLimit',
  reviewHours: 'reviewHours',
  refundWithoutReturn: 'refundWithoutReturn',
  resaleBasisPoints: 'resale',
  holidays: 'holidays',
  timeZone: 'timeZone',
  approvals: 'approvals',
  autoActions: 'autoActions',
  clockHours: 'clockHours',
} as const satisfies Record<TermField, string>;

/** Said by one value; the others are lists of entries. */
export type PlainTerm = Exclude<TermField, ListTerm>;

/** What a term is called and what it is set to. */
export function useTermText() {
  const t = useTexts('policy');
  return useMemo(() => {
    const value = (field: PlainTerm, content: Content): string => {
      switch (field) {
        case 'windowDays':
          return t('days', { count: content.windowDays });
        case 'approvalLimit':
          return formatMoney(content.approvalLimit);
        case 'autoRefundLimit':
          return content.autoRefundLimit ? formatMoney(content.autoRefundLimit) : t('never');
        case 'reviewHours':
          return t('hours', { count: content.reviewHours });
        case 'refundWithoutReturn':
          return content.refundWithoutReturn
            ? t('refundWithoutReturnUpTo', { amount: formatMoney(content.refundWithoutReturn.maxAmount) })
            : t('refundWithoutReturnOff');
        case 'resaleBasisPoints':
          return t('resaleOf', { share: content.resaleBasisPoints / 100 });
        case 'holidays': {
          const last = content.holidays.toSorted().at(-1);
          return last ? t('holidaysUntil', { count: content.holidays.length, last }) : t('holidaysNone');
        }
        case 'timeZone':
          return content.timeZone;
      }
    };
    return { name: (field: string): string => (isTerm(field) ? t(names[field]) : field), value };
  }, [t]);
}
