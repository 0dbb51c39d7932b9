import type { RmaRow } from '../../../contract/returns.ts';
import { formatDecimal, money } from '../../../domain/money.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useCellTime, useCsvExport } from '../parts/use-csv-export.ts';
import { pageOfQueue, type queryOf } from './use-queue.ts';

/** Saves the whole filtered list, also what is not loaded yet. */
export function useExport(query: ReturnType<typeof queryOf>) {
  const t = useTexts('queue');
  const words = useWords();
  const clock = useCellTime();
  const toCells = (row: RmaRow): (string | number)[] => [
    row.number,
    row.orderExternalId,
    words('channel', row.channel),
    row.shopName,
    words('stage', row.stage),
    words('resolution', row.resolution),
    words('reason', row.reason),
    row.firstTitle,
    row.units,
    row.buyerNick,
    formatDecimal(money(BigInt(row.amount.minor), row.amount.currency)),
    row.amount.currency,
    clock(row.openedAt),
    clock(row.dueAt),
  ];
  const head = [
    t('csv.number'),
    t('csv.order'),
    t('csv.channel'),
    t('csv.shop'),
    t('csv.stage'),
    t('csv.resolution'),
    t('csv.reason'),
    t('csv.item'),
    t('csv.units'),
    t('csv.buyer'),
    t('csv.amount'),
    t('csv.currency'),
    t('csv.openedAt'),
    t('csv.dueAt'),
  ];
  return useCsvExport({
    name: t('title'),
    head,
    cells: toCells,
    page: (limit, after) => pageOfQueue({ ...query, limit }, after),
    saidAfter: (count) => t('exported', { count }),
  });
}
