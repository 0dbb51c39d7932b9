import { formatDecimal, money } from '../../../domain/money.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useCellTime, useCsvExport } from '../parts/use-csv-export.ts';
import type { Content } from './content.ts';
import { outcomeOfKey } from './outcome-matrix.ts';
import type { Trial } from './trial-list.tsx';
import { pageOfCases, type TrialCase, type TrialQuery } from './trial-page.ts';
import { useRuleName } from './use-rule-name.ts';
import { useOutcomeText } from './use-rule-words.ts';

const columns = [
  'number',
  'shop',
  'openedAt',
  'amount',
  'currency',
  'goodsClass',
  'was',
  'wasRule',
  'would',
  'wouldRule',
  'late',
] as const;

/** Saves the differing cases, all that are shown or would be with more pages. */
export function useTrialExport(trial: Trial, query: TrialQuery, content: Content) {
  const t = useTexts('trial');
  const shell = useTexts('shell');
  const words = useWords();
  const outcomeText = useOutcomeText();
  const ruleName = useRuleName(content);
  const clock = useCellTime();
  const toCells = (row: TrialCase): string[] => [
    row.number,
    row.shopName,
    clock(row.openedAt),
    formatDecimal(money(BigInt(row.amount.minor), row.amount.currency)),
    row.amount.currency,
    words('goodsClass', row.goodsClass),
    outcomeText(outcomeOfKey(row.was.outcome)),
    ruleName(row.was.ruleId),
    outcomeText(outcomeOfKey(row.would.outcome)),
    ruleName(row.would.ruleId),
    row.wasLate ? shell('yes') : '',
  ];
  return useCsvExport({
    name: t('file'),
    head: columns.map((name) => t(`column.${name}`)),
    cells: toCells,
    page: (limit, after) => pageOfCases(trial.id, { ...query, limit }, after),
    saidAfter: (count) => t('exported', { count }),
  });
}
