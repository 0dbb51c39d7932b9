import { App } from 'antd';
import { useState } from 'react';
import { parseInstant, toWallClock } from '../../../domain/time.ts';
import { now } from '../../ui/clock.ts';
import { type Cell, saveCsv } from './csv.ts';
import { useFormats } from './use-formats.ts';
import { useShowProblem } from './use-refusal.ts';

const PAGE = 200;
/** Beyond this a spreadsheet is no help. */
const MOST_ROWS = 20_000;

type Options<Row> = {
  /** The file is called by it and by the day. */
  name: string;
  head: readonly string[];
  cells: (row: Row) => Cell[];
  page: (limit: number, after?: string) => Promise<{ rows: readonly Row[]; next: string | null }>;
  saidAfter: (count: number) => string;
};

/** Saves a whole list, also what is not loaded yet. */
export function useCsvExport<Row>({ name, head, cells, page, saidAfter }: Options<Row>) {
  const formats = useFormats();
  const showProblem = useShowProblem();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const readAll = async (): Promise<Row[]> => {
    const rows: Row[] = [];
    let after: string | undefined;
    do {
      const read = await page(PAGE, after);
      rows.push(...read.rows);
      after = read.next ?? undefined;
    } while (after && rows.length < MOST_ROWS);
    return rows;
  };
  const run = () => {
    setBusy(true);
    readAll()
      .then((rows) => {
        saveCsv(`${name}-${formats.today(now())}.csv`, [head, ...rows.map(cells)]);
        message.success(saidAfter(rows.length));
      })
      .catch(showProblem)
      .finally(() => setBusy(false));
  };
  return { run, busy };
}

/** A moment as it stands in a cell: on the clock of the merchant, to be reckoned with. */
export function useCellTime(): (at: string | null) => string {
  const { timeZone } = useFormats();
  return (at) => {
    const instant = at ? parseInstant(at) : undefined;
    return instant ? toWallClock(instant, timeZone) : '';
  };
}
