import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/support/fresh-database.ts';
import { HEADER, importsInto } from '../../../../test/support/imports.ts';
import { runChild } from '../../../../test/support/run-child.ts';
import { batchesOf } from './group-orders.ts';
import type { Reading } from './mapping.ts';
import { onlineRetail } from './online-retail.ts';

const { db, url } = await freshDatabase();
const { folder, csv, britain, imported, left } = importsInto(db);

/** Invoices of three lines, every tenth followed by a row that is set aside and one that cannot be read. */
const many = (invoices: number): string[] =>
  Array.from({ length: invoices }, (_, n) => {
    const line = (code: number) => `${10_000 + n},${code},A,1,2011-01-05 10:00:00,1.00,${n % 50},UK`;
    const odd =
      n % 10 === 9
        ? [`${10_000 + n},POST,P,1,2011-01-05 10:00:00,1.00,1,UK`, `X${n},22633,A,x,2011-01-05 10:00:00,1.00,1,UK`]
        : [];
    return [
      line(20_001),
      line(20_002),
      line(20_003),
      `C${10_000 + n},20001,A,-1,2011-01-06 10:00:00,1.00,${n % 50},UK`,
      ...odd,
    ];
  }).flat();

describe('an import that is cut off', () => {
  test('goes on behind its last batch, and leaves what an uninterrupted one leaves', async () => {
    const [cut, whole] = [await britain(), await britain()];
    const file = csv(...many(200));
    const refusedFile = join(folder, 'cut-refused.csv');
    let batches = 0;
    const interrupted = imported(cut, file, {
      rowsPerBatch: 100,
      refusedFile,
      onProgress: () => {
        batches += 1;
        if (batches === 4) throw new Error('pulled the plug');
      },
    });
    await expect(interrupted).rejects.toThrow('pulled the plug');
    const again = await imported(cut, file, { rowsPerBatch: 70, refusedFile });
    expect(again.resumedAfter).toBeGreaterThan(200);
    const uncut = await imported(whole, file);
    expect(again.counts).toEqual(uncut.counts);
    expect(again.refused()).toEqual(uncut.refused());
    expect(await left(cut)).toEqual(await left(whole));
  });

  test('also when its process is killed in the middle', async () => {
    const [killed, whole] = [await britain(), await britain()];
    const file = csv(...many(8_000));
    const child = await runChild('src/server/tools/import.ts', [
      file,
      `--merchant=${killed.merchantId}`,
      `--shop=${killed.shop.id}`,
      '--mapping=online-retail',
      `--database-url=${url}`,
      `--data-dir=${folder}`,
    ]);
    const gone = new Promise((resolve) => child.process.once('exit', resolve));
    const position = async () => {
      const { rows } = await db.inMerchant(killed.merchantId, (tx) =>
        sql<{ position: bigint }>`select position from import_run`.execute(tx),
      );
      return Number(rows[0]?.position ?? 0);
    };
    while ((await position()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    child.process.kill('SIGKILL');
    await gone;
    const stoppedAt = await position();
    const again = await imported(killed, file);
    expect(again).toMatchObject({ resumedAfter: stoppedAt, alreadyFinished: false });
    expect(again.counts).toEqual((await imported(whole, file)).counts);
    expect(await left(killed)).toEqual(await left(whole));
  }, 120_000);
});

describe('reading as a stream', () => {
  const portionOf = (cells: (n: number) => string[]) =>
    async function* (taken: { rows: number }) {
      for (;;) yield Array.from({ length: 100 }, () => ({ number: ++taken.rows, cells: cells(taken.rows) }));
    };
  const read = (cells: readonly string[]): Reading => {
    const bound = onlineRetail.bind(HEADER.split(','), { currency: 'GBP', timeZone: 'Europe/London' });
    if (bound.kind === 'unbound') throw new Error('unbound');
    return bound.read(cells);
  };

  test('a file without end is read no further than the batch at hand', async () => {
    const taken = { rows: 0 };
    const rows = portionOf((n) => [
      String(Math.floor(n / 4) + 1),
      '22633',
      'A',
      '1',
      '2011-01-05 10:00:00',
      '1.00',
      '1',
    ])(taken);
    const batches = batchesOf(rows, read, { rowsPerBatch: 250 });
    expect((await batches.next()).value?.rows).toBeLessThan(260);
    expect(taken.rows).toBeLessThanOrEqual(300);
  });

  test('an order without end is cut off and refused, not gathered', async () => {
    const taken = { rows: 0 };
    async function* once() {
      for await (const portion of portionOf(() => ['1', '22633', 'A', '1', '2011-01-05 10:00:00', '1.00', '1'])(
        taken,
      )) {
        yield portion;
        if (taken.rows === 3_000) return;
      }
    }
    for await (const batch of batchesOf(once(), read, { rowsPerBatch: 100 })) {
      expect(batch).toMatchObject({ orders: [], rows: 3_000 });
      expect(batch.refused).toHaveLength(3_000);
    }
  });
});
