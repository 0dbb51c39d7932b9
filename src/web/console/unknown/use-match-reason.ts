import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CandidateView } from '../../../contract/unknown-parcels.ts';
import { useWords, type Values } from '../locales/texts.ts';

type Reason = CandidateView['reasons'][number];

/** Says a reason of the matcher in words: its code chooses the sentence, its facts fill it. */
export function useMatchReason(kind: CandidateView['kind'], titles: ReadonlyMap<string, string>) {
  const { t, i18n } = useTranslation('unknownParcels');
  const words = useWords();
  return useCallback(
    (reason: Reason): string => {
      const values: Values = {};
      for (const [name, value] of Object.entries(reason)) {
        if (name === 'skus' && Array.isArray(value)) {
          const names = value.map((sku) => titles.get(String(sku)) ?? String(sku));
          values[name] = names.join(i18n.language === 'en' ? ', ' : '、');
        } else if (name === 'courier') values[name] = words('courier', String(value));
        else if (typeof value === 'string' || typeof value === 'number') values[name] = value;
      }
      // A reason of a newer server is shown by its code rather than as nothing.
      // Nothing is awaited on an order: some reasons read differently there.
      return t([`because.${reason.code}_of_${kind}`, `because.${reason.code}`], {
        ...values,
        ns: 'unknownParcels',
        defaultValue: reason.code,
      });
    },
    [t, i18n, words, kind, titles],
  );
}

/** The starting point is the same for all candidates of a kind: it decides nothing between them. */
export const isStartingPoint = ({ code }: Reason): boolean => code === 'return_open' || code === 'order_only';
