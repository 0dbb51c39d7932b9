import { type AlertRow, listAlerts } from '../../../contract/alerts.ts';
import { call } from '../../ui/api.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useCellTime, useCsvExport } from '../parts/use-csv-export.ts';
import type { useAlertQuery } from './use-alert-query.ts';

/** Saves the whole filtered list, also what is not loaded yet. */
export function useAlertExport({ filter, state }: Pick<ReturnType<typeof useAlertQuery>, 'filter' | 'state'>) {
  const t = useTexts('alerts');
  const words = useWords();
  const clock = useCellTime();
  const columns: readonly (readonly [string, (row: AlertRow) => string | number])[] = [
    [t('csv.kind'), ({ kind }) => t(`kind.${kind}`)],
    [t('csv.courier'), ({ courier }) => (courier ? words('courier', courier) : '')],
    [t('csv.waybill'), ({ waybill }) => waybill ?? ''],
    [t('csv.rma'), ({ rmas }) => rmas.map(({ number }) => number).join(' ')],
    [t('csv.desk'), ({ desk }) => words('desk', desk)],
    [t('csv.owner'), ({ owner }) => owner?.name ?? ''],
    [t('csv.level'), ({ level }) => level],
    [t('csv.since'), ({ since }) => clock(since)],
    [t('csv.raised'), ({ raisedAt }) => clock(raisedAt)],
    [t('csv.due'), ({ dueAt }) => clock(dueAt)],
    [t('csv.over'), ({ over }) => (over ? t(over) : '')],
    [t('csv.overAt'), ({ overAt }) => clock(overAt)],
  ];
  return useCsvExport<AlertRow>({
    name: t('title'),
    head: columns.map(([name]) => name),
    cells: (row) => columns.map(([, cell]) => cell(row)),
    page: (limit, after) => call(listAlerts, { query: { ...filter, state, limit, ...(after ? { after } : {}) } }),
    saidAfter: (count) => t('exported', { count }),
  });
}
