import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll } from 'vitest';
import type { Db } from '../../src/server/db/database.ts';
import { sha256Of } from '../../src/server/orders/import/import-run.ts';
import { onlineRetail } from '../../src/server/orders/import/online-retail.ts';
import { type ImportOrder, runImport } from '../../src/server/orders/import/run-import.ts';
import { aMerchant, type MerchantWithShop, orderParts } from './a-merchant.ts';

export const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

/** Files in a folder of the test file's own, and their import into merchants of a British shop. */
export function importsInto(db: Db) {
  const app = { db, ...orderParts };
  const folder = mkdtempSync(join(tmpdir(), 'guilai-import-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let files = 0;

  function write(content: string | Buffer, ending = 'csv'): string {
    const path = join(folder, `${++files}.${ending}`);
    writeFileSync(path, content);
    return path;
  }

  async function imported(of: MerchantWithShop, file: string, more: Partial<ImportOrder> = {}) {
    const refusedFile = more.refusedFile ?? join(folder, `${++files}-refused.csv`);
    const result = await runImport(app, {
      file,
      sha256: await sha256Of(file),
      ...of,
      mapping: onlineRetail,
      terms: { currency: 'GBP', timeZone: 'Europe/London' },
      dryRun: false,
      refusedFile,
      ...more,
    });
    if (!result.ok) throw new Error(JSON.stringify(result.rejection));
    const refused = () => readFileSync(refusedFile, 'utf8').replace('\uFEFF', '').split('\r\n').slice(0, -1);
    return { ...result.value, refused };
  }

  return {
    app,
    folder,
    write,
    csv: (...rows: string[]): string => write([HEADER, ...rows, ''].join('\n')),
    britain: () => aMerchant(db, { currency: 'GBP', timeZone: 'Europe/London' }),
    imported,
    left: (of: MerchantWithShop) => leftOf(db, of),
  };
}

/** Everything an import leaves, without the ids it made. */
async function leftOf(db: Db, { merchantId }: MerchantWithShop) {
  const { rows } = await db.inMerchant(merchantId, (tx) =>
    sql<{ lines: unknown; returns: unknown; parties: unknown }>`select
      (select json_agg(json_build_array(o.external_id, o.placed_at, o.paid_minor, b.token, l.external_id, l.sku, l.title,
          l.quantity, l.unit_price_minor, l.paid_minor, p.trade_number, p.paid_minor) order by o.external_id, l.position)
        from sales_order o join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
        join order_line l on l.merchant_id = o.merchant_id and l.order_id = o.order_id
        join order_payment p on p.merchant_id = o.merchant_id and p.order_id = o.order_id
        where o.merchant_id = ${merchantId}) as lines,
      (select json_agg(json_build_array(row_number, document, buyer_token, sku, quantity, unit_price_minor, returned_at,
          outcome, matched, reason) order by row_number)
        from imported_return where merchant_id = ${merchantId}) as returns,
      (select count(*)::int from party where merchant_id = ${merchantId}) as parties`.execute(tx),
  );
  return rows[0];
}
