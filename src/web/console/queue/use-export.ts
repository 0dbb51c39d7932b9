import { App } from 'antd';
import { useState } from 'react';
import type { RmaRow } from '../../../contract/returns.ts';
import { formatDecimal, money } from '../../../domain/money.ts';
import { parseInstant, toWallClock } from '../../../domain/time.ts';
import { now } from '../../ui/clock.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { useFormats } from '../parts/use-formats.ts';
import { useShowProblem } from '../parts/use-refusal.ts';
import { saveCsv } from './csv.ts';
import { pageOfQueue, type queryOf } from './use-queue.ts';

const PAGE = 200;
/** Beyond this a spreadsheet is no help and the reports are. */
const MOST_ROWS = 20_000;

/** Saves the whole filtered list, also what is not loaded yet. */
export function useExport(query: ReturnType<typeof queryOf>) {
  const t = useTexts('queue');
  const words = useWords();
  const formats = useFormats();
  const showProblem = useShowProblem();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);

  const clock = (at: string | null): string => {
    const instant = at ? parseInstant(at) : undefined;
    return instant ? toWallClock(instant, formats.timeZone) : '';
  };
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

  const readAll = async (): Promise<RmaRow[]> => {
    const rows: RmaRow[] = [];
    let after: string | undefined;
    do {
      const page = await pageOfQueue({ ...query, limit: PAGE }, after);
      rows.push(...page.rows);
      after = page.next ?? undefined;
    } while (after && rows.length < MOST_ROWS);
    return rows;
  };

  const run = () => {
    setBusy(true);
    readAll()
      .then((rows) => {
        saveCsv(`${t('title')}-${formats.today(now())}.csv`, [head, ...rows.map(toCells)]);
        message.success(t('exported', { count: rows.length }));
      })
      .catch(showProblem)
      .finally(() => setBusy(false));
  };
  return { run, busy };
}
