import { App } from 'antd';
import { useState } from 'react';
import { formatDecimal, money } from '../../../domain/money.ts';
import { parseInstant, toWallClock } from '../../../domain/time.ts';
import { now } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { saveCsv } from '../queue/csv.ts';
import type { Content } from './content.ts';
import { outcomeOfKey } from './outcome-matrix.ts';
import type { Trial } from './trial-list.tsx';
import { pageOfCases, type TrialCase, type TrialQuery } from './trial-page.ts';
import { useRuleName } from './use-rule-name.ts';
import { useOutcomeText } from './use-rule-words.ts';

const PAGE = 200;
/** Beyond this a spreadsheet is no help. */
const MOST_ROWS = 20_000;

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
  const formats = useFormats();
  const outcomeText = useOutcomeText();
  const ruleName = useRuleName(content);
  const showProblem = useShowProblem();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const clock = (at: string): string => {
    const instant = parseInstant(at);
    return instant ? toWallClock(instant, formats.timeZone) : '';
  };
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
  const readAll = async (): Promise<TrialCase[]> => {
    const rows: TrialCase[] = [];
    let after: string | undefined;
    do {
      const page = await pageOfCases(trial.id, { ...query, limit: PAGE }, after);
      rows.push(...page.rows);
      after = page.next ?? undefined;
    } while (after && rows.length < MOST_ROWS);
    return rows;
  };
  const run = () => {
    setBusy(true);
    readAll()
      .then((rows) => {
        const head = columns.map((name) => t(`column.${name}`));
        saveCsv(`${t('file')}-${formats.today(now())}.csv`, [head, ...rows.map(toCells)]);
        message.success(t('exported', { count: rows.length }));
      })
      .catch(showProblem)
      .finally(() => setBusy(false));
  };
  return { run, busy };
}
